import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { dayInterval, monthInterval } from '../../collector/core/time/calendar.ts'
import { frozenOf, reportDays, reportMonths, reportPlace, revisionsOf } from '../view/report/report-list.ts'
import { hash } from '../view/shared/hash.ts'
import { absentNotices } from './frozen-notices.ts'
import { eventsKey } from './events-key.ts'
import { dayKey } from './keys.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { periodKeys } from './report-periods.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** A report, by the name of its period, and what it depends on. */
type ReportKeys = {
  readonly period: string
  readonly fingerprint: () => string
  readonly deferrableKey: () => string
  readonly hourlyKey: () => string
}

/**
 * Reports of months and days, oldest first, months in front. A frozen one changes with its revisions only; a day that is
 * over, with what is known of it. Each is compared with the one before.
 */
const reportKeys = oncePer((context: PageContext) => {
  const { snapshot, commonKey } = context
  const dayNames = reportDays(snapshot)
  const monthNames = reportMonths(snapshot)
  const known = lazily(() => {
    const dayKeys = dayKeysOf(snapshot, dayNames)
    const daysByMonth = Map.groupBy(dayNames.keys(), (i) => dayNames[i]!.slice(0, 7))
    const monthKeys = monthKeysOf(snapshot, monthNames, (month) =>
      // A frozen month links to the days that have a report; an open one has their figures, too.
      (daysByMonth.get(month) ?? []).map((i) => (frozenOf(snapshot, month) ? dayNames[i]! : dayKeys[i]!)),
    )
    return { terms: termsKey(context), dayKeys, monthKeys }
  })
  const keysOf = (
    names: readonly string[],
    periodKeysOf: () => readonly string[],
    i: number,
    isRunning: boolean,
    deferrableKey: () => string,
  ): ReportKeys => ({
    period: names[i]!,
    fingerprint: lazily(() => {
      const keys = periodKeysOf()
      return hash([known().terms, keys[i], keys[i - 1], names[i - 1], names[i], names[i + 1]].join())
    }),
    deferrableKey,
    hourlyKey: () => (isRunning ? runningKey(context) : eventsKey(context)),
  })
  const months = monthNames.map((period, i) =>
    keysOf(
      monthNames,
      () => known().monthKeys,
      i,
      frozenOf(snapshot, period) === undefined,
      () => `${commonKey} ${frozenOf(snapshot, period)?.hash}`,
    ),
  )
  const days = dayNames.map((_, i) =>
    keysOf(
      dayNames,
      () => known().dayKeys,
      i,
      i === dayNames.length - 1,
      () => commonKey,
    ),
  )
  return { months, days, all: [...months, ...days] }
})

/** Reports of a day or month that runs are as of the hour: they have many forms, and all of them move with every event. */
const runningKey = oncePer((context: PageContext): string =>
  hash(
    [context.hourKey, termsKey(context), ...context.snapshot.reports.slice(-1).map((one) => one.hash)].join(),
  ),
)

/** What every report depends on: what it is computed by, and what it names. */
const termsKey = oncePer(({ snapshot, commonKey }: PageContext): string =>
  hash(
    JSON.stringify([
      commonKey,
      [snapshot.weights, snapshot.excludeMaintenance, snapshot.tiers],
      [snapshot.objectives, snapshot.priorities, snapshot.notice],
      snapshot.components.map(({ id, name, group, tier, firstAt, evidence }) => [
        [id, name, group, tier, firstAt],
        [evidence.firstAt, evidence.goneAt],
      ]),
      snapshot.metrics.map(({ id, name, group, unit, summary, good, thresholds, growth }) => [
        [id, name, group, unit],
        [summary, good, thresholds, growth],
      ]),
      snapshot.deployments === null,
    ]),
  ),
)

/** The given forms of every report: files in its folder, '' for its page. */
export const reportInputs =
  (...files: readonly string[]) =>
  (context: PageContext): PageInputs[] =>
    reportKeys(context).all.flatMap(({ period, ...keys }) =>
      files.map((file) => lazyInputs(reportPlace(period) + file, keys)),
    )

/** The list of reports. */
export function reportListInputs(context: PageContext): PageInputs[] {
  const { months, days } = reportKeys(context)
  return [
    lazyInputs('/reports/', {
      fingerprint: lazily(() => hash([...months, ...days.slice(-31)].map((one) => one.fingerprint()).join())),
      deferrableKey: () => context.commonKey,
      hourlyKey: () => runningKey(context),
    }),
  ]
}

/** Every revision of frozen months. */
export const reportRevisionInputs = ({ snapshot }: PageContext): PageInputs[] =>
  reportMonths(snapshot).flatMap((month) =>
    revisionsOf(snapshot, month).map((report) => ({
      place: `${reportPlace(month)}revision-${report.revision}.json`,
      fingerprint: report.hash,
      deferrableKey: report.hash,
    })),
  )

/** The chain of frozen reports. */
export const reportChainInputs = ({ snapshot }: PageContext): PageInputs[] => [
  { place: '/reports/chain.json', fingerprint: hash(snapshot.reports.map((one) => one.hash).join()) },
]

/** What is known of each month: of a frozen one its revisions and what it links to; of the others all, as of now. */
function monthKeysOf(
  snapshot: Snapshot,
  names: readonly string[],
  daysIn: (month: string) => readonly string[],
): string[] {
  const { components, metrics, response, generatedAt, page } = snapshot
  const open = names.filter((month) => !frozenOf(snapshot, month))
  const periods = periodKeys(
    snapshot,
    open.map((month) => monthInterval(month, page.timezone)),
  )
  return names.map((month) => {
    const revisions = revisionsOf(snapshot, month)
    if (revisions.length > 0)
      return [
        absentNotices(snapshot).get(month),
        ...revisions.map((one) => one.hash),
        ...daysIn(month),
      ].join()
    const responseTimes = [response, ...components, ...metrics].map((one) => one.months?.[month])
    return [generatedAt, periods[open.indexOf(month)], JSON.stringify(responseTimes), ...daysIn(month)].join()
  })
}

/** What is known of each day; the one that runs is as of now. */
function dayKeysOf(snapshot: Snapshot, names: readonly string[]): string[] {
  const { response, generatedAt, page } = snapshot
  const byDate = new Map(names.map((date): [string, string[]] => [date, []]))
  for (const { days } of snapshot.components) for (const day of days) byDate.get(day.date)?.push(dayKey(day))
  const periods = periodKeys(
    snapshot,
    names.map((date) => dayInterval(date, page.timezone)),
  )
  return names.map((date, i) => {
    const running = i === names.length - 1 ? generatedAt : ''
    return hash([periods[i], JSON.stringify(response.days[date]), ...byDate.get(date)!, running].join())
  })
}
