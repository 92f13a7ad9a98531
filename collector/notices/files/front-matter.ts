import { z } from 'zod'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { shapeOf } from '../fields/kinds.ts'
import {
  Body,
  ComponentIds,
  DeclaredComponents,
  GivenId,
  Impact,
  Notify,
  Priority,
  Title,
  When,
  strict,
} from '../api/field-schemas.ts'

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

// The text of the window stands below the front matter.
const { title: _title, body: _body, ...maintenanceFront } = shapeOf(maintenanceFields, 'front')

/** What can stand in the front matter of each kind of notice. */
export const frontMatter = {
  incident: strict({
    ...commonFields,
    components: DeclaredComponents.optional(),
    impact: Impact.optional(),
    priority: Priority.optional(),
    status: shortText.optional(),
    started: When.optional(),
    started_at: When.optional(),
    detected: When.optional(),
    detected_at: When.optional(),
    acknowledged: When.optional(),
    acknowledged_at: When.optional(),
    false_alarm: Body.optional(),
    force: z.boolean().optional(),
  }),
  maintenance: strict({
    ...commonFields,
    ...maintenanceFront,
    status: shortText.optional(),
    from: When.optional(),
    until: When.optional(),
    force: z.boolean().optional(),
  }),
  announcement: strict({
    ...commonFields,
    components: ComponentIds.max(0).optional(),
    at: When.optional(),
    started: When.optional(),
  }),
}
/** The front matter of one kind, read. */
export type FrontMatter<Kind extends keyof typeof frontMatter> = z.output<(typeof frontMatter)[Kind]>

/** What can stand directly below the heading of a message, and its text. */
export const messageSettings = {
  incident: strict({
    body: Body,
    components: DeclaredComponents.optional(),
    impact: Impact.optional(),
    notify: Notify.optional(),
  }),
  maintenance: strict({ body: Body.optional(), notify: Notify.optional() }),
  announcement: strict({ body: Body, notify: Notify.optional() }),
}

const PostmortemActionField = z.union([Body, strict({ text: Body, done: z.boolean().optional() })])
/** What can stand directly below the heading of a postmortem, and its text. */
export const postmortemSettings = strict({
  body: Body,
  root_cause: Body.optional(),
  data_loss: z.union([z.number(), z.string().max(32)]).optional(),
  actions: z.array(PostmortemActionField).max(200).optional(),
  notify: Notify.optional(),
})
