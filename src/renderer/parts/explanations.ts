import { hash } from 'node:crypto'
import { explanationInstant } from '../../../collector/core/explain/explanation-instant.ts'
import type { CountedWindow, Evidence } from '../../../collector/core/explain/explanation.ts'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import { touchesSpan } from '../../../collector/core/report/incident-report.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { daysAt } from '../../open-data/days.ts'
import { dataPlace, explanationDataPlace, uptimePlace } from '../../view/shared/data-places.ts'
import { uptimeAt } from '../../open-data/uptime.ts'
import {
  type FrozenPeriod,
  explainedMonths,
  frozenPeriods,
  openMonths,
  openPeriod,
  recent,
} from '../../view/explanation/explained-periods.ts'
import { componentOf, explainedPlace, incidentsAbout, segment } from '../../view/shared/places.ts'
import { reportMonths } from '../../view/report/report-list.ts'
import { dayKey } from './day-key.ts'
import { type Part, routeOf } from './route.ts'

const short = (text: string | NodeJS.ArrayBufferView): string =>
  hash('sha256', text, 'base64url').slice(0, 16)

const storyKey = ({ id, version }: Incident): string => `${id} ${version}`

const statuses = ['unknown', 'operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const

// The windows of a snapshot are shared by the components they touch.
const windowKeys = new WeakMap<CountedWindow, string>()

function windowKey(window: CountedWindow): string {
  let key = windowKeys.get(window)
  if (key === undefined) windowKeys.set(window, (key = JSON.stringify(window)))
  return key
}

/** All that is known up to an instant (ms): what comes after it does not change what is told as of then. */
function evidenceKey({ firstAt, goneAt, slices, windows }: Evidence, at: number): string {
  const numbers: number[] = [firstAt ?? NaN, goneAt ?? NaN]
  for (const slice of slices) {
    if (slice.from >= at) break
    numbers.push(slice.from, Math.min(slice.to, at), statuses.indexOf(slice.status))
  }
  return short(
    `${short(new Float64Array(numbers))} ${windows
      .filter((one) => one.from < at)
      .map(windowKey)
      .join()}`,
  )
}

/**
 * Open data, and for every figure the page and the files that explain it. What is open is told as of an instant that does
 * not move each minute; what is frozen changes with its revision only.
 *
 * @param head what every page depends on
 * @param components those of the page, each path once
 */
export function* explainedParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  components: readonly ComponentView[],
): Generator<Part | readonly Part[]> {
  const rules = short(JSON.stringify([head, snapshot.weights, snapshot.excludeMaintenance]))
  const uptime: string[] = [rules, String(uptimeAt(snapshot))]
  const reports = reportMonths(snapshot)
  for (const component of components) {
    const { id, evidence } = component
    const about = incidentsAbout(snapshot, id)
    const name = JSON.stringify([id, component.name])
    // Nobody waits for a calculation: news of it can come with the next unhurried publication.
    const deferrable = short(`${head} ${name}`)
    const keys = new Map<number, string>()
    const known = (at: number): string => {
      let key = keys.get(at)
      if (key === undefined) keys.set(at, (key = evidenceKey(evidence, at)))
      return key
    }
    const months = explainedMonths(snapshot, id)
    for (const period of [recent, ...openMonths(snapshot, component).keys()]) {
      const asked = openPeriod(snapshot, component, period)!
      const at = explanationInstant(snapshot, component, asked)
      const index = months.indexOf(period)
      const near = period === recent ? months.at(-1) : `${months[index - 1]} ${months[index + 1]}`
      const told = about.filter((one) => touchesSpan(one, asked)).map(storyKey)
      const data = `${rules} ${name} ${asked.from} ${asked.to} ${at} ${known(at)}`
      const fingerprint = short(`${data} ${near} ${reports.includes(period)} ${told.join()}`)
      for (const locale of locales)
        yield { path: below(snapshot, locale) + explainedPlace(id, period), fingerprint, deferrable }
      for (const type of ['json', 'csv'])
        yield { path: `${explanationDataPlace(id, period)}.${type}`, fingerprint: short(data), deferrable }
    }
    const at = daysAt(snapshot, component)
    const past = short(component.days.slice(0, -1).map(dayKey).join())
    const days = short(`${rules} ${name} ${at} ${past} ${todayKey(snapshot, component, at)} ${known(at)}`)
    for (const type of ['json', 'csv'])
      yield { path: `${dataPlace(id)}.${type}`, fingerprint: days, deferrable }
    uptime.push(past, todayKey(snapshot, component, uptimeAt(snapshot)), known(uptimeAt(snapshot)))
    uptime.push(...openMonths(snapshot, component).keys(), ...about.map(storyKey), id)
  }
  const frozen = [...frozenPeriods(snapshot).values()].flatMap((one) => one ?? [])
  uptime.push(...frozen.map((one) => one.frozen.hash))
  yield { path: uptimePlace, fingerprint: short(uptime.join()), deferrable: head }
  for (const month of frozen) yield frozenParts(snapshot, locales, head, month)
}

