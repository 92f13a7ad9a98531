import {
  type Impact,
  type Incident,
  affectedComponents,
  incidentStatus,
  isOpen,
  resolvedAt,
} from '../../incident/incident.ts'
import { incidentClocks } from '../../slo/incident-clocks.ts'
import { fillPlaceholders, formatCount } from '../../i18n/sentences.ts'
import { titleLine } from '../../text/title-line.ts'
import type { MessageSeverity, TeamMessage } from '../message.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf, componentNames, say, sayPlain } from './context.ts'

/** A message before it is known by which channel it goes. */
export type MessageContent = Omit<
  TeamMessage,
  'id' | 'topic' | 'locale' | 'colon' | 'isTest' | 'data' | 'acknowledgeLink'
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
  // Who is asked to act may never have heard of it: they read what was said last.
  const last = updates.at(-1) ?? incident.updates.at(-1)!
  const texts = updates.length === 0 ? [last] : updates
  return {
    severity: isOpen(incident) ? severityOfImpact[incident.impact] : 'good',
    action: actionOf(news),
    ...(isOpen(incident) && incident.acknowledgedAt !== null && { isAnswered: true as const }),
    title:
      (incident.priority === null || context.isPublic ? '' : `${incident.priority} · `) +
      titleOf(news, context),
    paragraphs: [
      ...promiseOf(news, context),
      ...texts.map(({ body }) => sayPlain(body, context)).filter((text) => text !== ''),
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

function titleOf({ incident, relapses, escalation }: IncidentNews, context: MessageContext): string {
  const { words, formats, now } = context
  // Of a long title the end is left out, and not the status.
  const title = titleLine(say(incident.title, context), longestTitle)
  if (escalation !== null)
    return fillPlaceholders(words.messages.escalation[escalation], {
      title,
      name: incident.acknowledgedBy ?? '',
      duration: formats.duration(wholeMinutes(now - incident.detectedAt)),
    })
  const sentence = relapses > 0 && isOpen(incident) ? words.messages.reopened : words.messages.incidentTitle
  return fillPlaceholders(sentence, { title, status: words.incidentStatus[incidentStatus(incident)] })
}

/** What a step promised, without the seconds that it took to send it, ms. */
const wholeMinutes = (time: number): number => Math.floor(time / 60_000) * 60_000 || Math.max(0, time)

/** What was promised and is due by now, in a sentence; none where nobody is reminded. */
function promiseOf({ incident, escalation }: IncidentNews, context: MessageContext): readonly string[] {
  const { words, formats, config, now } = context
  if (escalation === 'resolution_due') {
    const { objective } = incidentClocks(incident, config, now).resolution
    return objective === null
      ? []
      : [fillPlaceholders(words.messages.resolutionPromised, { duration: formats.duration(objective) })]
  }
  if (escalation !== 'update_due' || incident.priority === null) return []
  const every = config.escalations[incident.priority]?.updateEvery ?? null
  return every === null
    ? []
    : [fillPlaceholders(words.messages.updatePromised, { duration: formats.duration(every) })]
}

/** What was said after an answer is news, too: a service that keeps no text with an acknowledgement keeps this. */
function actionOf({ incident, updates, escalation }: IncidentNews): TeamMessage['action'] {
  if (!isOpen(incident)) return 'resolve'
  if (escalation === 'unacknowledged' || escalation === 'prioritized') return 'trigger'
  if (updates.some(({ id }) => id === incident.updates[0]!.id)) return 'trigger'
  return escalation === 'acknowledged' ? 'acknowledge' : 'update'
}

/** How it is ranked, since when and for how long. */
function teamDetails(incident: Incident, context: MessageContext) {
  const { words, formats } = context
  return [
    ...(incident.priority === null
      ? []
      : [{ label: words.messages.priority, value: words.priority[incident.priority] }]),
    { label: words.messages.impact, value: words.impact[incident.impact] },
    {
      label: isOpen(incident) ? words.messages.since : words.began,
      value: formats.brief(incident.startedAt),
    },
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

/** What the team reads of several incidents that are reported together: the worst first. */
export function incidentsMessage(all: readonly IncidentNews[], context: MessageContext): MessageContent {
  const rank: Record<MessageSeverity, number> = { critical: 0, warning: 1, info: 2, good: 3 }
  const messages = all
    .map((news) => ({ news, message: incidentMessage(news, context) }))
    .toSorted((a, b) => rank[a.message.severity] - rank[b.message.severity])
  const worst = messages[0]!
  const several = severalTitle(
    messages.map(({ news }) => say(news.incident.title, context)),
    context,
  )
  // What is asked of all of them comes first.
  const [first] = all
  const isCommon = all.every(({ escalation }) => escalation === first!.escalation)
  const reason = isCommon ? first!.escalation : null
  const longest = Math.max(...all.map(({ incident }) => context.now - incident.detectedAt))
  return {
    severity: worst.message.severity,
    action: worst.message.action,
    title:
      reason === null
        ? several
        : fillPlaceholders(context.words.messages.escalation[reason], {
            title: several,
            name: first!.incident.acknowledgedBy ?? '',
            duration: context.formats.duration(wholeMinutes(longest)),
          }),
    paragraphs: messages.map(({ message }) => message.title),
    details: [],
    link: addressOf('', context),
    at: Math.max(...messages.map(({ message }) => message.at)),
  }
}

/** The title of what tells of several incidents: how many, and the first of their titles. */
export function severalTitle(
  titles: readonly string[],
  { words: { messages }, locale }: Pick<MessageContext, 'words' | 'locale'>,
): string {
  const shown = titles.slice(0, maxNames).join(', ')
  const rest = titles.length - maxNames
  return fillPlaceholders(messages.severalTitle, {
    count: formatCount(locale, messages.several, titles.length),
    names: rest > 0 ? fillPlaceholders(formatCount(locale, messages.andMore, rest), { names: shown }) : shown,
  })
}
