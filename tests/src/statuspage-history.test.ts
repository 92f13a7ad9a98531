import { expect, test } from 'vitest'
import type { Maintenance } from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { statuspageFiles } from '../../src/statuspage/files.ts'
import { aComponent, aMaintenance, anIncident, anOpenIncident, aSnapshot, now } from './snapshots.ts'
import { filesOf } from './statuspage-shape.ts'

const minute = 60_000
const hour = 60 * minute
const iso = (at: number) => new Date(at).toISOString()

const incidents = (snapshot: Snapshot) => filesOf(snapshot)['incidents.json'].incidents
const works = (snapshot: Snapshot) => filesOf(snapshot)['scheduled-maintenances.json'].scheduled_maintenances
const statusOf = (snapshot: Snapshot) => filesOf(snapshot)['status.json'].status

const aWindow = (more: Partial<Maintenance> = {}): Maintenance => {
  const from = now + 2 * hour
  const to = now + 3 * hour
  return aMaintenance({
    id: 'windowwindow',
    components: ['api'],
    publishedAt: now - 48 * hour,
    scheduledFor: from,
    scheduledUntil: to,
    announced: [{ at: now - 48 * hour, from, to }],
    updates: [],
    programme: null,
    ...more,
  })
}

test('what an incident said of components ends with it', () => {
  const { updates, ...rest } = anOpenIncident()
  const resolved = { ...updates[0]!, id: 'over', at: now, status: 'resolved' as const, components: {} }
  const [found] = incidents(aSnapshot({ incidents: [{ ...rest, updates: [...updates, resolved] }] }))
  expect(found!.incident_updates.map((one) => one.affected_components?.[0])).toMatchObject([
    { name: 'Paiements', old_status: 'major_outage', new_status: 'operational' },
    { old_status: 'major_outage', new_status: 'major_outage' },
    { old_status: 'operational', new_status: 'major_outage' },
  ])
  expect(found!.components.map((one) => one.name)).toEqual(['Paiements'])
})

test('what is dated back changed when it was written', () => {
  const { updates, ...rest } = anIncident()
  const late = updates.with(1, { ...updates[1]!, writtenAt: now })
  const files = filesOf(aSnapshot({ incidents: [{ ...rest, updates: late }], maintenances: [] }))
  const [found] = files['incidents.json'].incidents
  expect(found!.updated_at).toBe(iso(now))
  expect(found!.incident_updates.at(-2)).toMatchObject({
    created_at: iso(now),
    display_at: iso(updates[1]!.at),
  })
  expect(files['status.json'].page.updated_at).toBe(iso(now))
})

test('an incident that proves a false alarm after its end says so, and was felt by nobody', () => {
  const falseAlarm = { reason: { fr: 'La sonde s’était trompée.' }, at: now - minute }
  const [found] = incidents(aSnapshot({ incidents: [anIncident({ falseAlarm })] }))
  expect(found).toMatchObject({ status: 'resolved', impact: 'none', updated_at: iso(falseAlarm.at) })
  expect(found!.incident_updates).toHaveLength(5)
  expect(found!.incident_updates[0]).toMatchObject({
    status: 'resolved',
    body: 'La sonde s’était trompée.',
    display_at: iso(falseAlarm.at),
    affected_components: null,
  })
})

test('messages of different notices have different ids, also where they were imported with the same', () => {
  const found = incidents(aSnapshot({ incidents: [anIncident(), anIncident({ id: 'INC-2' })] }))
  const ids = found.flatMap((one) => one.incident_updates.map((update) => update.id))
  expect(new Set(ids).size).toBe(8)
})

test('a component that is no longer watched does not look well, and the page says that it does not know', () => {
  const lost = aComponent('api', 'API', {}, { status: 'unknown', statusSince: null })
  const groups = [
    { name: null, components: ['api'], status: 'unknown' as const, availability: null, printed: null },
  ]
  const alone = aSnapshot({ components: [lost], groups, status: 'unknown' })
  expect(filesOf(alone)['components.json'].components[0]!.status).toBe('degraded_performance')
  expect(statusOf(alone)).toEqual({ indicator: 'minor', description: 'Status Unknown' })
  const one = aSnapshot()
  const components = one.components.with(0, { ...one.components[0]!, status: 'unknown' })
  expect(statusOf({ ...one, components }).description).toBe('Status Partially Unknown')
})

test('a collector that is cut off vouches for nothing', () => {
  expect(statusOf(aSnapshot({ cutOff: true }))).toEqual({ indicator: 'minor', description: 'Status Unknown' })
})