const below = (snapshot: Snapshot, locale: string): string =>
  locale === snapshot.page.locale ? '' : `/${locale}`

/** Today of a component as it is told as of an instant, beside its evidence. */
function todayKey({ generatedAt }: Snapshot, { days, hoursToday }: ComponentView, at: number): string {
  const last = days.at(-1)
  if (!last) return ''
  return at === generatedAt ? dayKey(last) : JSON.stringify([last.date, last.incidents, hoursToday])
}

/** What a frozen month names, and the routes it has while what they depend on stays. */
type CachedExplanations = { era: string; parts: readonly Part[]; readonly named: readonly string[] }

const remembered = new WeakMap<FrozenPeriod, CachedExplanations>()

function frozenParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  month: FrozenPeriod,
): readonly Part[] {
  let known = remembered.get(month)
  if (!known) remembered.set(month, (known = { era: '', parts: [], named: namedIn(month) }))
  const { report, components, frozen } = month
  const there = present(snapshot)
  const ids = [...components.keys()]
  const near = ids.map((id) => {
    const months = explainedMonths(snapshot, id)
    const at = months.indexOf(report.period)
    return `${months[at - 1]} ${months[at + 1]}`
  })
  const era = short(
    [
      head,
      ...locales,
      frozen.hash,
      // What its pages lead to may be taken away: incidents and windows withdrawn, components taken off the page.
      ...known.named.filter((one) => !there.has(one)),
      '/',
      ...ids.filter((id) => componentOf(snapshot, id) === undefined),
      ...near,
    ].join(),
  )
  if (known.era !== era) {
    const seen = new Set<string>()
    known.parts = ids
      .flatMap((id) => {
        if (seen.has(segment(id))) return []
        seen.add(segment(id))
        return [
          ...locales.map((locale) => below(snapshot, locale) + explainedPlace(id, report.period)),
          ...['json', 'csv'].map((type) => `${explanationDataPlace(id, report.period)}.${type}`),
        ]
      })
      .map((path) => routeOf({ path, fingerprint: era, deferrable: era }))
    known.era = era
  }
  return known.parts
}

/** Ids of incidents and maintenances that a frozen month tells of. */
const namedIn = ({ report, components }: FrozenPeriod): readonly string[] => [
  ...new Set([
    ...report.incidents.list.map((one) => `i ${one.id}`),
    ...[...components.values()].flatMap((one) => one.windows.map((window) => `m ${window.id}`)),
  ]),
]

const presents = new WeakMap<Snapshot, ReadonlySet<string>>()

function present(snapshot: Snapshot): ReadonlySet<string> {
  let found = presents.get(snapshot)
  if (!found)
    presents.set(
      snapshot,
      (found = new Set([
        ...snapshot.incidents.map((one) => `i ${one.id}`),
        ...snapshot.maintenances.map((one) => `m ${one.id}`),
      ])),
    )
  return found
}
