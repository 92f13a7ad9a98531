import { z } from 'zod'
import { announcementFields } from '../../core/announcement/fields.ts'
import { shapeOf } from '../fields/field-shape.ts'
import { GivenId, InstantView, Notify, Version, When, strict } from '../fields/field-schemas.ts'
import { commonView, commonViewEnd } from './view-schema.ts'

/** Body of `POST /api/v1/announcements`. */
export const PublishAnnouncement = strict({
  ...shapeOf(announcementFields, 'create'),
  published_at: When.optional().describe('What it is dated. Default: now.'),
  notify: Notify.optional(),
  id: GivenId.optional(),
}).meta({ id: 'PublishAnnouncement' })

/** Body of `PATCH /api/v1/announcements/ID`. */
export const CorrectAnnouncement = strict({
  ...shapeOf(announcementFields, 'correct'),
  published_at: When.optional().describe('What it is dated.'),
  version: Version.optional(),
}).meta({ id: 'CorrectAnnouncement' })

/** An announcement as the API and `--json` print it. */
export const AnnouncementView = z
  .object({
    ...commonView,
    kind: z.literal('announcement'),
    ...shapeOf(announcementFields, 'view'),
    current: z.boolean().describe('It stands on the overview now.'),
    published_at: InstantView,
    written_at: InstantView.describe('When it was written down.'),
    author: z.string(),
    notify: z.boolean(),
    ...commonViewEnd,
  })
  .meta({ id: 'AnnouncementView' })
/** An announcement as the API and `--json` print it. */
export type AnnouncementView = z.output<typeof AnnouncementView>
