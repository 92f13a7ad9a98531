import { describe, expect, test } from 'vitest'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../../../collector/core/maintenance/recurring-maintenance.ts'
import type { StoredToken } from '../../../collector/store/access-store.ts'
import { Conflict } from '../../../collector/store/store.ts'
import { anIncident, day, hour, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const aWindow = (more: Partial<Maintenance> = {}): Maintenance => ({
  id: 'window000001',
  title: { fr: 'Bascule', en: 'Switch' },
  body: '',
  components: ['api'],
  impact: 'major',
  class: 'default',
  reason: null,
  alternatives: null,
  tasks: [],
  publishedAt: start,
  scheduledFor: start + day,
  scheduledUntil: start + day + hour,
  announced: [{ at: start, from: start + day, to: start + day + hour }],
  startedAt: null,
  completedAt: null,
  cancelledAt: null,
  updates: [],
  programme: null,
  version: 1,
  ...more,
})

const anEntry = (more: Partial<LoadedRecurringMaintenance> = {}): LoadedRecurringMaintenance => ({
  entry: {
    id: 'weekly',
    class: 'weekly',
    title: 'Weekly',
    body: '',
    rrule: 'FREQ=WEEKLY;BYDAY=SU',
    since: null,
    at: '03:00',
    timezone: 'UTC',
    lasts: hour,
    components: ['api'],
    impact: 'minor',
    reason: null,
    alternatives: null,
    tasks: [],
  },
  loadedAt: start,
  timedAt: start,
  sequence: 0,
  removedAt: null,
  ...more,
})

const aToken = (more: Partial<StoredToken> = {}): StoredToken => ({
  id: 'token0000001',
  name: 'deploys',
  scopes: ['read', 'notices'],
  hash: 'a'.repeat(64),
  createdAt: start,
  expiresAt: null,
  revokedAt: null,
  ...more,
})

/** Maintenances, the programme, tokens, answers to requests. */
export function maintenancesContract({ store }: StoreUnderTest): void {
  describe('maintenances', () => {
    test('are kept whole, listed latest first, and grow by one version', async () => {
      const later = aWindow({
        id: 'later',
        scheduledFor: start + 2 * day,
        scheduledUntil: start + 2 * day + hour,
      })
      await store().commit({ maintenances: [aWindow(), later] })
      expect(await store().maintenances()).toEqual([later, aWindow()])
      const moved = aWindow({ version: 2, title: 'Moved' })
      await store().commit({ maintenances: [moved] })
      expect(await store().maintenance(moved.id)).toEqual(moved)
      expect(await store().maintenance('nobody')).toBeNull()
      for (const version of [1, 2, 4])
        await expect(store().commit({ maintenances: [aWindow({ version })] })).rejects.toMatchObject({
          name: 'Conflict',
          current: moved,
        })
    })

    test('that touch an interval are found, early beginnings included', async () => {
      await store().commit({ maintenances: [aWindow({ startedAt: start + day - hour })] })
      const count = async (from: number, to: number): Promise<number> =>
        (await store().maintenances({ from: start + from, to: start + to })).length
      expect(await count(0, day - hour)).toBe(0)
      expect(await count(0, day - hour + 1)).toBe(1)
      expect(await count(day + hour - 1, 2 * day)).toBe(1)
      expect(await count(day + hour, 2 * day)).toBe(0)
    })

    test('are dropped only at the version they were read at', async () => {
      await store().commit({ maintenances: [aWindow()] })
      await store().commit({ maintenances: [aWindow({ version: 2 })] })
      const stale = store().commit({
        deletedMaintenances: [{ id: aWindow().id, version: 1 }],
        maintenances: [aWindow({ id: 'other' })],
      })
      await expect(stale).rejects.toThrow(Conflict)
      expect((await store().maintenances()).map((one) => one.id)).toEqual([aWindow().id])
      await store().commit({
        deletedMaintenances: [
          { id: aWindow().id, version: 2 },
          { id: 'gone', version: 1 },
        ],
      })
      expect(await store().maintenances()).toEqual([])
    })
  })

  test('an entry of the programme is replaced by its id', async () => {
    await store().commit({ recurringMaintenance: [anEntry()] })
    const removed = anEntry({ removedAt: start + day, sequence: 1 })
    await store().commit({ recurringMaintenance: [removed] })
    expect(await store().recurringMaintenance()).toEqual([removed])
  })

  test('a token is found with all it may do, and revoked by writing it again', async () => {
    await store().commit({ tokens: [aToken()] })
    expect(await store().tokens()).toEqual([aToken()])
    const revoked = aToken({ revokedAt: start + 1 })
    await store().commit({ tokens: [revoked] })
    expect(await store().tokens()).toEqual([revoked])
  })

  test('an answer under a key is given once, and with it what was written; both or none', async () => {
    const receipt = { key: 'k', request: 'r', status: 201, answer: '{"id":1}', at: start }
    await store().commit({ incidents: [anIncident()], receipts: [receipt] })
    expect(await store().receipt('k')).toEqual(receipt)
    expect(await store().receipt('other')).toBeNull()
    const again = store().commit({
      incidents: [anIncident({ id: 'another' })],
      receipts: [{ ...receipt, request: 'r2' }],
    })
    await expect(again).rejects.toThrow(Conflict)
    expect(await store().incident('another')).toBeNull()
    expect(await store().receipt('k')).toEqual(receipt)
  })

  test('answers are forgotten after a week', async () => {
    const receipt = { key: 'old', request: 'r', status: 201, answer: '{}', at: start }
    await store().commit({ receipts: [receipt] })
    await store().commit({ receipts: [{ ...receipt, key: 'new', at: start + 8 * day }] })
    expect(await store().receipt('old')).toBeNull()
  })
}
