import { resolvedAt } from '../../collector/core/incident/incident.ts'
import { beginsAt, endsAt } from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { dayInterval } from '../../collector/core/time/calendar.ts'
import { frozenOf, reportDays, reportMonths, reportPlace, revisionsOf } from '../view/report/report-list.ts'
import { hash } from '../view/shared/hash.ts'
import { dayKey, incidentKey, oncePer } from './keys.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** A report, by the name of its period. */
type ReportKey = Required<Pick<PageInputs, 'fingerprint' | 'deferrableKey'>> & { readonly period: string }

/**
 * Reports of months and days, oldest first, months in front. A frozen one changes with its revision only; a day that is
 * over, with what is known of it.
 */
const reportKeys = oncePer((context: PageContext) => {
  const { snapshot, commonKey } = context
  const terms = termsKey(context)
  const monthNames = reportMonths(snapshot)
  const dayNames = reportDays(snapshot)
  const dayKeys = dayKeysOf(snapshot, dayNames)
  const months = monthNames.map((period, i): ReportKey => {
    const frozen = frozenOf(snapshot, period)
    // One that runs is as of each publication, and so is one that is over and not frozen yet.
    const content = frozen ? frozen.hash : openMonthKey(snapshot, period, dayNames, dayKeys)
    const fingerprint = hash(`${terms} ${content} ${monthNames[i - 1]} ${monthNames[i + 1]}`)
    return { period, fingerprint, deferrableKey: frozen ? fingerprint : commonKey }
  })
  const days = dayNames.map((period, i): ReportKey => {
    const running = i === dayNames.length - 1
    const content = `${dayKeys[i]} ${i > 0 ? dayKeys[i - 1] : ''} ${running ? snapshot.generatedAt : ''}`
    const fingerprint = hash(`${terms} ${content} ${dayNames[i - 1]} ${dayNames[i + 1]}`)
    return { period, fingerprint, deferrableKey: running ? commonKey : fingerprint }
  })
  return { months, days, all: [...months, ...days] }
})

/** What every report depends on: what it is computed by, and what it names. */
const termsKey = ({ snapshot, commonKey }: PageContext): string =>
  hash(
    [
      commonKey,
      JSON.stringify([snapshot.weights, snapshot.excludeMaintenance, snapshot.tiers]),
      JSON.stringify([snapshot.objectives, snapshot.priorities]),
      JSON.stringify(snapshot.notice),
      ...snapshot.components.map((one) => JSON.stringify([one.id, one.name, one.tier])),
      ...snapshot.metrics.map(({ id, name, unit, good }) => JSON.stringify([id, name, unit, good])),
    ].join(),
  )

/** The given forms of every report: files in its folder, '' for its page. */
export const reportInputs =
  (...files: readonly string[]) =>
  (context: PageContext): PageInputs[] =>
    reportKeys(context).all.flatMap(({ period, fingerprint, deferrableKey }) =>
      files.map((file) => ({ place: reportPlace(period) + file, fingerprint, deferrableKey })),
    )

/** The list of reports. */
export function reportListInputs(context: PageContext): PageInputs[] {
  const { months, days } = reportKeys(context)
  const fingerprint = hash([...months, ...days.slice(-31)].map((one) => one.fingerprint).join())
  return [{ place: '/reports/', fingerprint, deferrableKey: context.commonKey }]
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

/** A month that is not frozen: its days, its response times, and until when. */
const openMonthKey = (
  { components, response, generatedAt }: Snapshot,
  month: string,
  dayNames: readonly string[],
  dayKeys: readonly string[],
): string =>
  [
    generatedAt,
    JSON.stringify(response.months[month]),
    ...components.map((one) => JSON.stringify([one.month, one.months[month], one.firstAt])),
    ...dayKeys.filter((_, i) => dayNames[i]!.startsWith(month)),
  ].join()

/** What is known of each day: its figures, and the notices that touch it. */
function dayKeysOf(snapshot: Snapshot, dayNames: readonly string[]): string[] {
  const { timezone } = snapshot.page
  const indexes = new Map(dayNames.map((date, i) => [date, i]))
  const keys: string[][] = dayNames.map((date) => [date, JSON.stringify(snapshot.response.days[date])])
  const intervals = dayNames.map((date) => dayInterval(date, timezone))
  const touch = (from: number, to: number, key: string): void => {
    for (const [i, day] of intervals.entries()) if (from < day.to && to >= day.from) keys[i]!.push(key)
  }
  for (const { days } of snapshot.components)
    for (const day of days) {
      const i = indexes.get(day.date)
      if (i !== undefined) keys[i]!.push(dayKey(day))
    }
  const first = intervals[0]?.from ?? Infinity
  for (const incident of snapshot.incidents) {
    const end = resolvedAt(incident) ?? snapshot.generatedAt
    if (end >= first) touch(incident.startedAt, end, incidentKey(incident))
  }
  for (const one of snapshot.maintenances)
    if (endsAt(one) >= first && beginsAt(one) <= snapshot.generatedAt)
      touch(beginsAt(one), endsAt(one), `${one.id} ${one.version}`)
  for (const { days } of snapshot.metrics) for (const { at, value } of days) touch(at, at, String(value))
  for (const one of snapshot.deployments ?? [])
    if (one.finishedAt !== null) touch(one.finishedAt, one.finishedAt, `${one.id} ${one.outcome}`)
  return keys.map((key) => hash(key.join()))
}
