import type { MetricChartPoint, MetricView } from '../../../collector/core/metric/metric.ts'
import type { NumberCondition } from '../../../collector/core/monitoring/monitor.ts'
import { metricStateOf } from '../../../collector/core/metric/metric-state.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { exactText, figureDigits, figureText } from '../../../collector/core/metric/metric-number.ts'
import { comparedText } from './metric-number.ts'
import { type Scale, scaleOf } from './metric-scale.ts'
import { escape } from '../shared/html.ts'
import type { View } from '../shared/view.ts'

const width = 960
const height = 200

/** A point and its place on the axis of time, counted from the left. */
export type PlacedPoint = { readonly place: number; readonly point: MetricChartPoint }

/** What a chart reaches over. */
export type ChartFrame = {
  readonly unit: 'hour' | 'day'
  /** How many hours or days there is room for. */
  readonly places: number
  readonly points: readonly PlacedPoint[]
  /** The span in words, for those who do not see the chart. */
  readonly span: string
  /** Heading of a point's row in the table, safe HTML. */
  readonly rowHtml: (placed: PlacedPoint) => string
  /** Below the chart, from the left, safe HTML. */
  readonly marks: readonly string[]
}

/** A line across the chart, where something begins to be good or bad. */
type ChartLine = { readonly kind: 'goal' | 'warning' | 'critical'; readonly is: NumberCondition }

const linesOf = ({ good, thresholds, summary }: MetricView): readonly ChartLine[] => {
  // What is said of one value says nothing of the total of an hour.
  if (summary === 'sum') return []
  const all = [
    { kind: 'critical', is: thresholds.critical },
    { kind: 'goal', is: good },
    { kind: 'warning', is: thresholds.warning },
  ] as const
  const lines = all.flatMap(({ kind, is }) => (is === null ? [] : [{ kind, is }]))
  // Two lines at one height are one.
  return lines.filter((line, i) => lines.findIndex(({ is }) => is.value === line.is.value) === i)
}

/** Points one place after another. */
function runsOf(points: readonly PlacedPoint[]): readonly (readonly PlacedPoint[])[] {
  const runs: PlacedPoint[][] = []
  for (const placed of points) {
    const run = runs.at(-1)
    if (run && placed.place - run.at(-1)!.place === 1) run.push(placed)
    else runs.push([placed])
  }
  return runs
}

type ChartPoint = (value: number) => number

const heightOn =
  ({ bottom, top }: Scale, tall = height): ChartPoint =>
  (value) =>
    Math.round((1 - (value - bottom) / (top - bottom)) * tall)

/** The line through the values, broken where nothing was measured; a lone one is a dot. */
const lineOf = (runs: readonly (readonly PlacedPoint[])[], x: ChartPoint, y: ChartPoint): string =>
  runs
    .map((run) => {
      const path = run.map(({ place, point }) => `${x(place)} ${y(point.value)}`).join('L')
      return `M${path}${run.length === 1 ? 'h0' : ''}`
    })
    .join('')

/** The area from the lowest to the highest. */
const bandOf = (
  runs: readonly (readonly PlacedPoint[])[],
  x: ChartPoint,
  y: ChartPoint,
  half: number,
): string =>
  runs
    .map((run) => {
      const edge = (pick: (point: MetricChartPoint) => number): string[] => {
        const points = run.map(({ place, point }) => `${x(place)} ${y(pick(point))}`)
        const [{ place, point }] = run as [PlacedPoint]
        return run.length > 1 ? points : [-half, half].map((by) => `${x(place) + by} ${y(pick(point))}`)
      }
      return `M${[...edge((point) => point.max), ...edge((point) => point.min).toReversed()].join('L')}z`
    })
    .join('')

/** Of `from` to `to`, and of the thresholds near enough not to press the line flat. */
function reach(
  points: readonly PlacedPoint[],
  lines: readonly ChartLine[],
  banded: boolean,
): readonly [number, number] {
  const values = points.flatMap(({ point }) => (banded ? [point.min, point.max, point.value] : [point.value]))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = 3 * Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)) / 2)
  const near = lines.map(({ is }) => is.value).filter((at) => at >= low - room && at <= high + room)
  return [Math.min(low, ...near), Math.max(high, ...near)]
}

