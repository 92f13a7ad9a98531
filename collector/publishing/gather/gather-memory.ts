import { isDeepStrictEqual } from 'node:util'
import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Check } from '../../core/monitoring/check.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { ChangeCounts } from '../../store/changes.ts'
import type { StoredReport } from '../../store/report-store.ts'
import type { StoreReader } from '../../store/store.ts'
import { type MixedResponses, createMixedResponses } from './response-times.ts'
import { type RollupCache, createRollupCache } from './rollup-cache.ts'

/** What is known of a store at one instant. A value: what is read later makes another one. */
export type GatherMemory = {
  /** How much had been changed at that instant; null before anything was read. */
  readonly counts: ChangeCounts | null
  /** Every stored incident by its id, those taken off the page too. */
  readonly storedIncidents: ReadonlyMap<string, Incident>
  /** Those on the page, newest start first: what was taken off it stays in the store, for the record. */
  readonly incidents: readonly Incident[]
  /** Those on the page, latest window first. */
  readonly maintenances: readonly Maintenance[]
  /** Those on the page, newest first. */
  readonly announcements: readonly Announcement[]
  readonly reports: readonly StoredReport[]
  readonly days: RollupCache
  readonly hours: RollupCache
  /** The same hours region by region; nothing where the configuration lists no regions. */
  readonly regionHours: RollupCache
  readonly mixed: MixedResponses
  /** The latest check of each series, ms, by `seriesKey`. */
  readonly latestAt: ReadonlyMap<string, number>
}

/** Nothing is known. */
export const emptyMemory: GatherMemory = {
  counts: null,
  storedIncidents: new Map(),
  incidents: [],
  maintenances: [],
  announcements: [],
  reports: [],
  days: createRollupCache(),
  hours: createRollupCache(),
  regionHours: createRollupCache(),
  mixed: createMixedResponses(),
  latestAt: new Map(),
}

/** The memory at the instant of a reader: what was changed since is read, or forgotten where it is read bit by bit. */
export async function renewMemory(memory: GatherMemory, reader: StoreReader): Promise<GatherMemory> {
  const counts = await reader.changeCounts()
  const isUnchanged = (kind: keyof ChangeCounts): boolean => memory.counts?.[kind] === counts[kind]
  const notices = isUnchanged('notices') ? memory : await readNotices(reader, memory)
  const rollups = isUnchanged('history')
    ? memory
    : {
        days: createRollupCache(),
        hours: createRollupCache(),
        regionHours: createRollupCache(),
        mixed: createMixedResponses(),
      }
  return {
    counts,
    storedIncidents: notices.storedIncidents,
    incidents: notices.incidents,
    maintenances: notices.maintenances,
    announcements: notices.announcements,
    // The chain only grows: of what was read no text is read again.
    reports: isUnchanged('reports')
      ? memory.reports
      : [...memory.reports, ...(await reader.reports(memory.reports.at(-1)?.sequence))],
    days: rollups.days,
    hours: rollups.hours,
    regionHours: rollups.regionHours,
    mixed: rollups.mixed,
    latestAt: memory.latestAt,
  }
}

/** A series by one name. */
export const seriesKey = ({ monitor, region }: Pick<Check, 'monitor' | 'region'>): string =>
  `${monitor}\n${region}`

/**
 * From when on there may be checks that were not there before, ms; Infinity where there are none. Checks of a series come
 * after its latest, though perhaps long after they were made: when the disk was full, they waited in memory.
 *
 * @param firstAt of a series that was not there before
 */
export function newChecksFrom(
  latest: readonly Check[],
  before: ReadonlyMap<string, number>,
  firstAt: (key: string) => number | null,
): number {
  let from = Infinity
  for (const check of latest) {
    const key = seriesKey(check)
    const known = before.get(key)
    if (known !== check.at) from = Math.min(from, known ?? firstAt(key) ?? check.at)
  }
  return from
}

type Notices = Pick<GatherMemory, 'storedIncidents' | 'incidents' | 'maintenances' | 'announcements'>

/** All notices. Those that have not changed are the same objects as before: what was made of each is remembered by it. */
async function readNotices(reader: StoreReader, before: Notices): Promise<Notices> {
  const storedIncidents = await readIncidents(reader, before.storedIncidents)
  // An occurrence that was deleted may come again with the version it had.
  const maintenances = keepUnchanged(
    await reader.maintenances(),
    before.maintenances,
    (one, known) => one.version === known.version && isDeepStrictEqual(one, known),
  )
  const announcements = keepUnchanged(
    await reader.announcements(),
    before.announcements,
    (one, known) => one.version === known.version,
  )
  return {
    storedIncidents,
    announcements: announcements.filter((one) => !one.withdrawn),
    incidents: [...storedIncidents.values()]
      .filter((one) => !one.withdrawn)
      .toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1)),
    maintenances: maintenances
      .filter((one) => !one.withdrawn)
      .toSorted((a, b) => b.scheduledFor - a.scheduledFor || (a.id < b.id ? -1 : 1)),
  }
}

/** So many changed incidents are read one by one; of more, all are read at once. */
const mostReadSingly = 50

/** All incidents. Only those are read that `known` has not in their present version: a page has thousands, and one changes. */
async function readIncidents(
  reader: StoreReader,
  known: ReadonlyMap<string, Incident>,
): Promise<ReadonlyMap<string, Incident>> {
  const versions = await reader.incidentVersions()
  const changed = [...versions].flatMap(([id, version]) => (known.get(id)?.version === version ? [] : [id]))
  const fresh = new Map<string, Incident>()
  const remember = (one: Incident | null): void => void (one && fresh.set(one.id, one))
  if (changed.length > mostReadSingly) (await reader.incidents()).forEach(remember)
  else for (const id of changed) remember(await reader.incident(id))
  return new Map(
    [...versions].flatMap(([id, version]) => {
      const before = known.get(id)
      const one = before?.version === version ? before : fresh.get(id)
      return one === undefined ? [] : [[id, one] as const]
    }),
  )
}

/** The objects of `known` in place of those that are the same. */
function keepUnchanged<T extends { readonly id: string }>(
  all: readonly T[],
  known: readonly T[],
  isSame: (one: T, before: T) => boolean,
): readonly T[] {
  const byId = new Map(known.map((one) => [one.id, one]))
  return all.map((one) => {
    const before = byId.get(one.id)
    return before && isSame(one, before) ? before : one
  })
}
