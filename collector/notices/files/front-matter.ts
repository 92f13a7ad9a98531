import { z } from 'zod'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { announcementFields } from '../../core/announcement/fields.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { shapeOf } from '../fields/field-shape.ts'
import {
  Body,
  ComponentIds,
  DeclaredComponents,
  GivenId,
  Notify,
  Title,
  When,
  strict,
} from '../fields/field-schemas.ts'

const commonFields = {
  kind: z.enum(['incident', 'maintenance', 'announcement']),
  title: Title,
  id: GivenId.optional(),
  author: z.string().min(1).max(100).optional(),
  notify: Notify.optional(),
  /** What an API prints may be pasted here: it says nothing in a file. */
  version: z.unknown().optional(),
}
const shortText = z.string().max(64)

/** What can stand in the front matter of each kind of notice. */
export const frontMatter = {
  incident: strict({
    ...commonFields,
    components: DeclaredComponents.optional(),
    ...shapeOf(incidentFields, 'front'),
    status: shortText.optional(),
    false_alarm: Body.optional(),
    force: z.boolean().optional(),
  }),
  maintenance: strict({
    ...commonFields,
    ...shapeOf(maintenanceFields, 'front'),
    status: shortText.optional(),
    force: z.boolean().optional(),
  }),
  announcement: strict({
    ...commonFields,
    ...shapeOf(announcementFields, 'front'),
    components: ComponentIds.max(0).optional(),
    at: When.optional(),
    started: When.optional(),
    published_at: When.optional(),
  }),
}
/** The front matter of one kind, read. */
export type FrontMatter<Kind extends keyof typeof frontMatter> = z.output<(typeof frontMatter)[Kind]>

/** What can stand directly below the heading of a message, and its text. */
export const messageSettings = {
  incident: strict({ ...shapeOf(incidentUpdateFields, 'front'), notify: Notify.optional() }),
  maintenance: strict({ body: Body.optional(), notify: Notify.optional() }),
  announcement: strict({ body: Body, notify: Notify.optional() }),
}

/** What can stand directly below the heading of a postmortem, and its text. */
export const postmortemSettings = strict({ ...shapeOf(postmortemFields, 'front'), notify: Notify.optional() })

/** The names of settings that can stand directly below a heading: all but the text. */
export const settingNames = ({ shape }: { readonly shape: Readonly<Record<string, unknown>> }): string[] =>
  Object.keys(shape).filter((name) => name !== 'body')
