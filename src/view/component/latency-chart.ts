import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { LatencyPoint } from '../../../collector/core/snapshot/snapshot.ts'
import type { View } from '../shared/view.ts'

const hour = 3_600_000
/** What the chart covers, ms. */
export const chartSpan = 48 * hour
const width = 960
const height = 200

/** The smallest of 1, 2, 5 × 10ⁿ that is not below a value: the top of an axis people can read. */
function roundTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= value)!
}

const x = (at: number, from: number): number => Math.round(((at + hour / 2 - from) / (48 * hour)) * width)

/** A line through the hours that have a value, broken where an hour is missing: nothing is drawn that nobody measured. */
function lineOf(points: readonly LatencyPoint[], value: 'p50' | 'p95', from: number, top: number): string {
  let d = ''
  let before = -Infinity
  for (const point of points) {
    const measured = point[value]
    if (measured === null || point.at + hour <= from) continue
    const y = Math.round((1 - measured / top) * height)
    // A lone hour is a dot: a line of no length with round ends.
    d += point.at - before > hour ? `M${x(point.at, from)} ${y}h0` : `L${x(point.at, from)} ${y}`
    before = point.at
  }
  return d
}

/**
 * The response times of the last 48 hours: drawing, axis and table. Null when nothing was measured.
 *
 * @param deployedAt when new versions came, ms, each a mark in the chart
 */
export function latencyChart(
  view: View,
  points: readonly LatencyPoint[],
  deployedAt: readonly number[] = [],
) {
  const { words, format, snapshot } = view
  const measured = points.filter((point) => point.p95 !== null)
  if (measured.length === 0) return null
  const p50s = measured.flatMap((point) => point.p50 ?? [])
  const highest = Math.max(...measured.map((point) => point.p95!), ...p50s)
  const top = roundTop(highest)
  const from = snapshot.generatedAt - 48 * hour
  const summary = fillPlaceholders(words.latencySummary, {
    p50min: format.latency(Math.min(...p50s)),
    p50max: format.latency(Math.max(...p50s)),
    p95max: format.latency(Math.max(...measured.map((point) => point.p95!))),
  })
  const cell = (value: number | null) => (value === null ? '–' : format.latency(value))
  return {
    summary,
    viewBox: `0 -4 ${width} ${height + 8}`,
    p50: lineOf(points, 'p50', from, top),
    p95: lineOf(points, 'p95', from, top),
    grid: `M0 0h${width}M0 ${height / 2}h${width}M0 ${height}h${width}`,
    marksOfDeployments: deployedAt
      .filter((at) => at >= from)
      .map((at) => `M${Math.round(((at - from) / chartSpan) * width)} 0v${height}`)
      .join(''),
    levels: [top, top / 2, 0].map((level) => format.latency(level)),
    marks: [from, from + 24 * hour, snapshot.generatedAt].map((at) => view.time(at, 's')),
    rowsHtml: measured
      .toReversed()
      .map(
        (point) =>
          `<tr><th scope="row">${view.time(point.at, 'm')}</th><td class="n">${cell(point.p50)}</td>` +
          `<td class="n">${cell(point.p95)}</td><td class="n">${format.count(point.checks)}</td></tr>`,
      )
      .join(''),
  }
}
