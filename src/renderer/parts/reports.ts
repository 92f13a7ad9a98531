import { hash } from 'node:crypto'
import { dayInterval } from '../../../collector/core/time/calendar.ts'
import { beginsAt, endsAt } from '../../../collector/core/maintenance/maintenance.ts'
import { type Incident, resolvedAt } from '../../../collector/core/incident/incident.ts'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { dayKey } from './day-key.ts'
import {
  frozenOf,
  reportDays,
  reportMonths,
  reportPlace,
  revisionsOf,
} from '../../view/report/report-list.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

const storyKey = ({ id, version }: Incident): string => `${id} ${version}`

/** The forms of a report beside its page: those that say the same in every language, and those that do not. */
const plain = ['report.json', 'report.csv']
const written = ['report.txt', 'mail.html']

/**
 * Reports of months and days, their list, and the chain of those that are frozen. A frozen one changes with its revision
 * only; a day that is over, with what is told of it.
 *
 * @param head what every page depends on
 * @param terms what figures are computed by
 */
export function* reportParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
): Generator<Omit<Route, 'file'>> {
  const { page, generatedAt } = snapshot
  const months = reportMonths(snapshot)
  const days = reportDays(snapshot)
  const places = (path: string, paths: readonly string[]): string[] => [
    ...paths.map((file) => path + file),
    ...locales.flatMap((locale) =>
      ['', ...written].map((file) => `${locale === page.locale ? '' : `/${locale}`}${path}${file}`),
    ),
  ]
  const common = short(
    [
      head,
      JSON.stringify([snapshot.weights, snapshot.excludeMaintenance, snapshot.tiers]),
      JSON.stringify([snapshot.objectives, snapshot.priorities]),
      JSON.stringify(snapshot.notice),
      ...snapshot.components.map((one) => JSON.stringify([one.id, one.name, one.tier])),
      ...snapshot.metrics.map(({ id, name, unit, good }) => JSON.stringify([id, name, unit, good])),
    ].join(),
  )
  const list: string[] = []
  const told = dayKeys(snapshot, days)

  for (const [i, month] of months.entries()) {
    const frozen = frozenOf(snapshot, month)
    const near = `${months[i - 1]} ${months[i + 1]}`
    // What runs is told as of each publication; what is closed and not frozen yet, too.
    const key = short(
      frozen
        ? `${common} ${frozen.hash} ${near}`
        : `${common} ${openKey(snapshot, month, days, told)} ${near}`,
    )
    list.push(key)
    for (const path of places(reportPlace(month), plain))
      yield { path, fingerprint: key, deferrable: frozen ? key : head }
    for (const { revision, hash: link } of revisionsOf(snapshot, month))
      yield { path: `${reportPlace(month)}revision-${revision}.json`, fingerprint: link, deferrable: link }
  }

  for (const [i, date] of days.entries()) {
    const running = i === days.length - 1
    const near = `${days[i - 1]} ${days[i + 1]}`
    const key = short(
      `${common} ${told[i]} ${i > 0 ? told[i - 1] : ''} ${running ? generatedAt : ''} ${near}`,
    )
    if (i >= days.length - 31) list.push(key)
    for (const path of places(reportPlace(date), plain))
      yield { path, fingerprint: key, deferrable: running ? head : key }
  }

  const index = short(list.join())
  for (const locale of locales)
    yield {
      path: `${locale === page.locale ? '' : `/${locale}`}/reports/`,
      fingerprint: index,
      deferrable: head,
    }
  yield { path: '/reports/chain.json', fingerprint: short(snapshot.reports.map((one) => one.hash).join()) }
}

/** A month that is not frozen: its days, its figures, and until when. */
const openKey = (
  { components, response, generatedAt }: Snapshot,
  month: string,
  days: readonly string[],
  told: readonly string[],
): string =>
  [
    generatedAt,
    JSON.stringify(response.months[month]),
    ...components.map((one) => JSON.stringify([one.month, one.months[month], one.firstAt])),
    ...told.filter((_, i) => days[i]!.startsWith(month)),
  ].join()

/** What is told of each day: its figures, and the notices that touch it. */
function dayKeys(snapshot: Snapshot, days: readonly string[]): string[] {
  const { timezone } = snapshot.page
  const dates = new Map(days.map((date, i) => [date, i]))
  const parts: string[][] = days.map((date) => [date, JSON.stringify(snapshot.response.days[date])])
  const intervals = days.map((date) => dayInterval(date, timezone))
  const touch = (from: number, to: number, key: string): void => {
    for (const [i, day] of intervals.entries()) if (from < day.to && to >= day.from) parts[i]!.push(key)
  }
  for (const { days: mine } of snapshot.components)
    for (const day of mine) {
      const i = dates.get(day.date)
      if (i !== undefined) parts[i]!.push(dayKey(day))
    }
  const first = intervals[0]?.from ?? Infinity
  for (const incident of snapshot.incidents) {
    const end = resolvedAt(incident) ?? snapshot.generatedAt
    if (end >= first) touch(incident.startedAt, end, storyKey(incident))
  }
  for (const one of snapshot.maintenances)
    if (endsAt(one) >= first && beginsAt(one) <= snapshot.generatedAt)
      touch(beginsAt(one), endsAt(one), `${one.id} ${one.version}`)
  for (const { days: mine } of snapshot.metrics)
    for (const { at, value } of mine) touch(at, at, String(value))
  for (const one of snapshot.deployments ?? [])
    if (one.finishedAt !== null) touch(one.finishedAt, one.finishedAt, `${one.id} ${one.outcome}`)
  return parts.map((part) => short(part.join()))
}
