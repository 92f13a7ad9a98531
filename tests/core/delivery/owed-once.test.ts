import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type FreezeContext,
  dailyReportNotifications,
  reportNotifications,
} from '../../../collector/core/delivery/report-notifications.ts'
import type { Announcement } from '../../../collector/core/announcement/announcement.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../../collector/store/store.ts'
import { fakeClock } from '../../fake-clock.ts'
import { day, hour } from '../../store/builders.ts'

const clock = fakeClock()
let store: Store
beforeEach(async () => void (store = await openSqliteStore(':memory:', { clock })))
afterEach(() => store.close())

const anAnnouncement = (more: Partial<Announcement> = {}): Announcement => ({
  id: 'announce0001',
  title: 'New page',
  body: 'It has moved.',
  until: null,
  pinned: false,
  publishedAt: clock.now(),
  author: 'ann',
  version: 1,
  ...more,
})
const owed = async () => (await store.pendingNotifications(9)).map(({ key }) => key)

test('an announcement is owed once, in the commit that stores it', async () => {
  await store.commit({ announcements: [anAnnouncement()] })
  await store.commit({ announcements: [anAnnouncement({ title: 'New page!', version: 2 })] })
  expect(await owed()).toEqual(['announcement/announce0001'])
})

test('an announcement that nobody is to be told of, is imported or old is owed to nobody', async () => {
  await store.commit({ announcements: [anAnnouncement({ notify: false })] })
  await store.commit({ announcements: [anAnnouncement({ id: 'announce0002' })], silent: true })
  await store.commit({
    announcements: [anAnnouncement({ id: 'announce0003', publishedAt: clock.now() - 2 * day })],
  })
  expect(await owed()).toEqual([])
})

/** Keys of what is owed when a month is frozen at an instant. */
const monthNews = (
  period: string,
  frozenAt: number,
  context: Partial<FreezeContext> = {},
  revision = 1,
): readonly string[] =>
  reportNotifications(
    { period, revision, frozenAt },
    { installedAt: null, previousFrozenAt: null, ...context },
    frozenAt,
  ).map(({ key }) => key)

test('a month is owed once it is frozen, and its revisions are no news', async () => {
  const frozenAt = Date.UTC(2026, 10, 1, 1)
  expect(monthNews('2026-10', frozenAt)).toEqual(['report/2026-10'])
  expect(monthNews('2026-10', frozenAt, {}, 2)).toEqual([])
})

test('months of before Vigie was there are sent to nobody when a first start freezes them', () => {
  const firstStart = Date.UTC(2026, 10, 20)
  expect(monthNews('2026-10', firstStart)).toEqual([])
  expect(monthNews('2026-03', firstStart)).toEqual([])
  // A collector that was off over a weekend still sends it.
  expect(monthNews('2026-10', Date.UTC(2026, 10, 3) + hour)).toHaveLength(1)
})

test('of months that are frozen in a row none is sent, even where the last has just ended and the collector was restarted in between', () => {
  const frozenAt = Date.UTC(2026, 10, 1, 2)
  expect(monthNews('2026-10', frozenAt, { previousFrozenAt: frozenAt - hour })).toEqual([])
  expect(monthNews('2026-10', frozenAt, { previousFrozenAt: Date.UTC(2026, 9, 1, 1) })).toHaveLength(1)
  // The one before came late: the collector was off.
  expect(monthNews('2026-10', frozenAt, { previousFrozenAt: Date.UTC(2026, 9, 5) })).toHaveLength(1)
})

test('a month that was over before there was a collector was imported: nobody is sent it', () => {
  const frozenAt = Date.UTC(2026, 10, 2)
  expect(monthNews('2026-10', frozenAt, { installedAt: Date.UTC(2026, 10, 1, 12) })).toEqual([])
  expect(monthNews('2026-10', frozenAt, { installedAt: Date.UTC(2026, 9, 20) })).toHaveLength(1)
})

test('a day is owed an hour after its end in the zone of the page, and only the last one', () => {
  const installedAt = Date.UTC(2026, 10, 1)
  const owedAt = (now: string, since = installedAt) =>
    dailyReportNotifications(Date.parse(now), 'Europe/Paris', since).map(({ key }) => key)
  expect(owedAt('2026-11-22T23:59:59Z')).toEqual(['report/2026-11-21'])
  expect(owedAt('2026-11-23T00:00:00Z')).toEqual(['report/2026-11-22'])
  expect(owedAt('2026-11-23T23:00:00Z')).toEqual(['report/2026-11-22'])
  // The clocks go back at 3:00: the day has 25 hours.
  expect(owedAt('2026-10-25T23:59:59Z', 0)).toEqual(['report/2026-10-24'])
  expect(owedAt('2026-10-26T00:00:00Z', 0)).toEqual(['report/2026-10-25'])
})

test('a day that was over before there was a collector is sent to nobody', () => {
  const now = Date.parse('2026-11-23T09:00:00Z')
  const owedSince = (installedAt: string | null) =>
    dailyReportNotifications(now, 'UTC', installedAt === null ? null : Date.parse(installedAt))
  expect(owedSince(null)).toEqual([])
  expect(owedSince('2026-11-23T00:00:00Z')).toEqual([])
  expect(owedSince('2026-11-22T23:59:00Z')).toHaveLength(1)
})
