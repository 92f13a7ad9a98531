import { daysEndingAt } from '../../../collector/core/time/calendar.ts'
import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'
import type { MetricState, MetricView } from '../../../collector/core/metric/metric.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { exactText, figureText } from '../../../collector/core/metric/metric-number.ts'
import { comparedText } from './metric-number.ts'
import { type ChartFrame, metricChartSvg, sparkline } from './metric-chart.ts'
import { metricThisMonth } from '../../../collector/core/snapshot/snapshot-report.ts'
import { metricStatement } from '../../../collector/core/report/metric-statements.ts'
import { dayLabel } from '../shared/day-label.ts'
import { escape } from '../shared/html.ts'
import { icon } from '../shared/icon.ts'
import { componentOf, componentPlace } from '../shared/places.ts'
import { verdictHtml } from '../shared/verdict.ts'
import type { View } from '../shared/view.ts'

const hour = 3_600_000
const hours = 48
/** Figures the overview names before it only counts them. */
const maxNamed = 3

/** Path of the page of figures below the locale. */
export const figuresPlace = '/figures/'

/** Are there figures to show? Without any, the page does not exist. */
export const hasFigures = ({ metrics }: Pick<Snapshot, 'metrics'>): boolean => metrics.length > 0

/** A metric's anchor on the page. Its id, unless that is one of the page's own. */
const figureAnchor = (id: string): string => (id === 'main' ? 'main_' : id)

const linkTo = (view: View, { id }: MetricView): string => `${view.link(figuresPlace)}#${figureAnchor(id)}`

const tones: Record<MetricState, ShownStatus> = {
  good: 'operational',
  warning: 'degraded_performance',
  critical: 'major_outage',
  unknown: 'unknown',
}

/** The state as sign, word and colour; null where nothing says what would be good, and there is a recent value. */
function stateHtml(view: View, metric: MetricView, long = true): string | null {
  const { state, good, thresholds, latest } = metric
  if (latest === null) return null
  const words = view.words.metrics
  if (state === 'good' && good === null && thresholds.warning === null && thresholds.critical === null)
    return null
  const word = state === 'unknown' && long ? words.tooOld : words.state[state]
  return `<span class="st s-${tones[state]}">${icon(tones[state])} ${escape(word)}</span>`
}

/** What the value should be, and from where it is a worry, in words. */
function goals(view: View, metric: MetricView): readonly string[] {
  const words = view.words.metrics
  const { good, thresholds, growth } = metric
  const sentenceWhere = (sentence: string, is: MetricView['good']): string[] =>
    is === null ? [] : [fillPlaceholders(sentence, { goal: comparedText(view, metric, is) })]
  return [
    ...sentenceWhere(words.goal, good),
    ...sentenceWhere(words.thresholds.warning, thresholds.warning),
    ...sentenceWhere(words.thresholds.critical, thresholds.critical),
    ...(growth === null
      ? []
      : [fillPlaceholders(words.growth, { share: `+${exactText(view, '%', growth / 10_000)}` })]),
  ]
}

/** How far it has grown this month against the one before, and whether that is what was promised; null without a promise. */
function growthHtml(view: View, metric: MetricView): string | null {
  if (metric.growth === null) return null
  const month = metricThisMonth(view.snapshot, metric)
  const { growth, growthJudgement } = metricStatement(view, month.report, month.metric)
  if (growth === null || growthJudgement === null) return null
  const { sla, reports } = view.words
  const growthText = `${reports.growth}${view.words.colon}${growth} (${sla.now.month})`
  return `${escape(growthText)} ${verdictHtml(growthJudgement.verdict, growthJudgement.word)}`
}

/** The last 48 hours, whole ones, the running one included. */
function hourFrame(view: View, metric: MetricView): ChartFrame {
  const to = (Math.floor(view.snapshot.generatedAt / hour) + 1) * hour
  const from = to - hours * hour
  return {
    unit: 'hour',
    places: hours,
    points: metric.hours
      .filter(({ at }) => at >= from && at < to)
      .map((point) => ({ place: Math.floor((point.at - from) / hour), point })),
    span: view.words.metrics.hours,
    rowHtml: ({ point }) => view.time(point.at, 's'),
    marks: [from, from + 24 * hour, view.snapshot.generatedAt].map((at) => view.time(at, 's')),
  }
}

