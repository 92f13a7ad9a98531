import { fillPlaceholders } from '../../i18n/sentences.ts'
import type { MaintenanceMoment } from '../notification.ts'
import type { TeamMessage } from '../message.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf, componentNames, say, sayPlain } from './context.ts'
import type { MessageContent } from './incident-message.ts'

type MaintenanceNews = Extract<News, { kind: 'maintenance' }>

const actions: Partial<Record<MaintenanceMoment, TeamMessage['action']>> = {
  announced: 'trigger',
  completed: 'resolve',
  cancelled: 'resolve',
}

/** What the team reads of a maintenance. */
export function maintenanceMessage(news: MaintenanceNews, context: MessageContext): MessageContent {
  const { maintenance, moment, update } = news
  const { words, formats, now } = context
  const { scheduledFor, scheduledUntil, components, reason, alternatives, body } = maintenance
  const text = sayPlain(update?.body ?? (moment === 'announced' ? body : ''), context)
  const detail = (label: string, value: string) => (value === '' ? [] : [{ label, value }])
  return {
    severity: moment === 'completed' || moment === 'cancelled' ? 'good' : 'info',
    action: actions[moment] ?? 'update',
    title: fillPlaceholders(words.messages.maintenance[moment], { title: say(maintenance.title, context) }),
    paragraphs: text === '' ? [] : [text],
    details: [
      ...detail(
        words.messages.window,
        `${formats.dated(scheduledFor)} – ${formats.dated(scheduledUntil)} (${formats.duration(scheduledUntil - scheduledFor)})`,
      ),
      ...detail(words.messages.components, componentNames(components, context).join(', ')),
      ...detail(words.messages.impact, words.impact[maintenance.impact]),
      ...detail(words.messages.reason, sayPlain(reason ?? '', context)),
      ...detail(words.messages.alternatives, sayPlain(alternatives ?? '', context)),
    ],
    link: addressOf(`maintenance/${encodeURIComponent(maintenance.id)}/`, context),
    at: update?.at ?? now,
  }
}
