import { csvLine } from '../../collector/core/text/csv.ts'
import type { Availability } from '../../collector/core/availability/availability-types.ts'
import type { DayView, Percentiles } from '../../collector/core/snapshot/snapshot.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** The figures of a day, or of another period, under the names of open data. */
export type OpenFigures = Omit<Availability, 'printed'> &
  Percentiles & { readonly checks: number; readonly incidents: readonly string[] }

/** One day of a component, as open data tells it. */
export type OpenDay = { readonly date: string } & OpenFigures

/** Figures with their names in the order of the contract. */
export const openFigures = (
  of: Omit<Availability, 'printed'>,
  { checks, p50, p95, p99 }: Percentiles & { readonly checks: number },
  incidents: readonly string[],
): OpenFigures => ({
  period: of.period,
  observed: of.observed,
  down: of.down,
  degraded: of.degraded,
  excluded: of.excluded,
  unknown: of.unknown,
  availability: of.availability,
  raw: of.raw,
  lower: of.lower,
  upper: of.upper,
  checks,
  p50,
  p95,
  p99,
  incidents,
})

/** Header of the CSV of days. */
export const daysHeader =
  'date,period,observed,down,degraded,excluded,unknown,availability,raw,lower,upper,checks,p50,p95,p99,incidents'

// Days of the past come back as the same objects: they are written once.
/** A day that is as the page shows it, as JSON and as a line of CSV. */
export const writtenDay = oncePer((day: DayView): { readonly json: string; readonly line: string } =>
  writeDay({ date: day.date, ...openFigures(day, day, day.incidents) }),
)

/** A day as JSON and as a line of CSV; ids of incidents stand apart by a space. */
export const writeDay = (day: OpenDay): { readonly json: string; readonly line: string } => ({
  json: JSON.stringify(day),
  line: csvLine(
    Object.values(day).map((value) =>
      Array.isArray(value) ? value.join(' ') : (value as string | number | null),
    ),
  ),
})
