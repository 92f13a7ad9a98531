import type { Formats } from '../i18n/format.ts'
import { fillPlaceholders } from '../i18n/sentences.ts'
import type { Words } from '../i18n/words.ts'
import type { MetricConfig } from '../metric/metric.ts'
import { exactText, figureText } from '../metric/metric-number.ts'
import { type Locale, type Text, inLocale } from '../text/localized-text.ts'
import { second } from '../time/units.ts'
import type { Alert, AlertReading, AlertRule } from './alert.ts'
import {
  type AlertCondition,
  type AlertFigure,
  type AlertTerm,
  definitionOf,
  isMetric,
  metricIdOf,
} from './condition.ts'

/** What alerts are worded with. */
export type AlertWording = {
  readonly locale: Locale
  readonly words: Words
  readonly formats: Formats
  /** The configuration, as far as its names are needed. */
  readonly config: {
    readonly page: { readonly locales: readonly Locale[] }
    readonly components: readonly { readonly id: string; readonly name: Text }[]
    readonly metrics: readonly Pick<MetricConfig, 'id' | 'name' | 'unit'>[]
    readonly channels: readonly { readonly name: string; readonly news: readonly string[] }[]
  }
}

const say = (text: Text, { locale, config }: AlertWording): string =>
  inLocale(text, locale, config.page.locales)

const metricOf = (figure: AlertFigure, { config }: AlertWording) =>
  isMetric(figure) ? config.metrics.find(({ id }) => id === metricIdOf(figure)) : undefined

/** A figure by its name. */
function figureName(figure: AlertFigure, wording: AlertWording): string {
  if (!isMetric(figure)) return wording.words.alerts.figure[figure]
  const metric = metricOf(figure, wording)
  return metric ? say(metric.name, wording) : metricIdOf(figure)
}

/** The unit that numbers of a figure are written with. */
function unitOf(figure: AlertFigure, wording: AlertWording): string | null {
  switch (definitionOf(figure).unit) {
    case 'share':
      return '%'
    case 'time':
      return wording.words.units.second
    case 'days':
      return wording.words.units.day
    default:
      return metricOf(figure, wording)?.unit ?? null
  }
}

/** Response times are told in seconds. */
const scaleOf = (figure: AlertFigure): number => (definitionOf(figure).unit === 'time' ? second : 1)

const languageOf = ({ locale, formats }: AlertWording) => ({ locale, format: formats })

/** A number of the configuration in the unit of a figure. */
const exact = (figure: AlertFigure, value: number, wording: AlertWording): string =>
  exactText(languageOf(wording), unitOf(figure, wording), value / scaleOf(figure))

/** A bound as people say it: `under 99%`. Empty for a state. */
export const boundText = ({ figure, operator, bound }: AlertTerm, wording: AlertWording): string =>
  definitionOf(figure).unit === 'state'
    ? ''
    : fillPlaceholders(wording.words.metrics.compared[operator], { value: exact(figure, bound, wording) })

/** A figure with its windows: `availability over 1 h`. */
export function figureOverWindows({ figure, windows }: AlertTerm, wording: AlertWording): string {
  const { words, formats } = wording
  const [long, short] = windows.map((window) => formats.span(window))
  const name = figureName(figure, wording)
  if (long === undefined) return name
  return fillPlaceholders(words.alerts.over, {
    figure: name,
    windows: short === undefined ? long : fillPlaceholders(words.alerts.windows, { long, short }),
  })
}

function termText(term: AlertTerm, wording: AlertWording): string {
  const figure = figureOverWindows(term, wording)
  const bound = boundText(term, wording)
  return bound === '' ? figure : fillPlaceholders(wording.words.alerts.term, { figure, bound })
}

/** A condition as people say it. */
const conditionText = (condition: AlertCondition, wording: AlertWording): string =>
  condition
    .map((term) => termText(term, wording))
    .reduce((first, next) => fillPlaceholders(wording.words.alerts.or, { first, second: next }))

