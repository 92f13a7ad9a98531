import {
  type Impact,
  type Incident,
  affectedComponents,
  incidentStatus,
  isOpen,
  resolvedAt,
} from '../../incident/incident.ts'
import { fillPlaceholders, formatCount } from '../../i18n/sentences.ts'
import { titleLine } from '../../text/title-line.ts'
import type { MessageSeverity, TeamMessage } from '../message.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf, componentNames, say, sayPlain } from './context.ts'

/** A message before it is known by which channel it goes. */
export type MessageContent = Omit<
  TeamMessage,
  'id' | 'topic' | 'locale' | 'isTest' | 'data' | 'acknowledgeLink'
>

type IncidentNews = Extract<News, { kind: 'incident' }>

const severityOfImpact: Record<Impact, MessageSeverity> = {
  critical: 'critical',
  major: 'critical',
  minor: 'warning',
  none: 'info',
}

/** The longest title of an incident in that of a message, characters. */
const longestTitle = 120

/** Names in a list of incidents before the rest is only counted. */
const maxNames = 4

/** What the team reads of one incident. */
export function incidentMessage(news: IncidentNews, context: MessageContext): MessageContent {
  const { incident, updates, relapses } = news
  const { words, locale } = context
  const status = incidentStatus(incident)
  // Of a long title the end is left out, and not the status.
  const title = titleLine(say(incident.title, context), longestTitle)
  const last = updates[updates.length - 1]!
  const sentence = relapses > 0 && isOpen(incident) ? words.messages.reopened : words.messages.incidentTitle
  return {
    severity: isOpen(incident) ? severityOfImpact[incident.impact] : 'good',
    action: actionOf(news),
    title:
      (incident.priority === null || context.isPublic ? '' : `${incident.priority} · `) +
      fillPlaceholders(sentence, { title, status: words.incidentStatus[status] }),
    paragraphs: [
      ...updates.map(({ body }) => sayPlain(body, context)).filter((text) => text !== ''),
      ...(relapses > 0 ? [formatCount(locale, words.messages.flapping, relapses)] : []),
    ],
    details: [
      ...componentDetails(incident, context),
      ...(context.isPublic ? [] : teamDetails(incident, context)),
    ],
    link: addressOf(`incidents/${encodeURIComponent(incident.id)}/`, context),
    at: last.at,
  }
}

function actionOf({ incident, updates }: IncidentNews): TeamMessage['action'] {
  if (!isOpen(incident)) return 'resolve'
  if (updates.some(({ id }) => id === incident.updates[0]!.id)) return 'trigger'
  return incident.acknowledgedAt === null ? 'update' : 'acknowledge'
}

/** How it is ranked, since when and for how long. */
function teamDetails(incident: Incident, context: MessageContext) {
  const { words, formats } = context
  return [
    ...(incident.priority === null
      ? []
      : [{ label: words.messages.priority, value: words.priority[incident.priority] }]),
    { label: words.messages.impact, value: words.impact[incident.impact] },
    { label: words.messages.since, value: formats.brief(incident.startedAt) },
    ...durationDetails(incident, context),
  ]
}

function componentDetails(incident: Incident, context: MessageContext) {
  const names = componentNames(Object.keys(affectedComponents(incident)), context)
  return names.length === 0 ? [] : [{ label: context.words.messages.components, value: names.join(', ') }]
}

function durationDetails(incident: Incident, { words, formats }: MessageContext) {
  const ended = resolvedAt(incident)
  return ended === null
    ? []
    : [{ label: words.messages.duration, value: formats.duration(ended - incident.startedAt) }]
}

/** What the team reads of several incidents that are told together: the worst first. */
export function incidentsMessage(all: readonly IncidentNews[], context: MessageContext): MessageContent {
  const { words, locale } = context
  const rank: Record<MessageSeverity, number> = { critical: 0, warning: 1, info: 2, good: 3 }
  const messages = all
    .map((news) => ({ news, message: incidentMessage(news, context) }))
    .toSorted((a, b) => rank[a.message.severity] - rank[b.message.severity])
  const titles = messages.map(({ news }) => say(news.incident.title, context))
  const shown = titles.slice(0, maxNames).join(', ')
  const rest = titles.length - maxNames
  const worst = messages[0]!
  return {
    severity: worst.message.severity,
    action: worst.message.action,
    title: fillPlaceholders(words.messages.severalTitle, {
      count: formatCount(locale, words.messages.several, all.length),
      names:
        rest > 0
          ? fillPlaceholders(formatCount(locale, words.messages.andMore, rest), { names: shown })
          : shown,
    }),
    paragraphs: messages.map(({ message }) => message.title),
    details: [],
    link: addressOf('', context),
    at: Math.max(...messages.map(({ message }) => message.at)),
  }
}
