import type { FactWriter } from '../store/facts.ts'
import type { CollectorReader } from '../store/collector-store.ts'

/** What a collector that waits for jobs leaves to the one that is started after it. */
export type HeartbeatJournal = {
  /** The last instant at which a collector said that it listens, ms; null where none has. */
  readonly aliveAt: number | null
  /** When each job last said that it began, by monitor, ms; some have ended since. */
  readonly startedJobs: ReadonlyMap<string, number>
  /** A job began. Resolves when that is durable. Rejects with StoreError. */
  recordStart(monitor: string, at: number): Promise<void>
  /** This collector listens now, ms. Rejects with StoreError. */
  recordAlive(at: number): Promise<void>
}

/** What is on record, and how to go on. */
export async function openHeartbeatJournal(
  store: FactWriter & CollectorReader,
  region: string,
): Promise<HeartbeatJournal> {
  const jobs = await store.startedJobs(region)
  return {
    aliveAt: await store.collectorAliveAt(region),
    startedJobs: new Map(jobs.map(({ monitor, at }) => [monitor, at])),
    recordStart: (monitor, at) => store.commit({ startedJobs: [{ monitor, region, at }] }),
    recordAlive: (at) => store.commit({ alive: { region, at } }),
  }
}
