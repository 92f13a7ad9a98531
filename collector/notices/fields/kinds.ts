import { z } from 'zod'
import type { NoticeField, NoticeFields } from '../../core/incident/notice-field.ts'
import {
  Body,
  ComponentIds,
  DeclaredComponents,
  Impact,
  InstantView,
  TextView,
  Title,
  When,
} from '../api/field-schemas.ts'
import { LineInstant, OptionalBody } from '../jsonl/line-context.ts'

const Class = z.string().max(64)
const Tasks = z.array(Title).max(200)
const nullableBody = () => Body.nullable().optional()

/** The schemas of each kind of field: in a new notice and in a correction of the API, in front matter, in a line, and in what the API prints. */
const kinds = {
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
    // Below the front matter.
    front: () => z.never().optional(),
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
} satisfies Record<NoticeField['kind'], Record<string, (help: string) => z.ZodType>>

type Way = 'create' | 'correct' | 'front' | 'line' | 'view'

/** The name of a field by a way: front matter and lines have aliases. */
export const fieldName = (field: NoticeField, way: Way): string =>
  way === 'line' ? (field.alias ?? field.name) : field.name

type NameOf<Field extends NoticeField, Of extends Way> = Of extends 'line'
  ? Field extends { readonly alias: infer Alias extends string }
    ? Alias
    : Field['name']
  : Field['name']

type Shape<Fields extends NoticeFields, Of extends Way> = {
  [Member in keyof Fields as NameOf<Fields[Member], Of>]: ReturnType<
    (typeof kinds)[Fields[Member]['kind']][Of]
  >
}

/** The schemas of described fields by their names in one way in or out, in the order of the description. */
export const shapeOf = <Fields extends NoticeFields, Of extends Way>(
  fields: Fields,
  way: Of,
): Shape<Fields, Of> =>
  Object.fromEntries(
    Object.values(fields).map((field) => [fieldName(field, way), kinds[field.kind][way](field.help)]),
  ) as Shape<Fields, Of>
