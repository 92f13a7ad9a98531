import type { Text } from '../text/localized-text.ts'
import type { Impact } from './incident.ts'

/** What a field holds, by its kind. */
type FieldValueByKind = {
  /** One line. */
  readonly title: Text
  /** Markdown; empty for none. */
  readonly body: Text
  /** Markdown; null for none. */
  readonly text: Text | null
  /** Markdown; absent for none, as in rows stored before the field was described. The kind of a new text. */
  readonly optional_text: Text
  /** Markdown; never empty. */
  readonly required_body: Text
  /** Lines, none or more. */
  readonly texts: readonly Text[]
  /** ms since the epoch. */
  readonly instant: number
  /** ms since the epoch; null for none. */
  readonly optional_instant: number | null
  readonly boolean: boolean
  /** Ids of components. */
  readonly components: readonly string[]
  readonly impact: Impact
  /** A class of the configuration's `notice` map. */
  readonly class: string
}

/** One field of a notice, described once: every way in and out derives from it. */
export type NoticeField = {
  readonly kind: keyof FieldValueByKind
  /** In the API, in corrections and in messages. */
  readonly name: string
  /** In front matter and lines, where it is another one. */
  readonly alias?: string
  /** What it is, in the description of the API and of the configuration. */
  readonly help: string
  /** What to write in it, in messages: follows `Write `. */
  readonly write: string
  /** A value the configuration's schema shows. */
  readonly example?: string
  /** The flag of the command line without its dashes, the name of its value, and its help. */
  readonly flag: { readonly name: string; readonly value: string; readonly help: string }
  /** Its name for people: previews, and headings of `show`. */
  readonly label: string
}

/** Fields by the members of the row that hold them. */
export type NoticeFields = Readonly<Record<string, NoticeField>>

type OptionalMembers<Fields extends NoticeFields> = {
  [Member in keyof Fields]: Fields[Member]['kind'] extends 'optional_text' ? Member : never
}[keyof Fields]

/** What a row holds of described fields. */
export type FieldValues<Fields extends NoticeFields> = {
  readonly [
    Member in Exclude<keyof Fields, OptionalMembers<Fields>>
  ]: FieldValueByKind[Fields[Member]['kind']]
} & { readonly [Member in OptionalMembers<Fields>]?: Text }

/** A change of described fields: what is absent stays, null is none. */
export type FieldChange<Fields extends NoticeFields> = Partial<
  Omit<FieldValues<Fields>, OptionalMembers<Fields>>
> & { readonly [Member in OptionalMembers<Fields>]?: Text | null }

/** The described fields of a row or an input that has others, too. */
export const pickFields = <Fields extends NoticeFields>(
  fields: Fields,
  from: FieldValues<Fields>,
): FieldValues<Fields> =>
  Object.fromEntries(
    Object.entries(from).filter(([member, value]) => member in fields && value !== undefined),
  ) as FieldValues<Fields>

/** A row without its optional fields that are null: they are absent where there is none. */
export function dropEmptyFields<Row extends object>(fields: NoticeFields, row: Row): Row {
  const kept = { ...row } as Record<string, unknown>
  for (const [member, { kind }] of Object.entries(fields))
    if (kind === 'optional_text' && kept[member] === null) delete kept[member]
  return kept as Row
}
