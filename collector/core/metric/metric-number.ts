import { metricStateOf } from './metric-state.ts'
import type { NumberCondition } from '../monitoring/monitor.ts'
import type { Formats } from '../i18n/format.ts'
import type { Locale } from '../text/localized-text.ts'
import type { MetricConfig } from './metric.ts'

/** A way of writing figures; the view of a page is one, and so is the language of a report. */
type FigureLanguage = { readonly locale: Locale; readonly format: Pick<Formats, 'percent'> }

/** What a figure is held against, and its unit. */
type FigureTerms = Pick<MetricConfig, 'unit' | 'good' | 'thresholds'>

const numberFormats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`
  let format = numberFormats.get(key)
  if (!format)
    numberFormats.set(key, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })))
  return format
}

/** A number with the sign of a minus, not a hyphen. */
const withMinus = (number: string): string => number.replace('-', '−')

/** The number with its unit: a percentage as the locale writes it, `2,1 %` or `2.1%`; other units after a space. */
function withUnit(language: FigureLanguage, unit: string | null, number: string): string {
  if (unit === null) return number
  return unit === '%' ? language.format.percent('0').replace('0', () => number) : `${number}\u00a0${unit}`
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
export const figureText = (language: FigureLanguage, terms: FigureTerms, measured: number): string =>
  withUnit(language, terms.unit, figureDigits(language, terms, measured))

/** The same without its unit, for tables that tell it once. */
export function figureDigits(
  { locale }: Pick<FigureLanguage, 'locale'>,
  terms: FigureTerms,
  measured: number,
): string {
  // Sums of decimals are off by a hair, which must not become a whole digit.
  const value = Number(measured.toPrecision(12))
  const round = rounding(terms.good)
  for (let digits = decimalsOf(value); ; digits++) {
    const scale = 10 ** digits
    const written = Number((round(Number((value * scale).toPrecision(12))) / scale).toPrecision(12))
    if (digits >= 12 || metricStateOf(terms, written) === metricStateOf(terms, value))
      return withMinus(formatOf(locale, digits).format(written))
  }
}

/** A number of the configuration with the metric's unit, with all of its digits. */
export const exactText = (language: FigureLanguage, unit: string | null, value: number): string =>
  withUnit(language, unit, withMinus(formatOf(language.locale, 12).format(value)))