test('a window that was cancelled is over, and in no list of what is ahead', () => {
  const snapshot = aSnapshot({ maintenances: [aWindow({ cancelledAt: now - hour })] })
  const [found] = works(snapshot)
  expect(found).toMatchObject({
    status: 'completed',
    resolved_at: iso(now - hour),
    started_at: iso(now - hour),
    updated_at: iso(now - hour),
    scheduled_for: iso(now + 2 * hour),
  })
  expect(found!.incident_updates[0]!.affected_components![0]!.new_status).toBe('operational')
  const files = filesOf(snapshot)
  expect(files['scheduled-maintenances/upcoming.json'].scheduled_maintenances).toEqual([])
  expect(files['summary.json'].scheduled_maintenances).toEqual([])
})

test('a window that ends by itself takes its components through maintenance and out of it', () => {
  const snapshot = { ...aSnapshot({ maintenances: [aWindow()] }), generatedAt: now + 4 * hour }
  const [found] = works(snapshot)
  expect(found!.incident_updates.map((one) => one.status)).toEqual(['completed', 'in_progress', 'scheduled'])
  expect(
    found!.incident_updates.map(({ affected_components }) => [
      affected_components?.[0]?.old_status,
      affected_components?.[0]?.new_status,
    ]),
  ).toEqual([
    ['under_maintenance', 'operational'],
    ['operational', 'under_maintenance'],
    ['operational', 'operational'],
  ])
})

test('a move of a window is a change of the page', () => {
  const [first] = aWindow().announced
  const moved = { at: now - minute, from: now + 5 * hour, to: now + 6 * hour }
  const one = aWindow({ scheduledFor: moved.from, scheduledUntil: moved.to, announced: [first!, moved] })
  const files = filesOf(aSnapshot({ incidents: [], maintenances: [one] }))
  expect(files['scheduled-maintenances.json'].scheduled_maintenances[0]!.updated_at).toBe(iso(moved.at))
  expect(files['summary.json'].page.updated_at).toBe(iso(moved.at))
})

test('occurrences of the programme are shown from their notice on, and no other change of them shows', () => {
  const programme = { entry: 'weekly', originalFor: now + 48 * hour, changed: false }
  const times = { scheduledFor: now + 48 * hour, scheduledUntil: now + 49 * hour, class: 'weekly' }
  const later = { ...aWindow(times), programme }
  const snapshot = aSnapshot({ maintenances: [later] })
  expect(works(snapshot)).toEqual([])
  const at = now + 24 * hour
  const [found] = works({ ...snapshot, generatedAt: at })
  expect(found).toMatchObject({ status: 'scheduled', created_at: iso(at), updated_at: iso(at) })
  // Clients that look for messages younger than their last look find the announcement.
  expect(found!.incident_updates).toMatchObject([
    { status: 'scheduled', created_at: iso(at), updated_at: iso(at), display_at: iso(at) },
  ])
})

const hostile = '\u202e<script>alert(1)</script>\u0000 ]]> \ud800 🎓\njavascript:alert(1)'

test('hostile words stay words that every reader of JSON can read', () => {
  const title = { fr: hostile }
  const { updates, ...rest } = anOpenIncident({ title })
  const shouted = updates.map((one) => ({ ...one, body: `${hostile}${'x'.repeat(100_000)}` }))
  const components = aSnapshot().components.with(0, aComponent('web', '\u202e', {}, { description: hostile }))
  const snapshot = aSnapshot({
    components,
    incidents: [{ ...rest, updates: shouted }],
    maintenances: [aWindow({ title })],
  })
  const all = [...statuspageFiles(snapshot).values()].join('')
  expect(all).not.toMatch(/\\ud[89a-f]|\\u0000/i)
  const files = filesOf(snapshot)
  const name = '<script>alert(1)</script> ]]> \ufffd 🎓 javascript:alert(1)'
  expect(files['incidents.json'].incidents[0]!.name).toBe(name)
  expect(files['scheduled-maintenances.json'].scheduled_maintenances[0]!.name).toBe(name)
  expect(files['components.json'].components[1]!.name).toBe('web')
  expect(files['incidents.json'].incidents[0]!.incident_updates[0]!.body.length).toBeGreaterThan(100_000)
})

test('a component that was never heard of is not operational', () => {
  const page = aSnapshot()
  const never = { ...page.components[0]!, status: 'unknown' as const, firstAt: null, checkedAt: null }
  const files = filesOf({ ...page, components: page.components.with(0, never) })
  expect(files['components.json'].components.find(({ name }) => name === 'Site web')!.status).toBe(
    'degraded_performance',
  )
})
