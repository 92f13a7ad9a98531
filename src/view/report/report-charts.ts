import type { Report, ReportMetric } from '../../../collector/core/report/report-document.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { metricValue } from '../../../collector/core/report/metric-statements.ts'
import { escape } from '../shared/html.ts'
import type { View } from '../shared/view.ts'

const width = 960
const height = 120
/** Share of a day's place that its bar takes. */
const filled = 0.72

/** A drawing with the words that stand for it. */
export type SmallChart = {
  readonly svg: string
  readonly summary: string
  /** What its upper and its lower edge stand for. */
  readonly top: string
  readonly bottom: string
}

const svg = (content: string, summary: string, high = height): string =>
  `<svg viewBox="0 -2 ${width} ${high + 4}" preserveAspectRatio="none" role="img" aria-label="${escape(summary)}">${content}</svg>`

/** Downtime makes a day's bar shorter; the axis begins where the worst day can still be told from the best. */
export function availabilityChart(view: View, days: Report['days']): SmallChart | null {
  const measuredDays = days.filter((day) => day.availability !== null)
  if (measuredDays.length < 2) return null
  const lowest = Math.min(...measuredDays.map((day) => day.availability!))
  // A whole thousandth of a percent, so that the edge is what its label says.
  const floor = Math.max(0, Math.floor(Math.min(0.999, 1 - 1.25 * (1 - lowest)) * 1e5) / 1e5)
  const step = width / days.length
  const bars: Record<string, string> = { operational: '', partial_outage: '', major_outage: '', unknown: '' }
  for (const [i, day] of days.entries()) {
    const x = Math.round(i * step)
    const w = Math.max(1, Math.round(step * filled))
    const share = day.availability === null ? 1 : (day.availability - floor) / (1 - floor)
    const h = Math.max(3, Math.round(share * height))
    const tone =
      day.availability === null
        ? 'unknown'
        : day.down === 0
          ? 'operational'
          : day.availability < 0.99
            ? 'major_outage'
            : 'partial_outage'
    bars[tone] += `M${x} ${height}v${-h}h${w}v${h}z`
  }
  const { reports: words } = view.words
  const percent = (printed: string | null): string => view.format.percent(printed ?? '')
  const worst = measuredDays.reduce((a, b) => (b.availability! < a.availability! ? b : a))
  const best = measuredDays.reduce((a, b) => (b.availability! > a.availability! ? b : a))
  const summary = fillPlaceholders(
    words[worst.printed === best.printed ? 'chartSame' : 'chartAvailability'],
    {
      low: percent(worst.printed),
      high: percent(best.printed),
    },
  )
  const paths = Object.entries(bars)
    .filter(([, d]) => d !== '')
    .map(([tone, d]) => `<path class="b-${tone}" d="${d}"/>`)
  return {
    svg: svg(paths.join(''), summary),
    summary,
    top: percent('100'),
    bottom: percent(String(Number((floor * 100).toFixed(3)))),
  }
}

/** A line through the days that have a value, broken where one is missing. */
function line(values: readonly (number | null)[], low: number, high: number, tall: number): string {
  const step = width / Math.max(1, values.length - 1)
  let d = ''
  let drawing = false
  for (const [i, value] of values.entries()) {
    if (value === null) {
      drawing = false
      continue
    }
    const y = Math.round((1 - (value - low) / (high - low || 1)) * tall)
    // A lone day is a dot: a line of no length with round ends.
    d += `${drawing ? 'L' : 'M'}${Math.round(i * step)} ${y}${drawing ? '' : 'h0'}`
    drawing = true
  }
  return d
}

/** P95 of every day. */
export function p95Chart(view: View, days: Report['days']): SmallChart | null {
  const latencies = days.flatMap((day) => day.p95 ?? [])
  if (latencies.length < 2) return null
  const high = Math.max(...latencies)
  const summary = fillPlaceholders(view.words.reports.chartP95, { high: view.format.latency(high) })
  const d = line(
    days.map((day) => day.p95),
    0,
    high,
    height,
  )
  return {
    svg: svg(`<path class="p95" vector-effect="non-scaling-stroke" d="${d}"/>`, summary),
    summary,
    top: view.format.latency(high),
    bottom: view.format.latency(0),
  }
}

/** A metric's days in a small line; null with fewer than two. */
export function metricChart(view: View, metric: ReportMetric, dates: readonly string[]): SmallChart | null {
  if (metric.days.length < 2) return null
  const by = new Map(metric.days.map(({ date, value }) => [date, value]))
  const values = metric.days.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const summary = fillPlaceholders(view.words.reports.metricChart, {
    name: view.text(metric.name),
    low: metricValue(view, metric, low),
    high: metricValue(view, metric, high),
  })
  const d = line(
    dates.map((date) => by.get(date) ?? null),
    low,
    high,
    40,
  )
  return {
    svg: svg(`<path class="line" vector-effect="non-scaling-stroke" d="${d}"/>`, summary, 40),
    summary,
    top: metricValue(view, metric, high),
    bottom: metricValue(view, metric, low),
  }
}
