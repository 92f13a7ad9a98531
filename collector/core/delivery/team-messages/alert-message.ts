import { alertView } from '../../alert/alert-view.ts'
import type { Alert } from '../../alert/alert.ts'
import {
  type AlertWording,
  alertPage,
  boundText,
  figureOverWindows,
  ruleName,
  valueText,
} from '../../alert/describe.ts'
import { fillPlaceholders, formatCount } from '../../i18n/sentences.ts'
import type { MessageSeverity } from '../message.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf, componentNames } from './context.ts'
import type { MessageContent } from './incident-message.ts'

type AlertNews = Extract<News, { kind: 'alert' }>

/** Names in a title before the rest is only counted. */
const maxNames = 4

const wordingOf = ({ locale, words, formats, config }: MessageContext): AlertWording => ({
  locale,
  words,
  formats,
  config,
})

/** An alert by the name of its rule. */
const nameOf = (alert: Alert, context: MessageContext): string =>
  ruleName({ name: alert.name, when: alert.readings.map(({ term }) => term) }, wordingOf(context))

const subjectsOf = (alerts: readonly Alert[], context: MessageContext): readonly string[] =>
  componentNames(
    alerts.flatMap(({ component }) => component ?? []),
    context,
  )

const titled = (name: string, subject: string, { words }: MessageContext): string =>
  subject === '' ? name : fillPlaceholders(words.alerts.of, { name, subject })

/** What the team reads of one alert. */
export function alertMessage({ alert, moment }: AlertNews, context: MessageContext): MessageContent {
  const { words, formats } = context
  const wording = wordingOf(context)
  const values = alert.readings.map((reading) => valueText(reading, wording)).filter((text) => text !== '')
  const isOver = moment === 'ended'
  const subject = [...subjectsOf([alert], context), ...(isOver ? [] : values.slice(0, 1))].join(' · ')
  return {
    severity: isOver ? 'good' : alert.severity,
    action: isOver ? 'resolve' : moment === 'acknowledged' ? 'acknowledge' : 'trigger',
    ...(!isOver && alert.acknowledgedAt !== null && { isAnswered: true as const }),
    title: fillPlaceholders(words.alerts[moment], {
      by: alert.acknowledgedBy ?? '',
      name: titled(nameOf(alert, context), subject, context),
    }),
    paragraphs: alert.endedBy === 'removal' ? [words.alerts.removed] : [],
    details: [
      ...componentDetails([alert], context),
      ...alert.readings.flatMap((reading) => readingDetails(reading, wording)),
      { label: words.alerts.severity, value: words.alerts.severities[alert.severity] },
      { label: words.messages.since, value: formats.brief(alert.since) },
      ...(alert.acknowledgedBy === null
        ? []
        : [{ label: words.alerts.answered, value: alert.acknowledgedBy }]),
      ...(alert.endedAt === null
        ? []
        : [{ label: words.messages.duration, value: formats.duration(alert.endedAt - alert.since) }]),
    ],
    link: addressOf(alertPage(alert), context),
    at: alert.endedAt ?? alert.firedAt ?? alert.since,
  }
}

const severityOf = ({ alert, moment }: AlertNews): MessageSeverity =>
  moment === 'ended' ? 'good' : alert.severity

const componentDetails = (alerts: readonly Alert[], context: MessageContext) => {
  const names = subjectsOf(alerts, context)
  return names.length === 0 ? [] : [{ label: context.words.messages.components, value: names.join(', ') }]
}

function readingDetails(reading: Alert['readings'][number], wording: AlertWording) {
  const { alerts } = wording.words
  const value = valueText(reading, wording)
  const causes = reading.causes ?? []
  return [
    ...(value === ''
      ? []
      : [
          {
            label: alerts.measured,
            value: `${figureOverWindows(reading.term, wording)}${wording.words.colon}${value}`,
          },
          { label: alerts.threshold, value: boundText(reading.term, wording) },
        ]),
    ...(causes.length === 0 ? [] : [{ label: alerts.cause, value: causes.join(', ') }]),
  ]
}

/** What the team reads of several alerts that are reported together: the worst first. */
export function alertsMessage(all: readonly AlertNews[], context: MessageContext): MessageContent {
  const { words, locale } = context
  const rank: Record<MessageSeverity, number> = { critical: 0, warning: 1, info: 2, good: 3 }
  const sorted = all.toSorted((a, b) => rank[severityOf(a)] - rank[severityOf(b)])
  const messages = sorted.map((news) => alertMessage(news, context))
  const alerts = sorted.map(({ alert }) => alert)
  const [first] = sorted
  const isOneRule = alerts.every(({ rule }) => rule === first!.alert.rule)
  const names = isOneRule
    ? subjectsOf(alerts, context)
    : [
        ...new Set(
          alerts.map((alert) => titled(nameOf(alert, context), subjectsOf([alert], context).join(), context)),
        ),
      ]
  const shown = names.slice(0, maxNames).join(', ')
  const rest = names.length - maxNames
  const list =
    rest > 0 ? fillPlaceholders(formatCount(locale, words.messages.andMore, rest), { names: shown }) : shown
  const name = isOneRule
    ? nameOf(first!.alert, context)
    : formatCount(locale, words.alerts.several, all.length)
  return {
    severity: messages[0]!.severity,
    action: messages[0]!.action,
    title: fillPlaceholders(words.alerts[first!.moment], {
      by: first!.alert.acknowledgedBy ?? '',
      name: titled(name, list, context),
    }),
    paragraphs: [messages.map(({ title }) => title).join('\n')],
    details: componentDetails(alerts, context),
    link: addressOf('', context),
    at: Math.max(...messages.map(({ at }) => at)),
  }
}

/** The facts of alerts for programs, as the API has them. */
export const alertData = (all: readonly News[]) =>
  all.flatMap((news) => (news.kind === 'alert' ? [alertView(news.alert)] : []))
