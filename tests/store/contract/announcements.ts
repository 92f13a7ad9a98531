import { describe, expect, test } from 'vitest'
import { Conflict } from '../../../collector/store/store.ts'
import { anAnnouncement, day, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Announcements as every store keeps them. */
export function announcementsContract({ store }: StoreUnderTest): void {
  describe('announcements', () => {
    test('come back as they were written, newest first, and count as a change of notices', async () => {
      const before = (await store().changeCounts()).notices
      const older = anAnnouncement({ id: 'older0000001', publishedAt: start - day })
      await store().commit({ announcements: [older, anAnnouncement()] })
      expect(await store().announcements()).toEqual([anAnnouncement(), older])
      expect(await store().announcement('hello0000001')).toEqual(anAnnouncement())
      expect(await store().announcement('nobody')).toBeNull()
      expect((await store().changeCounts()).notices).toBe(before + 1)
      expect(await store().read((reader) => reader.announcements())).toHaveLength(2)
    })

    test('of two who change one at the same version, the second is refused with what it is now', async () => {
      await store().commit({ announcements: [anAnnouncement()] })
      const first = anAnnouncement({ pinned: true, version: 2 })
      await store().commit({ announcements: [first] })
      const second = store().commit({ announcements: [anAnnouncement({ body: 'y', version: 2 })] })
      await expect(second).rejects.toThrow(Conflict)
      await expect(second).rejects.toMatchObject({ current: first })
      expect(await store().announcements()).toEqual([first])
    })
  })
}