/** The days that the page shows, today included. */
function dayFrame(view: View, metric: MetricView): ChartFrame {
  const { format, snapshot, words } = view
  const { generatedAt, page } = snapshot
  const dates = daysEndingAt(generatedAt, page.historyDays, page.timezone)
  const place = new Map(dates.map((date, i) => [date, i]))
  const written = (date: string): string =>
    `<time datetime="${escape(date)}">${escape(dayLabel(view, date, dates.length))}</time>`
  return {
    unit: 'day',
    places: dates.length,
    points: metric.days.flatMap((point) => {
      const at = place.get(format.key(point.at))
      return at === undefined ? [] : [{ place: at, point }]
    }),
    span: view.counted(words.metrics.days, dates.length),
    rowHtml: (placed) => written(dates[placed.place]!),
    marks: [written(dates[0]!), escape(words.today)],
  }
}

/** One metric of the page. */
function metricView(view: View, metric: MetricView) {
  const { snapshot, words } = view
  const { latest, component } = metric
  const componentView = component === null ? undefined : componentOf(snapshot, component)
  const frames = { hours: hourFrame(view, metric), days: dayFrame(view, metric) }
  return {
    anchor: figureAnchor(metric.id),
    nameHtml: view.html(metric.name),
    descriptionHtml: metric.description === null ? null : view.html(metric.description),
    component: componentView && {
      nameHtml: view.html(componentView.name),
      href: view.link(componentPlace(componentView.id)),
    },
    value: latest && figureText(view, metric, latest.value),
    timeHtml: latest && view.time(latest.at, 'm'),
    stateHtml: stateHtml(view, metric),
    goals: goals(view, metric),
    growthHtml: growthHtml(view, metric),
    charts:
      latest === null
        ? []
        : [
            {
              title: frames.hours.span,
              none: words.metrics.noHours,
              chart: metricChartSvg(view, metric, frames.hours),
            },
            {
              title: frames.days.span,
              none: words.metrics.noDays,
              chart: metricChartSvg(view, metric, frames.days),
            },
          ],
  }
}

/** The page of figures: groups in the order in which they first appear, those without one last. */
export function figuresPage(view: View) {
  const { snapshot, words } = view
  const groups = Map.groupBy(snapshot.metrics, ({ group }) => (group === null ? null : view.text(group)))
  const alone = groups.get(null)
  groups.delete(null)
  const titled = [...groups.values()].map((metrics) => ({ nameHtml: view.html(metrics[0]!.group!), metrics }))
  const rest = alone ? [{ nameHtml: escape(words.metrics.others), metrics: alone }] : []
  return [...titled, ...rest].map(({ nameHtml, metrics }, i) => ({
    // No id of a metric has such a sign in it.
    anchor: `group_${i}`,
    nameHtml,
    figures: metrics.map((metric) => metricView(view, metric)),
  }))
}

/** The figures that belong to a component, small. */
export const componentFigures = (view: View, id: string) =>
  view.snapshot.metrics
    .filter(({ component }) => component === id)
    .map((metric) => ({
      nameHtml: view.html(metric.name),
      href: linkTo(view, metric),
      value:
        metric.latest === null ? view.words.metrics.never : figureText(view, metric, metric.latest.value),
      goal: goals(view, metric)[0] ?? null,
      stateHtml: stateHtml(view, metric, false),
      spark: sparkline(view, metric, hourFrame(view, metric)),
    }))

/**
 * What the overview says of figures, as one line of HTML: those that are critical, and how many more there are. Null when
 * none is.
 */
export function criticalFigures(view: View): string | null {
  const { words, snapshot } = view
  const critical = snapshot.metrics.filter(({ state, latest }) => state === 'critical' && latest !== null)
  if (critical.length === 0) return null
  const criticalNames = critical.slice(0, maxNamed).map((metric) => {
    const [goal] = goals(view, metric)
    const value = figureText(view, metric, metric.latest!.value)
    const rest = `${words.colon}${value}${goal === undefined ? '' : ` (${goal})`}`
    return `<a href="${escape(linkTo(view, metric))}">${view.html(metric.name)}</a>${escape(rest)}`
  })
  const more = critical.length - maxNamed
  if (more > 0)
    criticalNames.push(
      `<a href="${view.link(figuresPlace)}">${escape(view.counted(words.metrics.more, more))}</a>`,
    )
  const state = escape(words.metrics.state.critical + words.colon)
  return `${icon(tones.critical)} <span class="sr">${state}</span>${criticalNames.join(' · ')}`
}
