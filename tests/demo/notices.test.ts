import { beforeAll, expect, test } from 'vitest'
import type { Config } from '../../collector/core/config/config.ts'
import { type Incident, incidentStatus, isOpen } from '../../collector/core/incident/incident.ts'
import { type Maintenance, isLate, maintenanceStatus } from '../../collector/core/maintenance/maintenance.ts'
import type { Notice } from '../../collector/core/incident/notice.ts'
import { loadConfig } from '../../collector/config/load-config.ts'
import { recordHistory } from '../../collector/demo/simulate-history.ts'
import { recordNotices } from '../../collector/demo/simulate-notices.ts'
import { parseNoticeLine, formatNoticeLine } from '../../collector/notices/jsonl/notice-line.ts'
import { expandRecurringMaintenance } from '../../collector/notices/service/recurring-maintenance.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'

const now = Date.parse('2026-11-22T19:20:00Z')
const day = 86_400_000
const days = 90
let config: Config
let incidents: readonly Incident[]
let maintenances: readonly Maintenance[]

beforeAll(async () => {
  config = (loadConfig('data/status.yaml', {}) as { config: Config }).config
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  await recordHistory(store, config, days, now, () => {})
  await recordNotices(store, config, days, now)
  await expandRecurringMaintenance(store, config, now)
  incidents = await store.incidents()
  maintenances = await store.maintenances()
  await store.close()
})

test('people have taken an outage over, learnt from it, and said nothing after themselves by machine', () => {
  const story = incidents.find((one) => one.postmortem)
  expect(story).toMatchObject({ automatic: true, acknowledgedBy: 'Camille' })
  const authors = story!.updates.map(({ author }) => author)
  expect(authors.slice(authors.indexOf('Camille'))).not.toContain('collector')
  expect(story!.postmortem!.actions).toHaveLength(3)
  expect(incidentStatus(story!)).toBe('postmortem')
  const times = story!.updates.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

test('people have told of what no monitor sees, corrected it, and marked a false alarm', () => {
  const written = incidents.filter((one) => !one.automatic)
  expect(written).toHaveLength(2)
  expect(written.filter((one) => one.corrections?.some(({ what }) => what === 'title'))).toHaveLength(1)
  expect(incidents.filter((one) => one.falseAlarm)).toHaveLength(1)
  expect(incidents.filter(isOpen)).toEqual([])
  for (const { updates } of incidents)
    for (const { body } of updates) expect(Object.keys(body).toSorted()).toEqual(['en', 'fr'])
})

test('the standing programme has been there all along, announced in time', () => {
  const windows = maintenances.filter((one) => one.programme)
  const past = windows.filter((one) => one.scheduledUntil <= now)
  expect(past.filter((one) => one.programme!.entry === 'daily')).toHaveLength(90)
  expect(past.filter((one) => one.programme!.entry === 'monthly').length).toBeGreaterThanOrEqual(2)
  expect(past.every((one) => !isLate(one, config.notice))).toBe(true)
  expect(past.every((one) => one.scheduledFor > now - (days + 1) * day)).toBe(true)
  expect(Math.max(...windows.map((one) => one.scheduledFor))).toBeGreaterThan(now + 395 * day)
})

test('one window is over, one comes in about five days, one comes late', () => {
  const single = maintenances.filter((one) => !one.programme)
  expect(single.map((one) => maintenanceStatus(one, now))).toEqual(['scheduled', 'scheduled', 'completed'])
  expect(single.map((one) => isLate(one, config.notice))).toEqual([false, true, false])
  expect((single[0]!.scheduledFor - now) / day).toBeGreaterThan(4)
  expect((single[0]!.scheduledFor - now) / day).toBeLessThan(6)
})

test('all of it comes out of an export as it went in', () => {
  const back = (written: Notice) => {
    const read = parseNoticeLine(formatNoticeLine(written), config, now)
    return read.ok ? { ...read.row, version: written.notice.version } : read.problems
  }
  for (const incident of incidents) expect(back({ kind: 'incident', notice: incident })).toEqual(incident)
  for (const maintenance of maintenances)
    expect(back({ kind: 'maintenance', notice: maintenance })).toEqual(maintenance)
})
