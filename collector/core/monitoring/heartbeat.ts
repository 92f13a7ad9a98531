import type { HeartbeatMonitor } from './monitor.ts'
import type { HealthState } from './health-state.ts'

/**
 * When a heartbeat that stays silent must be written down as missed, ms since the epoch; null while there was never a
 * beat (nobody knows yet whether there is a job at all). After a first miss it is missed again every `every`.
 *
 * @param startedAt since when this collector listens: a beat that was due while it did not may have come and found
 * nobody, so the job gets another whole interval before it is blamed.
 */
export function missedHeartbeatAt(
  monitor: HeartbeatMonitor,
  state: HealthState,
  startedAt: number,
): number | null {
  const { lastAt, health } = state
  if (lastAt === null) return null
  const expected = lastAt + monitor.every
  if (health === 'down') return expected
  const allowance = monitor.every + monitor.grace
  return expected < startedAt ? startedAt + allowance : lastAt + allowance
}
