import { z } from 'zod'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import {
  Body,
  ComponentIds,
  DeclaredComponents,
  DeclaredStatus,
  Impact,
  IncidentStatus,
  InstantView,
  Priority,
  TextView,
  Title,
  UpdateStatus,
  When,
  strict,
  LineInstant,
  OptionalBody,
} from './field-schemas.ts'

const Class = z.string().max(64)
const Tasks = z.array(Title).max(200)
const nullableBody = () => Body.nullable().optional()
const statusWords = z.enum(IncidentStatus.options)
const StatusesView = z.record(z.string(), DeclaredStatus)
const Actions = z
  .array(z.union([strict({ text: Body, done: z.boolean().optional().describe('Default: false.') }), Body]))
  .max(200)

/**
 * The schemas of each kind of field: in a new notice or message and in a correction of the API, in front matter (below the
 * heading of a message), in a line, and in what the API prints. Null where a way does not have it.
 */
export const kinds = {
  title: {
    create: () => Title,
    correct: () => Title.optional(),
    front: () => Title,
    line: () => Title,
    view: () => TextView,
  },
  body: {
    create: (help: string) => nullableBody().describe(help),
    correct: nullableBody,
    // It stands below the front matter.
    front: null,
    line: () => OptionalBody.optional(),
    view: () => TextView,
  },
  text: {
    create: (help: string) => nullableBody().describe(help),
    correct: nullableBody,
    front: () => Body.optional(),
    line: nullableBody,
    view: () => TextView.nullable(),
  },
  optional_text: {
    create: (help: string) => nullableBody().describe(help),
    correct: nullableBody,
    front: () => Body.optional(),
    line: nullableBody,
    view: () => TextView.nullable(),
  },
  required_body: {
    create: (help: string) => Body.describe(help),
    correct: () => Body.optional(),
    // Below the front matter.
    front: () => z.never().optional(),
    line: () => Body,
    view: () => TextView,
  },
  texts: {
    create: (help: string) => Tasks.describe(help).optional(),
    correct: (help: string) => Tasks.describe(help).optional(),
    front: () => Tasks.optional(),
    line: () => z.array(Title).optional(),
    view: () => z.array(TextView),
  },
  instant: {
    create: (help: string) => When.describe(help),
    correct: () => When.optional(),
    front: () => When.optional(),
    line: () => LineInstant,
    view: () => InstantView,
  },
  optional_instant: {
    create: (help: string) => When.describe(help).nullable().optional(),
    correct: () => When.nullable().optional(),
    front: () => When.optional(),
    line: () => LineInstant.nullable().optional(),
    view: () => InstantView.nullable(),
  },
  boolean: {
    create: (help: string) => z.boolean().describe(help).optional(),
    correct: () => z.boolean().optional(),
    front: () => z.boolean().optional(),
    line: () => z.boolean().optional(),
    view: () => z.boolean(),
  },
  components: {
    create: (help: string) => ComponentIds.min(1).describe(help),
    correct: () => ComponentIds.min(1).optional(),
    front: () => DeclaredComponents,
    line: () => ComponentIds,
    view: () => z.array(z.string()),
  },
  impact: {
    create: (help: string) => Impact.optional().describe(help),
    correct: () => Impact.optional(),
    front: () => Impact.optional(),
    line: () => Impact.optional(),
    view: () => Impact,
  },
  class: {
    create: (help: string) => Class.describe(help).optional(),
    correct: (help: string) => Class.describe(help).optional(),
    front: () => Class.optional(),
    line: () => Class.optional(),
    view: () => z.string(),
  },
  message: {
    create: (help: string) => Body.describe(help),
    correct: () => Body.optional(),
    front: () => Body,
    line: () => OptionalBody,
    view: () => TextView,
  },
  required_text: {
    create: (help: string) => Body.describe(help),
    correct: () => Body.optional(),
    front: () => Body,
    line: () => Body,
    view: () => TextView,
  },
  priority: {
    create: (help: string) => Priority.nullable().optional().describe(help),
    correct: () => Priority.nullable().optional(),
    front: () => Priority.optional(),
    line: () => Priority.nullable().optional(),
    view: () => Priority.nullable(),
  },
  beginning: {
    create: (help: string) => When.optional().describe(help),
    correct: () => When.optional(),
    front: () => When.optional(),
    line: () => LineInstant,
    view: () => InstantView,
  },
  past_instant: {
    create: (help: string) => When.optional().describe(help),
    correct: () => When.optional(),
    front: () => When.optional(),
    line: () => LineInstant.optional(),
    view: () => InstantView,
  },
  nullable_instant: {
    create: null,
    correct: () => When.nullable().optional(),
    front: () => When.optional(),
    line: () => LineInstant.nullable().optional(),
    view: () => InstantView.nullable(),
  },
  message_instant: {
    create: (help: string) => When.optional().describe(help),
    correct: () => When.optional(),
    // The heading of the message dates it.
    front: null,
    line: () => LineInstant,
    view: () => InstantView,
  },
  message_status: {
    create: (help: string) => UpdateStatus.optional().describe(help),
    correct: () => statusWords.optional(),
    // The heading of the message says it.
    front: null,
    line: () => statusWords,
    view: () => IncidentStatus,
  },
  statuses: {
    create: () => DeclaredComponents.optional(),
    correct: () => DeclaredComponents.optional(),
    front: () => DeclaredComponents.optional(),
    line: () => DeclaredComponents.optional(),
    view: () => StatusesView,
  },
  message_impact: {
    create: (help: string) => Impact.optional().describe(help),
    correct: () => Impact.nullable().optional().describe('null: this message leaves the impact as it was.'),
    front: () => Impact.optional(),
    line: () => Impact.nullable().optional(),
    view: () => Impact.nullable().describe('The impact from this message on; null: as it was.'),
  },
  share: {
    create: (help: string) =>
      z
        .union([z.number().min(0).max(1), z.string().max(32)])
        .nullable()
        .optional()
        .meta({ description: help, examples: [0, 0.005, '0.5%'] }),
    correct: null,
    front: () => z.union([z.number(), z.string().max(32)]).optional(),
    line: () => z.number().min(0).max(1).nullable().optional(),
    view: (help: string) => z.number().nullable().describe(help),
  },
  actions: {
    create: (help: string) => Actions.optional().describe(help),
    correct: null,
    front: () => Actions.optional(),
    line: () => z.array(strict({ text: Body, done: z.boolean().optional() })).optional(),
    view: () => z.array(z.object({ text: TextView, done: z.boolean() })),
  },
} satisfies Record<NoticeField['kind'], Record<FieldWay, ((help: string) => z.ZodType) | null>>

/** A way in or out that fields have a schema for. */
export type FieldWay = 'create' | 'correct' | 'front' | 'line' | 'view'
