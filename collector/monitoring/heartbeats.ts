import { isDeepStrictEqual } from 'node:util'
import type { Check, Fault } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import { type HeartbeatSignal, type ListeningGap, missedHeartbeatAt } from '../core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import { type Silence, beginJob, endlessSilence, jobsBeforeRestart } from './started-jobs.ts'

export type HeartbeatDeps = {
  readonly clock: Clock
  readonly region: string
  readonly state: (monitor: string) => HealthState
  readonly record: (check: Check, seenAt: number) => void
  /** Could a beat have reached us since an instant (monotonic ms)? Asked before a silence is blamed on the job. */
  readonly reachable: (since: number) => Promise<boolean>
  /** The last instant at which a collector of this store is known to have worked, ms; null where none has. */
  readonly lastWorkedAt: number | null
  /** When each job last said that it began, by monitor, ms: told to a collector before this one. */
  readonly startedJobs: ReadonlyMap<string, number>
  /** Make it durable that a job began, ms. */
  readonly recordStart: (monitor: string, at: number) => Promise<void>
  /** No beat of a monitor has ever come, and one should have since this process began to listen. Called once for each. */
  readonly onNeverHeard: (monitor: HeartbeatMonitor) => void
}

export type Heartbeats = {
  /**
   * A beat has come. A `start` begins the time that the next beat is said to have taken, and that it may last. Resolves when a
   * start is durable (other signals are the recorder's); rejects with StoreError.
   */
  receive(monitor: HeartbeatMonitor, signal: HeartbeatSignal): Promise<void>
  /** Write down what has been missed by now. Never rejects. */
  recordMissed(): Promise<void>
  /** Those of which no beat has ever come although one was due. */
  unheard(): readonly HeartbeatMonitor[]
  /** Listen for these from now on; one that is new is listened for from now. */
  update(monitors: readonly HeartbeatMonitor[]): void
}

/** Turns beats, and their absence, into checks. */
export function createHeartbeats(initial: readonly HeartbeatMonitor[], deps: HeartbeatDeps): Heartbeats {
  const { clock, region } = deps
  let monitors = initial
  const stopped: ListeningGap = { from: deps.lastWorkedAt, to: clock.now() }
  /** When each could not be heard last, for all we know. */
  const gaps = new Map<string, ListeningGap>()
  let pending: Promise<void> | null = null
  const startedJobs = jobsBeforeRestart(initial, deps.startedJobs, deps.state, stopped)
  const neverHeard = new Set<string>()

  function recordSignal(monitor: HeartbeatMonitor, at: number, took: number | null, fault?: Fault): void {
    deps.record(
      { monitor: monitor.id, region, at, health: fault ? 'down' : 'up', took, ...(fault && { fault }) },
      clock.now(),
    )
  }

  /** The silence that is to be written down now, or null. */
  function overdue(monitor: HeartbeatMonitor): Silence | null {
    const missedAt = missedHeartbeatAt(monitor, deps.state(monitor.id), gaps.get(monitor.id) ?? stopped)
    const job = startedJobs.get(monitor.id)
    const silence =
      job && !job.isJudged ? endlessSilence(monitor, job, missedAt) : beatless(monitor, missedAt)
    return silence === null || silence.at > clock.now() ? null : silence
  }

  function beatless({ every, grace }: HeartbeatMonitor, missedAt: number | null): Silence | null {
    if (missedAt === null) return null
    return { at: missedAt, detail: 'no beat in time', since: clock.now() - every - grace }
  }

  /** Nobody can blame a job that was never heard of; that the monitor waits in vain must be said all the same. */
  function noticeNeverHeard(monitor: HeartbeatMonitor): void {
    if (neverHeard.has(monitor.id) || deps.state(monitor.id).lastAt !== null) return
    const { to: since } = gaps.get(monitor.id) ?? stopped
    if (clock.now() <= since + monitor.every + monitor.grace) return
    neverHeard.add(monitor.id)
    deps.onNeverHeard(monitor)
  }

  async function recordMissed(): Promise<void> {
    for (const monitor of monitors) {
      noticeNeverHeard(monitor)
      const expected = overdue(monitor)
      if (expected === null) continue
      // While we cannot be reached, silence means nothing: the job gets another whole interval once we can.
      const wasReachable = await deps.reachable(clock.monotonic() - (clock.now() - expected.since))
      if (!wasReachable) {
        gaps.set(monitor.id, { from: null, to: clock.now() })
        startedJobs.delete(monitor.id)
      }
      // A beat may have come while we asked.
      const silence = wasReachable ? overdue(monitor) : null
      if (silence === null) continue
      const job = startedJobs.get(monitor.id)
      if (job) startedJobs.set(monitor.id, { ...job, isJudged: true })
      recordSignal(monitor, silence.at, null, { code: 'missed', detail: silence.detail })
    }
  }

  return {
    async receive(monitor, signal) {
      if (signal === 'start') {
        const at = clock.now()
        startedJobs.set(monitor.id, beginJob(startedJobs.get(monitor.id), at))
        return deps.recordStart(monitor.id, at)
      }
      const begun = startedJobs.get(monitor.id)
      startedJobs.delete(monitor.id)
      const took = begun === undefined ? null : Math.max(0, clock.now() - begun.lastAt)
      recordSignal(monitor, clock.now(), took, failureOf(signal))
    },
    recordMissed() {
      pending ??= recordMissed().finally(() => (pending = null))
      return pending
    },
    unheard: () => monitors.filter(({ id }) => neverHeard.has(id) && deps.state(id).lastAt === null),
    update(wanted) {
      const known = new Map(monitors.map((monitor) => [monitor.id, monitor]))
      // A job is not to blame for what was expected of it before anybody said so, or under another token.
      for (const monitor of wanted)
        if (!isDeepStrictEqual(known.get(monitor.id), monitor)) {
          gaps.set(monitor.id, { from: null, to: clock.now() })
          neverHeard.delete(monitor.id)
        }
      for (const id of startedJobs.keys()) if (!isSameJob(id, known, wanted)) startedJobs.delete(id)
      monitors = wanted
    },
  }
}

function failureOf(signal: Exclude<HeartbeatSignal, 'start'>): Fault | undefined {
  if (signal === 'ok' || signal === 0) return undefined
  const detail = signal === 'fail' ? 'the job said that it failed' : `the job ended with exit code ${signal}`
  return { code: 'failed', detail }
}

/** The job that reports to a monitor is the one that did before. */
function isSameJob(
  id: string,
  known: ReadonlyMap<string, HeartbeatMonitor>,
  wanted: readonly HeartbeatMonitor[],
): boolean {
  const token = wanted.find((monitor) => monitor.id === id)?.token
  return token !== undefined && token === known.get(id)?.token
}