/** What was measured, with as many digits as it takes to be on its side of the bound; empty where it is a state, or unknown. */
export function valueText({ term, values }: AlertReading, wording: AlertWording): string {
  const { figure, operator, bound } = term
  if (definitionOf(figure).unit === 'state') return ''
  const scale = scaleOf(figure)
  const terms = {
    unit: unitOf(figure, wording),
    good: null,
    thresholds: { warning: null, critical: { operator, value: bound / scale } },
  }
  return values
    .filter((value) => value !== null)
    .map((value) => figureText(languageOf(wording), terms, value / scale))
    .join(' / ')
}

/** Names as people list them. */
const listOf = (names: readonly string[], { locale }: AlertWording): string =>
  new Intl.ListFormat(locale).format(names)

/** What a rule watches for, whom it tells, and when it ends, in a few sentences for the team. */
export function ruleSentences(rule: AlertRule, wording: AlertWording): string {
  const { words, formats, config } = wording
  const text = words.alerts.rule
  const about = aboutText(rule, wording)
  const held =
    rule.holdFor === 0 ? '' : fillPlaceholders(text.holds, { duration: formats.span(rule.holdFor) })
  const fires = [
    fillPlaceholders(text.fires, { condition: conditionText(rule.when, wording) }),
    ...[held, about].filter((part) => part !== ''),
  ].join(', ')
  const wanting = config.channels.filter(({ news }) => news.includes('alerts')).map(({ name }) => name)
  const recipients = rule.notify ?? wanting
  const sentences = [
    `${fires}.`,
    recipients.length === 0
      ? text.tellsNobody
      : fillPlaceholders(text.tells, { channels: listOf(recipients, wording) }),
    ...(recipients.length === 0 ? [] : rule.escalation).map(({ after, notify }) =>
      fillPlaceholders(text.escalates, {
        channels: listOf(notify ?? recipients, wording),
        duration: formats.span(after),
      }),
    ),
    endText(rule, wording),
  ]
  return sentences.join(' ')
}

function endText(
  { when, recover, recoverFor }: AlertRule,
  { words, formats, ...wording }: AlertWording,
): string {
  const text = words.alerts.rule
  const duration = formats.span(recoverFor)
  const [term] = when
  return recover === null
    ? fillPlaceholders(text.ends, { duration })
    : fillPlaceholders(text.endsAt, {
        value: exact(term!.figure, recover, { ...wording, words, formats }),
        duration,
      })
}

/** Whom a rule is judged for; empty where it is about no component. */
function aboutText({ when, components }: AlertRule, wording: AlertWording): string {
  const { words, config } = wording
  if (when.every(({ figure }) => isMetric(figure) || figure === 'collector_trouble')) return ''
  if (components === null) return words.alerts.rule.each
  const names = config.components
    .filter(({ id }) => components.includes(id))
    .map(({ name }) => say(name, wording))
  return fillPlaceholders(words.alerts.rule.about, { components: listOf(names, wording) })
}

/** What the team calls a rule: its name, else its condition. */
export const ruleName = (
  { name, when }: { readonly name: Text | null; readonly when: AlertCondition },
  wording: AlertWording,
): string => (name === null ? conditionText(when, wording) : say(name, wording))

/** An alert by the name of its rule, with the service it is about. */
export function alertName(alert: Alert, wording: AlertWording): string {
  const name = ruleName({ name: alert.name, when: alert.readings.map(({ term }) => term) }, wording)
  const component = wording.config.components.find(({ id }) => id === alert.component)
  return component
    ? fillPlaceholders(wording.words.alerts.of, { name, subject: say(component.name, wording) })
    : name
}

/** Where on the page more of what an alert is about is to be seen, below its address. */
export function alertPage({ component, readings }: Pick<Alert, 'component' | 'readings'>): string {
  if (component !== null) return `components/${encodeURIComponent(component)}/`
  return readings.some(({ term }) => isMetric(term.figure)) ? 'figures/' : ''
}
