import { expect, test } from 'vitest'
import {
  compareStatus,
  statusFromMonitors,
  shownStatus,
  worstStatus,
} from '../../../collector/core/monitoring/component-status.ts'

test('all known monitors down is a major outage, some a partial one', () => {
  expect(statusFromMonitors(['down', 'down'])).toBe('major_outage')
  expect(statusFromMonitors(['down', 'up'])).toBe('partial_outage')
  expect(statusFromMonitors(['down', 'degraded'])).toBe('partial_outage')
  expect(statusFromMonitors(['degraded', 'up'])).toBe('degraded_performance')
  expect(statusFromMonitors(['up', 'up'])).toBe('operational')
})

test('monitors nobody looked at are left out, and when none is left nothing is known', () => {
  expect(statusFromMonitors(['down', 'unknown'])).toBe('major_outage')
  expect(statusFromMonitors(['up', 'unknown'])).toBe('operational')
  expect(statusFromMonitors(['unknown'])).toBe('unknown')
  expect(statusFromMonitors([])).toBe('unknown')
})

test('the worst is unknown only when all are', () => {
  expect(worstStatus(['unknown', 'operational'])).toBe('operational')
  expect(worstStatus(['unknown'])).toBe('unknown')
  expect(worstStatus([])).toBe('unknown')
  expect(worstStatus(['operational', 'under_maintenance'])).toBe('under_maintenance')
  expect(worstStatus(['under_maintenance', 'degraded_performance', 'operational'])).toBe(
    'degraded_performance',
  )
})

test('statuses are ordered from mild to bad', () => {
  const ordered = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const
  expect(ordered.toReversed().toSorted(compareStatus)).toEqual(ordered)
})

test('readers are told what is declared, else the maintenance, else what monitors say', () => {
  const all = { declared: 'operational', maintenanceInProgress: true, monitors: 'major_outage' } as const
  expect(shownStatus(all)).toBe('operational')
  expect(shownStatus({ ...all, declared: null })).toBe('under_maintenance')
  expect(shownStatus({ ...all, declared: null, maintenanceInProgress: false })).toBe('major_outage')
})
