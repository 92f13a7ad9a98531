import { evidenceOfReport } from '../../../collector/core/report/report-evidence.ts'
import { dayInterval, monthInterval } from '../../../collector/core/time/calendar.ts'
import { parseFrozenReport, latestRevisions } from '../../../collector/core/report/chain.ts'
import {
  type ExplanationDocument,
  explanationOf as explanationOfEvidence,
} from '../../../collector/core/explain/explanation-document.ts'
import { explanationInstant } from '../../../collector/core/explain/explanation-instant.ts'
import type { Interval } from '../../../collector/core/time/interval.ts'
import { monthsOverlapping } from '../../../collector/core/time/period.ts'
import type { FrozenReport } from '../../../collector/core/report/report-link.ts'
import type { Report, ReportComponent } from '../../../collector/core/report/report-document.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { componentOf, segment } from '../shared/places.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** The name of the period of the days that the page shows. */
export const recent = 'recent'

/** A month that is frozen: its newest revision, what it tells, and its components by id. */
export type FrozenPeriod = {
  readonly frozen: FrozenReport
  readonly report: Report
  readonly components: ReadonlyMap<string, ReportComponent>
}

const readFrozen = oncePer((frozen: FrozenReport): FrozenPeriod | null => {
  try {
    const report = parseFrozenReport(frozen)
    return { frozen, report, components: new Map(report.components.map((one) => [one.id, one])) }
  } catch {
    // It was tampered with: `vigie report verify` says so, and there is nothing to explain.
    return null
  }
})

