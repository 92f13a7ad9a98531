import type { MetricView } from '../../../collector/core/metric/metric.ts'
import type { NumberCondition } from '../../../collector/core/monitoring/monitor.ts'
import { metricStateOf } from '../../../collector/core/report/metric-report.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { View } from '../shared/view.ts'

type Measure = Pick<MetricView, 'unit' | 'good' | 'thresholds'>

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })))
  return format
}

/** The number with its unit: a percentage as the locale writes it, `2,1 %` or `2.1%`; other units after a space. */
function withUnit(view: View, unit: string | null, number: string): string {
  if (unit === null) return number
  return unit === '%' ? view.format.percent('0').replace('0', () => number) : `${number}\u00a0${unit}`
}

/** Decimals that three figures need, or two where there is a whole part; none from a thousand on. */
function decimalsOf(value: number): number {
  const size = Math.abs(value)
  if (size === 0 || size >= 1000) return 0
  if (size >= 1) return size >= 100 ? 1 : 2
  return Math.min(12, 2 - Math.floor(Math.log10(size)))
}

/** Rounds away from what is good, so that nothing looks better than it was. */
function rounding(good: NumberCondition | null): (value: number) => number {
  if (good?.operator.startsWith('<')) return Math.ceil
  return good?.operator.startsWith('>') ? Math.floor : Math.round
}

/**
 * A value of a metric with its unit. It has as many digits as it needs to be on the same side of each threshold as what
 * was measured: 0.1004 that should be under 0.1 is not written 0.1.
 */
export const figureText = (view: View, metric: Measure, measured: number): string =>
  withUnit(view, metric.unit, figureDigits(view, metric, measured))

/** The same without its unit, for tables that tell it once. */
export function figureDigits(view: View, metric: Measure, measured: number): string {
  // Sums of decimals are off by a hair, which must not become a whole digit.
  const value = Number(measured.toPrecision(12))
  const round = rounding(metric.good)
  for (let digits = decimalsOf(value); ; digits++) {
    const scale = 10 ** digits
    const rounded = Number((round(Number((value * scale).toPrecision(12))) / scale).toPrecision(12))
    if (digits >= 12 || metricStateOf(metric, rounded) === metricStateOf(metric, value))
      return formatOf(view.locale, digits).format(rounded)
  }
}

/** A number of the configuration with the metric's unit, with all of its digits. */
export const exactText = (view: View, unit: string | null, value: number): string =>
  withUnit(view, unit, formatOf(view.locale, 12).format(value))

/** A condition in words: `under 80 %`. */
export const comparedText = (view: View, { unit }: Pick<MetricView, 'unit'>, is: NumberCondition): string =>
  fillPlaceholders(view.words.metrics.compared[is.operator], { value: exactText(view, unit, is.value) })
