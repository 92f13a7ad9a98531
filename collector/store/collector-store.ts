/** That a job said that it began, ms since the epoch. */
export type StartedJobRecord = { readonly monitor: string; readonly region: string; readonly at: number }

/** Reads what one run of a collector leaves to the next. */
export type CollectorReader = {
  /** When a collector of a region last said that it listens, ms; null where none has. */
  collectorAliveAt(region: string): Promise<number | null>
  /** When each job last said that it began; some have ended since. */
  startedJobs(region: string): Promise<readonly StartedJobRecord[]>
}