const readAll = oncePer((reports: Snapshot['reports']): ReadonlyMap<string, FrozenPeriod | null> => {
  const latest = [...latestRevisions(reports)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return new Map(latest.map(([month, one]) => [month, readFrozen(one)]))
})

/** The frozen months by name, oldest first; null is one that cannot be read. */
export const frozenPeriods = ({
  reports,
}: Pick<Snapshot, 'reports'>): ReadonlyMap<string, FrozenPeriod | null> => readAll(reports)

/** What an open period of a component asks for, ms: a month is cut to what the snapshot knows of it. Null where it has none. */
export function openPeriod(snapshot: Snapshot, component: ComponentView, period: string): Interval | null {
  const { generatedAt, page } = snapshot
  if (period === recent) {
    const first = component.days[0]
    const last = component.days.at(-1)
    if (!first || !last) return { from: generatedAt, to: generatedAt + 1 }
    return { from: dayInterval(first.date, page.timezone).from, to: dayInterval(last.date, page.timezone).to }
  }
  return openMonths(snapshot, component).get(period) ?? null
}

const openLists = new WeakMap<Snapshot, Map<string, ReadonlyMap<string, Interval>>>()

/** The months of a component that are not frozen and of which there is evidence, oldest first. */
export function openMonths(snapshot: Snapshot, component: ComponentView): ReadonlyMap<string, Interval> {
  const cache = openLists.get(snapshot) ?? new Map<string, ReadonlyMap<string, Interval>>()
  openLists.set(snapshot, cache)
  let cached = cache.get(component.id)
  if (!cached) cache.set(component.id, (cached = findOpen(snapshot, component)))
  return cached
}

function findOpen(snapshot: Snapshot, { firstAt, evidence }: ComponentView): ReadonlyMap<string, Interval> {
  const { generatedAt } = snapshot
  if (firstAt === null) return new Map()
  const begins = evidence.slices[0]?.from ?? generatedAt
  const frozen = frozenPeriods(snapshot)
  return new Map(
    monthsSince(snapshot, Math.max(begins, firstAt))
      .filter(([month]) => !frozen.has(month))
      .map(([month, { from, to }]) => [month, { from: Math.max(from, begins), to }] as const),
  )
}

type Months = readonly (readonly [string, Interval])[]
const sinces = new WeakMap<Snapshot, Map<number, Months>>()

/** The months from an instant (ms) to now. Most components begin together, and the calendar is slow to ask. */
function monthsSince(snapshot: Snapshot, from: number): Months {
  const { generatedAt, page } = snapshot
  const cache = sinces.get(snapshot) ?? new Map<number, Months>()
  sinces.set(snapshot, cache)
  let cached = cache.get(from)
  if (!cached) {
    cached = monthsOverlapping({ from, to: generatedAt }, page.timezone).map(
      (month) => [month, monthInterval(month, page.timezone)] as const,
    )
    cache.set(from, cached)
  }
  return cached
}

const monthLists = new WeakMap<Snapshot, Map<string, readonly string[]>>()

/** The months of a component that are explained, oldest first. */
export function explainedMonths(snapshot: Snapshot, id: string): readonly string[] {
  const cache = monthLists.get(snapshot) ?? new Map<string, readonly string[]>()
  monthLists.set(snapshot, cache)
  let cached = cache.get(id)
  if (!cached) {
    const component = componentOf(snapshot, id)
    const frozen = [...frozenPeriods(snapshot)].flatMap(([month, one]) =>
      one?.components.has(id) ? [month] : [],
    )
    const open = component ? openMonths(snapshot, component).keys() : []
    cache.set(id, (cached = [...frozen, ...open].toSorted()))
  }
  return cached
}

/** The frozen month that a component's period is; null while it is open, or where there is none. */
export function frozenPeriod(snapshot: Snapshot, id: string, period: string): FrozenPeriod | null {
  const cached = frozenPeriods(snapshot).get(period)
  return cached?.components.has(id) ? cached : null
}

// A period is told in several files, one after the other: it is worked out once for them.
const kept = new WeakMap<Snapshot, Map<string, ExplanationDocument>>()

/** A component's figure over a period, explained. Throws an Error where there is none. */
export function explanationOf(snapshot: Snapshot, id: string, period: string): ExplanationDocument {
  const cache = kept.get(snapshot) ?? new Map<string, ExplanationDocument>()
  kept.set(snapshot, cache)
  const key = `${period} ${id}`
  let cached = cache.get(key)
  if (!cached) {
    if (cache.size >= 4) cache.clear()
    cache.set(key, (cached = workOut(snapshot, id, period)))
  }
  return cached
}

function workOut(snapshot: Snapshot, id: string, period: string): ExplanationDocument {
  const closed = frozenPeriod(snapshot, id, period)
  if (closed) {
    const { report, frozen } = closed
    const component = closed.components.get(id)!
    return explanationOfEvidence({
      component: id,
      name: component.name,
      period,
      timezone: report.terms.timezone,
      at: Date.parse(report.until),
      frozen: frozen.revision,
      weights: report.terms.uptime.weights,
      evidence: evidenceOfReport(component),
      interval: { from: Date.parse(report.from), to: Date.parse(report.to) },
    })
  }
  const component = componentOf(snapshot, id)
  const interval = component && openPeriod(snapshot, component, period)
  if (!interval) throw new Error(`There is no figure of ${id} over ${period}.`)
  return explanationOfEvidence({
    component: id,
    name: component.name,
    period,
    timezone: snapshot.page.timezone,
    at: explanationInstant(snapshot, component, interval),
    frozen: null,
    weights: snapshot.weights,
    evidence: component.evidence,
    interval,
  })
}

/** Components that are explained: those of the page, then those that only frozen months know. */
const explainedIds = oncePer((snapshot: Snapshot): readonly string[] => {
  const all = new Set(snapshot.components.map((one) => one.id))
  for (const month of frozenPeriods(snapshot).values())
    for (const id of month?.components.keys() ?? []) all.add(id)
  return [...all]
})

/** A component that is explained, by its part of a path. Throws when there is none. */
export function explainedId(snapshot: Snapshot, part: string, partOf = segment): string {
  const id = explainedIds(snapshot).find((one) => partOf(one) === part)
  if (id === undefined) throw new Error(`There is no component ${part}.`)
  return id
}
