import { expect, onTestFinished, test } from 'vitest'
import { expandRecurringMaintenance } from '../../../collector/notices/service/recurring-maintenance.ts'
import type { RecurringMaintenance } from '../../../collector/core/maintenance/recurring-maintenance.ts'
import { aDatabaseFile } from '../../store/database-file.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const day = 86_400_000

const daily = (more: Partial<RecurringMaintenance> = {}): RecurringMaintenance => ({
  id: 'daily',
  class: 'default',
  title: 'Checks',
  body: '',
  rrule: 'FREQ=DAILY',
  since: null,
  at: '02:00',
  timezone: 'UTC',
  lasts: 900_000,
  components: ['api'],
  impact: 'none',
  reason: null,
  alternatives: null,
  tasks: [],
  ...more,
})
const configOf = (...recurringMaintenance: RecurringMaintenance[]) => ({ recurringMaintenance })

function aPlace() {
  const place = aDatabaseFile()
  onTestFinished(() => place.dispose())
  return place
}
const aStore = () => aPlace().open({ timezone: 'Europe/Paris' })

test('thirteen months of windows lie ahead, and asking again writes nothing', async () => {
  const store = await aStore()
  expect(await expandRecurringMaintenance(store, configOf(daily()), now)).toBe(true)
  const all = await store.maintenances()
  expect(all.length).toBeGreaterThan(13 * 30)
  expect(all.at(-1)!.scheduledFor).toBe(Date.parse('2026-11-23T02:00:00Z'))
  expect(all[0]!.scheduledFor).toBeGreaterThan(Date.parse('2027-12-22T00:00:00Z'))
  expect(await expandRecurringMaintenance(store, configOf(daily()), now + 60_000)).toBe(false)
})

test('two processes that begin at the same moment materialise each window once', async () => {
  const place = aPlace()
  const stores = [await place.open(), await place.open()]
  await Promise.all(stores.map((store) => expandRecurringMaintenance(store, configOf(daily()), now)))
  const all = await stores[0]!.maintenances()
  expect(new Set(all.map((one) => one.scheduledFor)).size).toBe(all.length)
  expect(all.every((one) => one.version === 1)).toBe(true)
})

test('the next day, one more window is published, and it was published then', async () => {
  const store = await aStore()
  await expandRecurringMaintenance(store, configOf(daily()), now)
  const before = new Set((await store.maintenances()).map((one) => one.id))
  await expandRecurringMaintenance(store, configOf(daily()), now + 40 * day)
  const added = (await store.maintenances()).filter((one) => !before.has(one.id))
  expect(added.length).toBeGreaterThan(0)
  expect(added.every((one) => one.publishedAt === now + 40 * day)).toBe(true)
})

test('an entry that leaves the configuration takes its windows ahead with it, not those of the past', async () => {
  const store = await aStore()
  await expandRecurringMaintenance(store, configOf(daily()), now)
  await expandRecurringMaintenance(store, configOf(), now + 3 * day)
  const left = await store.maintenances()
  expect(left.map((one) => new Date(one.scheduledFor).toISOString().slice(0, 10))).toEqual([
    '2026-11-25',
    '2026-11-24',
    '2026-11-23',
  ])
})
