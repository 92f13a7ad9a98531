import { expect, test } from 'vitest'
import { missedHeartbeatAt } from '../../../collector/core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../../../collector/core/monitoring/monitor.ts'
import { type HealthState, emptyHealthState } from '../../../collector/core/monitoring/health-state.ts'

const hour = 3_600_000
const job: HeartbeatMonitor = {
  kind: 'heartbeat',
  id: 'backup',
  component: 'backup',
  every: 24 * hour,
  timeout: 0,
  grace: hour / 4,
  token: 't',
  confirm: { failures: 1, successes: 1, retryEvery: 1_000 },
}
const stateAfterBeat = (at: number, health: 'up' | 'down' = 'up'): HealthState => ({
  ...emptyHealthState,
  health,
  lastAt: at,
})

test('before the first beat nothing can be missed', () => {
  expect(missedHeartbeatAt(job, emptyHealthState, 0)).toBeNull()
})
test('a beat is missed once its interval and its grace have passed', () => {
  expect(missedHeartbeatAt(job, stateAfterBeat(1_000 * hour), 0)).toBe(1_000 * hour + 24.25 * hour)
})
test('it is missed again every interval', () => {
  expect(missedHeartbeatAt(job, stateAfterBeat(1_000 * hour, 'down'), 0)).toBe(1_024 * hour)
})
test('a beat that was due while nobody listened is not blamed on the job', () => {
  expect(missedHeartbeatAt(job, stateAfterBeat(1_000 * hour), 1_030 * hour)).toBe(1_030 * hour + 24.25 * hour)
})
