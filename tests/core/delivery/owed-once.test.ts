import { afterEach, beforeEach, expect, test } from 'vitest'
import { reportNotifications } from '../../../collector/core/delivery/report-notifications.ts'
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

test('a month is owed once it is frozen, and its revisions are no news', async () => {
  const frozenAt = Date.UTC(2026, 10, 1, 1)
  expect(reportNotifications({ period: '2026-10', revision: 1 }, frozenAt).map(({ key }) => key)).toEqual([
    'report/2026-10',
  ])
  expect(reportNotifications({ period: '2026-10', revision: 2 }, frozenAt)).toEqual([])
})

test('months of before Vigie was there are sent to nobody when a first start freezes them', () => {
  const firstStart = Date.UTC(2026, 10, 20)
  expect(reportNotifications({ period: '2026-10', revision: 1 }, firstStart)).toEqual([])
  expect(reportNotifications({ period: '2026-03', revision: 1 }, firstStart)).toEqual([])
  // A collector that was off over a weekend still sends it.
  expect(reportNotifications({ period: '2026-10', revision: 1 }, Date.UTC(2026, 10, 3) + hour)).toHaveLength(
    1,
  )
})
