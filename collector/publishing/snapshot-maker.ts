import { nextEnd } from '../core/announcement/announcement.ts'
import { nextBoundary } from '../core/maintenance/maintenance.ts'
import type { MetricView } from '../core/metric/metric.ts'
import { assembleSnapshot } from '../core/snapshot/assemble-snapshot.ts'
import { bringForward, canBringForward } from '../core/snapshot/bring-forward.ts'
import type { PublicationScope } from '../core/snapshot/renderer.ts'
import { reuseUnchangedDays } from '../core/snapshot/reuse-days.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import { figuresSlot } from '../core/snapshot/figures-slot.ts'
import { dayOf } from '../core/time/calendar.ts'
import type { GatheredInput, SnapshotSource } from './gather/snapshot-source.ts'

/** What a publication publishes, and how much of the site it looks at. */
export type ScopedSnapshot = { readonly snapshot: Snapshot; readonly scope: PublicationScope }

/** Makes the snapshots that are published, each from the one before where little has happened. */
export type SnapshotMaker = {
  /** There is news that readers must not wait for. Rejects with StoreError. */
  news(source: SnapshotSource, now: number): Promise<ScopedSnapshot>
  /** What the publication before left over. Rejects with StoreError. */
  rest(source: SnapshotSource, now: number): Promise<ScopedSnapshot>
  /** A minute has passed. Rejects with StoreError. */
  minute(source: SnapshotSource, now: number): Promise<ScopedSnapshot>
  /** All pages. Rejects with StoreError. */
  whole(source: SnapshotSource, now: number): Promise<ScopedSnapshot>
  /** The last snapshot made; null before the first. */
  readonly last: Snapshot | null
}

/** What follows a publication shows the same instant as it, unless that is longer ago than this, ms. */
const restWithin = 5_000

/** A maker that has made no snapshot yet. */
export function createSnapshotMaker(): SnapshotMaker {
  let last: Snapshot | null = null
  /** The last that was made of everything, and by what. */
  let gathered: { readonly input: GatheredInput; readonly source: SnapshotSource } | null = null

  async function gather(source: SnapshotSource, now: number): Promise<Snapshot> {
    const input = await source.gather(now)
    const snapshot = reuseUnchangedDays(assembleSnapshot(input), last)
    gathered = { input, source }
    return (last = snapshot)
  }

  /** The snapshot of a minute in which nothing happened; null where all is to be gathered. */
  async function quiet(source: SnapshotSource, now: number): Promise<Snapshot | null> {
    const before = last
    if (!before || gathered?.source !== source || !isSameHour(before, now)) return null
    if (now >= nextChangeAt(before) || !canBringForward(before)) return null
    const minute = await source.quietMinute(gathered.input, now)
    if (!minute || statesOf(minute.metrics) !== statesOf(before.metrics)) return null
    return (last = bringForward(before, minute))
  }

  return {
    news: async (source, now) => ({ snapshot: await gather(source, now), scope: 'news' }),
    rest: async (source, now) => ({
      snapshot:
        last && gathered?.source === source && now - last.generatedAt < restWithin
          ? last
          : await gather(source, now),
      scope: 'minute',
    }),
    async minute(source, now) {
      const snapshot = await quiet(source, now)
      return snapshot
        ? { snapshot, scope: 'present' }
        : { snapshot: await gather(source, now), scope: 'minute' }
    },
    whole: async (source, now) => ({ snapshot: await gather(source, now), scope: 'whole' }),
    get last() {
      return last
    },
  }
}

const statesOf = (metrics: readonly MetricView[]): string =>
  metrics.map(({ id, state }) => `${id} ${state}`).join()

/** Whether figures are still told at an instant (ms) as in a snapshot: see `figuresSlot`. */
const isSameHour = (snapshot: Snapshot, now: number): boolean => {
  const { generatedAt, page } = snapshot
  return (
    now >= generatedAt &&
    figuresSlot(snapshot, now) === figuresSlot(snapshot, generatedAt) &&
    dayOf(now, page.timezone) === dayOf(generatedAt, page.timezone)
  )
}

/**
 * The next instant at which the page says something else by itself, ms: work begins or ends, an announcement leaves the
 * overview.
 */
export const nextChangeAt = ({ maintenances, announcements, notice, generatedAt }: Snapshot): number =>
  Math.min(nextBoundary(maintenances, notice, generatedAt) ?? Infinity, nextEnd(announcements, generatedAt))
