import { expect, test } from 'vitest'
import type { Incident } from '../../collector/core/incident/incident.ts'
import { sampleInstant, sampleSnapshot } from '../../src/renderer/sample.ts'
import { sampleIncident } from '../../src/renderer/sample-incident.ts'
import { statuspageFiles } from '../../src/statuspage/files.ts'
import { statusShape } from '../../collector/core/statuspage/status.ts'
import { filesOf, shapes } from './statuspage-shape.ts'

const anOpen = (more: Partial<Incident> = {}): Incident => {
  const past = sampleIncident()
  return { ...past, updates: past.updates.slice(0, 2), ...more }
}

test('all eight files have the strict shape, and there is no ninth', () => {
  const files = filesOf(sampleSnapshot({ incidents: [anOpen({ id: 'an imported one' }), sampleIncident()] }))
  expect(Object.keys(files).toSorted()).toEqual(Object.keys(shapes).toSorted())
  expect(files['incidents.json'].incidents).toHaveLength(2)
  expect(files['summary.json'].incidents).toEqual(files['incidents/unresolved.json'].incidents)
})

test('each group is followed by its components, which name it', () => {
  const { components } = filesOf(sampleSnapshot())['components.json']
  const groups = components.filter((one) => one.group)
  expect(groups.map((one) => one.name)).toEqual(['Services publics', 'Infrastructure'])
  for (const group of groups) {
    const inside = components.filter((one) => one.group_id === group.id)
    expect(inside.map((one) => one.id)).toEqual(group.components)
    expect(inside.map((one) => one.position)).toEqual(inside.map((_, i) => i + 1))
  }
})

test('ids stay the same from snapshot to snapshot, and so do the bytes while nothing changes', () => {
  const one = statuspageFiles(sampleSnapshot())
  const next = statuspageFiles(sampleSnapshot({ generatedAt: sampleInstant + 60_000 }))
  expect([...next]).toEqual([...one])
})

test('messages are shown newest first, each with what it changed', () => {
  const [found] = filesOf(sampleSnapshot())['incidents.json'].incidents
  expect(found).toMatchObject({
    status: 'resolved',
    shortlink: expect.stringContaining('/incidents/') as string,
  })
  const times = found!.incident_updates.map((one) => one.display_at)
  expect(times).toEqual(times.toSorted().toReversed())
  const first = found!.incident_updates.at(-1)!.affected_components!
  expect(first[0]).toMatchObject({ old_status: 'operational' })
  expect(found!.resolved_at).toBe(times[0])
})

test('no more than fifty of the past are shown, every open one is', () => {
  const many = Array.from({ length: 120 }, (_, i) => anOpen({ id: `n${String(i).padStart(11, '0')}` }))
  const files = filesOf(sampleSnapshot({ incidents: many }))
  expect(files['incidents.json'].incidents).toHaveLength(120)
  expect(files['incidents/unresolved.json'].incidents).toHaveLength(120)
})

test('maintenance is shown from its notice on, under way it is active', () => {
  const snapshot = sampleSnapshot()
  const next = snapshot.maintenances.toReversed().find((one) => one.scheduledFor > sampleInstant)
  const running = filesOf({ ...snapshot, generatedAt: next!.scheduledFor + 1 })
  const active = running['scheduled-maintenances/active.json'].scheduled_maintenances
  expect(active.map((one) => one.id)).toContain(next!.id)
  expect(active[0]!.incident_updates[0]).toMatchObject({ status: 'in_progress' })
  for (const one of filesOf(snapshot)['scheduled-maintenances/upcoming.json'].scheduled_maintenances)
    expect(one).toMatchObject({ status: 'scheduled', resolved_at: null })
})

test.each([
  [[], 'none', 'All Systems Operational'],
  [['operational', 'operational'], 'none', 'All Systems Operational'],
  [['major_outage'], 'critical', 'Major System Outage'],
  [['major_outage', 'operational'], 'major', 'Partial System Outage'],
  [['partial_outage', 'partial_outage'], 'major', 'Partial System Outage'],
  [['partial_outage', 'operational'], 'minor', 'Minor Service Outage'],
  [['degraded_performance', 'degraded_performance'], 'minor', 'Degraded System Service'],
  [['degraded_performance', 'under_maintenance'], 'minor', 'Partially Degraded Service'],
  [['under_maintenance', 'operational'], 'maintenance', 'Service Under Maintenance'],
] as const)('components %j are said to be %s', (statuses, indicator, description) => {
  const any = filesOf(sampleSnapshot())['components.json'].components.find((one) => !one.group)
  const shaped = statuses.map((one) => ({ ...any!, status: one }))
  expect(statusShape(shaped as Parameters<typeof statusShape>[0], 'none')).toEqual({ indicator, description })
})