/** What a chart shows, in a sentence or two. */
function summaryOf(view: View, metric: MetricView, { unit, points }: ChartFrame): string {
  const words = view.words.metrics
  const values = points.map(({ point }) => point.value)
  const valueText = (value: number): string => figureText(view, metric, value)
  const [low, high] = [Math.min(...values), Math.max(...values)].map(valueText) as [string, string]
  const summary = fillPlaceholders(low === high ? words.summarySame : words.summary, {
    low,
    high,
    last: valueText(values.at(-1)!),
  })
  const missed = values.filter((value) => !['good', 'unknown'].includes(metricStateOf(metric, value))).length
  const hasVerdict = metric.good !== null && metric.summary !== 'sum'
  return hasVerdict && missed > 0 ? `${summary} ${view.counted(words.missed[unit], missed)}` : summary
}

/** What a chart is called by those who do not see it: what of, over which time, of which values, and what it shows. */
const labelOf = (
  { text, words }: View,
  metric: MetricView,
  { span, unit }: ChartFrame,
  summary: string,
): string =>
  fillPlaceholders(words.metrics.chart, {
    name: text(metric.name),
    span: `${span}, ${words.metrics.each[unit][metric.summary]}`,
    summary,
  })

/** A metric over a span: drawing, axes, legend and table. Null when nothing was measured. */
export function metricChartSvg(view: View, metric: MetricView, frame: ChartFrame) {
  const { points, places, unit } = frame
  if (points.length === 0) return null
  const words = view.words.metrics
  // The lowest and highest are of single values, which a total is not.
  const banded = metric.summary !== 'sum'
  const lines = linesOf(metric)
  const [low, high] = reach(points, lines, banded)
  const scale = scaleOf(low, high)
  const y = heightOn(scale)
  const x: ChartPoint = (place) => Math.round(((place + 0.5) / places) * width)
  const runs = runsOf(points)
  const summary = summaryOf(view, metric, frame)
  const cell = (value: number): string => `<td class="n">${escape(figureDigits(view, metric, value))}</td>`
  return {
    summary,
    label: labelOf(view, metric, frame, summary),
    viewBox: `0 -4 ${width} ${height + 8}`,
    grid: scale.levels.map((level) => `M0 ${y(level)}h${width}`).join(''),
    band: banded ? bandOf(runs, x, y, Math.max(2, Math.round(width / places / 3))) : null,
    line: lineOf(runs, x, y),
    lines: lines
      .filter(({ is }) => is.value >= scale.bottom && is.value <= scale.top)
      .map(({ kind, is }) => ({
        kind,
        d: `M0 ${y(is.value)}h${width}`,
        words: fillPlaceholders(kind === 'goal' ? words.goal : words.thresholds[kind], {
          goal: comparedText(view, metric, is),
        }),
      })),
    levels: scale.levels.map((level) => exactText(view, metric.unit === '%' ? '%' : null, level)),
    marks: frame.marks,
    each: words.each[unit][metric.summary],
    table: unit === 'hour' ? words.hoursTable : words.daysTable,
    head: unit === 'hour' ? words.hour : words.day,
    column: words.column[metric.summary] + (metric.unit === null ? '' : ` (${metric.unit})`),
    banded,
    rowsHtml: points
      .toReversed()
      .map(
        (placed) =>
          `<tr><th scope="row">${frame.rowHtml(placed)}</th>${cell(placed.point.value)}` +
          `${banded ? cell(placed.point.min) + cell(placed.point.max) : ''}</tr>`,
      )
      .join(''),
  }
}

/** A frame's values as a small line: its path in a box of 120 × 24, and what it says. Null with fewer than two. */
export function sparkline(view: View, metric: MetricView, frame: ChartFrame) {
  const { points, places } = frame
  if (points.length < 2) return null
  const values = points.map(({ point }) => point.value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  // It has no room for labels, so it begins at nothing: a small change must not look like a great one.
  const [bottom, top] = [Math.min(0, low), Math.max(0, high)]
  const y = heightOn(bottom === top ? { bottom: -1, top: 1, levels: [] } : { bottom, top, levels: [] }, 24)
  const summary = summaryOf(view, metric, frame)
  return {
    d: lineOf(runsOf(points), (place) => Math.round(((place + 0.5) / places) * 1200) / 10, y),
    label: labelOf(view, metric, frame, summary),
  }
}
