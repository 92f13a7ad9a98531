import type { Announcement } from '../../core/announcement/announcement.ts'
import {
  correctAnnouncement,
  publishAnnouncement,
  withdrawAnnouncement,
} from '../../core/announcement/commands.ts'
import { CorrectAnnouncement, PublishAnnouncement } from '../api/announcement-schema.ts'
import { validateAnnouncementChange, validatePublication } from '../rules/announcement-rules.ts'
import { createValidationContext } from '../rules/validation-context.ts'
import { parseInput } from '../rules/validate.ts'
import { keepIfUnchanged, withOptimisticLock } from './optimistic-lock.ts'
import type { NoticeService } from './notice-service.ts'
import { type NoticeWriter, noChanges } from './notice-writer.ts'
import { type NoticeServiceDeps, authorOf } from './service-deps.ts'

/** The announcements of the service. */
export function createAnnouncementService(
  { store, config, now, id }: NoticeServiceDeps,
  writer: NoticeWriter,
): NoticeService['announcements'] {
  const { get, add, change } = withOptimisticLock<Announcement>(writer, {
    noun: 'announcement',
    read: (wanted) => store.announcement(wanted),
    changes: (announcement) => ({ ...noChanges, announcements: [announcement] }),
    now,
  })
  return {
    all: async () => (await store.announcements()).filter((announcement) => !announcement.withdrawn),
    get,
    async publish(input, actor) {
      const by = authorOf(actor)
      const parsed = parseInput(PublishAnnouncement, input)
      const instant = now()
      const publication = validatePublication(parsed, createValidationContext(config, instant))
      const announcement = publishAnnouncement(publication, { now: instant, by, id })
      return add(parsed.id === undefined ? announcement : { ...announcement, id: parsed.id }, {
        actor,
        action: 'publish',
      })
    },
    async correct(wanted, input, actor) {
      const by = authorOf(actor)
      const parsed = parseInput(CorrectAnnouncement, input)
      return change(wanted, { actor, action: 'correct' }, parsed.version, (announcement) => {
        const instant = now()
        const read = createValidationContext(config, instant)
        const corrections = validateAnnouncementChange(announcement, parsed, read)
        return keepIfUnchanged(
          announcement,
          correctAnnouncement(announcement, corrections, { now: instant, by, id }),
        )
      })
    },
    async withdraw(wanted, actor) {
      const by = authorOf(actor)
      return change(wanted, { actor, action: 'withdraw' }, undefined, (announcement) =>
        withdrawAnnouncement(announcement, { now: now(), by, id }),
      )
    },
  }
}
