import type { HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import type { ListeningGap } from '../core/monitoring/heartbeat.ts'
import { formatDuration } from '../core/time/duration.ts'
import { minute } from '../core/time/units.ts'

/** A job that said that it began, and not yet that it ended. */
export type StartedJob = {
  /** When it said so first since it last ended, ms. */
  readonly firstAt: number
  /** When it said so last, ms. */
  readonly lastAt: number
  /** How long nobody could have heard that it ended, ms. */
  readonly unheard: number
  /** That it does not end was written down. */
  readonly isJudged: boolean
}

/** A silence that is to be written down: as of when (ms), why, and since when (ms) a signal was waited for. */
export type Silence = { readonly at: number; readonly detail: string; readonly since: number }

/**
 * The silence of a job that began. It has `lasts` from when it last said so, whenever its beat was expected: it is there.
 * One that begins again and again without an end gets no further than its next beat, or its first run, allows.
 *
 * @param missedAt when the beat that is expected next is missed, ms; null where none ever came
 */
export function endlessSilence(
  { lasts, every, grace }: HeartbeatMonitor,
  job: StartedJob,
  missedAt: number | null,
): Silence {
  const endsBy = job.lastAt + lasts + job.unheard
  const beatBy = missedAt ?? job.firstAt + every + grace + job.unheard
  const latest = Math.max(beatBy, job.firstAt + lasts + job.unheard)
  if (endsBy > latest) return { at: latest, detail: 'no beat in time', since: job.firstAt }
  const detail = `the job began and had not ended after ${formatDuration(lasts)}`
  return { at: endsBy, detail, since: job.lastAt }
}

/** A job said that it began, now (ms). */
export const beginJob = (before: StartedJob | undefined, now: number): StartedJob =>
  before === undefined || before.isJudged
    ? { firstAt: now, lastAt: now, unheard: 0, isJudged: false }
    : { ...before, lastAt: now, unheard: 0 }

/**
 * Jobs that told a collector before this one that they began. The end of one may have come while nobody listened: where
 * that was longer than its grace, and than a restart takes, nothing is known of it; else it has that much longer.
 */
export function jobsBeforeRestart(
  monitors: readonly HeartbeatMonitor[],
  /** When each last said that it began, by monitor, ms. */
  startedAt: ReadonlyMap<string, number>,
  state: (monitor: string) => HealthState,
  stopped: ListeningGap,
): Map<string, StartedJob> {
  const jobs = new Map<string, StartedJob>()
  for (const { id, grace } of monitors) {
    const at = startedAt.get(id)
    const { lastAt } = state(id)
    if (at === undefined || (lastAt !== null && lastAt >= at)) continue
    const unheard = stopped.to - Math.max(at, stopped.from ?? at)
    if (unheard <= Math.max(grace, minute))
      jobs.set(id, { firstAt: at, lastAt: at, unheard, isJudged: false })
  }
  return jobs
}
