import type { ReportWords } from '../i18n/words.ts'
import type { Locale } from '../text/localized-text.ts'
import { day, hour, minute, second } from '../time/units.ts'

/** How a report's figures are written in a locale; times in the report's zone. */
export type ReportFormats = {
  /** `99,50 %` of `"99.50"`: its digits are kept. `–` for null. */
  percent(printed: string | null): string
  /** `7 min 12 s`, exact to the second, rounded up. */
  duration(ms: number): string
  /** Time that is left, rounded down; `−4 s` where it is overspent. */
  remaining(ms: number): string
  latency(ms: number | null): string
  number(value: number): string
  /** `+15.3 %` of 0.153. */
  change(share: number): string
  /** `22 Nov 2026, 16:04` of an ISO instant. */
  moment(iso: string): string
  /** The name of a day or a month. */
  period(name: string): string
}

/** The formats of a locale and a zone. Throws RangeError on one that does not exist. */
export function reportFormats(locale: Locale, timeZone: string, { units }: ReportWords): ReportFormats {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const decimal = numbers.formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const changes = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const moments = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' })
  const longDate = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', calendar: 'gregory', ...options })
  const formatWhole = (ms: number): string => {
    const parts = [
      [Math.floor(ms / day), units.day],
      [Math.floor(ms / hour) % 24, units.hour],
      [Math.floor(ms / minute) % 60, units.minute],
      [(ms / second) % 60, units.second],
    ] as const
    const nonZeroParts = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
    return nonZeroParts.length > 0 ? nonZeroParts.join(' ') : `0 ${units.second}`
  }
  const roundUp = (ms: number): number => Math.ceil(ms / second) * second
  return {
    percent: (printed) => (printed === null ? '–' : `${printed.replace('.', decimal)} %`),
    duration: (ms) => formatWhole(roundUp(ms)),
    remaining: (ms) => (ms < 0 ? `−${formatWhole(roundUp(-ms))}` : formatWhole(ms - (ms % second))),
    latency: (ms) =>
      ms === null
        ? '–'
        : ms < second
          ? `${numbers.format(Math.round(ms))} ms`
          : `${numbers.format(ms / second)} ${units.second}`,
    number: (value) => numbers.format(value).replaceAll(/[\u00a0\u202f]/g, ' '),
    change: (share) => changes.format(share).replaceAll(/[\u00a0\u202f]/g, ' '),
    moment: (iso) => moments.format(Date.parse(iso)).replaceAll(/[\u00a0\u202f]/g, ' '),
    period: (name) =>
      name.length > 7
        ? longDate({ dateStyle: 'full' }).format(Date.parse(`${name}T12:00:00Z`))
        : longDate({ month: 'long', year: 'numeric' }).format(Date.parse(`${name}-15T12:00:00Z`)),
  }
}
