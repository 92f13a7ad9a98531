import { expect, test } from 'vitest'
import {
  compareImpact,
  impactOfComponents,
  impactOfStatus,
  priorityOfImpact,
  priorityOfStatus,
  statusOfImpact,
} from '../../../collector/core/incident/impact.ts'
import type { Impact } from '../../../collector/core/incident/incident.ts'

const impacts: readonly Impact[] = ['none', 'minor', 'major', 'critical']

test('impact, status and priority follow from one another', () => {
  expect(impacts.map(statusOfImpact)).toEqual([
    'operational',
    'degraded_performance',
    'partial_outage',
    'major_outage',
  ])
  expect(impacts.map((impact) => impactOfStatus(statusOfImpact(impact)))).toEqual(impacts)
  expect(impacts.map(priorityOfImpact)).toEqual([null, 'P3', 'P2', 'P1'])
  expect(impacts.map((impact) => priorityOfStatus(statusOfImpact(impact)))).toEqual(
    impacts.map(priorityOfImpact),
  )
})

test('a notice is as heavy as the worst of its components', () => {
  expect(impactOfComponents({ api: 'degraded_performance', website: 'major_outage' })).toBe('critical')
  expect(impactOfComponents({})).toBe('none')
  expect(impactOfComponents(['api'])).toBe('minor')
  expect(impactOfComponents([])).toBe('none')
})

test('impacts are ordered from none to critical', () => {
  expect(impacts.toReversed().toSorted(compareImpact)).toEqual(impacts)
})
