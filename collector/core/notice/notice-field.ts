import type { Text } from '../text/localized-text.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Impact, IncidentStatus, Priority } from './terms.ts'

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
  /** The words of a message, Markdown; a line may have none. */
  readonly message: Text
  /** Markdown that must be there. */
  readonly required_text: Text
  /** What the team promised; null for none. */
  readonly priority: Priority | null
  /** When something began, ms since the epoch; a line must have it. */
  readonly beginning: number
  /** When something happened, ms; the rules date it where nobody does. */
  readonly past_instant: number
  /** When something happened, ms; null for not yet. It cannot be set when the notice is made. */
  readonly nullable_instant: number | null
  /** What a message is dated, ms; in a file, its heading says so. */
  readonly message_instant: number
  /** How far the team is as of a message; in a file, its heading says so. */
  readonly message_status: IncidentStatus
  /** The status of each component that a message names; those it does not name stay as they were. */
  readonly statuses: Readonly<Record<string, MeasuredStatus>>
  /** The impact from a message on; absent: as it was. */
  readonly message_impact: Impact
  /** A share in millionths (0 for none); null where nothing was declared. */
  readonly share: number | null
  /** What is being changed, each as Markdown; `done` as in a list of tasks. */
  readonly actions: readonly { readonly text: Text; readonly done: boolean }[]
}

/** One field of a notice, described once: every way in and out derives from it. */
export type NoticeField = {
  readonly kind: keyof FieldValueByKind
  /** In the API, in corrections and in messages. */
  readonly name: string
  /** In lines, where it is another one. */
  readonly lineName?: string
  /** In front matter, beside the name of the API. */
  readonly frontName?: string
  /** What it is, in the description of the API and of the configuration. */
  readonly help: string
  /** What to write in it, in messages: follows `Write `. */
  readonly write: string
  /** A value the configuration's schema shows. */
  readonly example?: string
  /** The flag of the command line without its dashes, the name of its value, and its help (another one where it corrects). */
  readonly flag: {
    readonly name: string
    readonly value: string
    readonly help: string
    readonly correctHelp?: string
  }
  /** Its name for people: previews, and headings of `show`. */
  readonly label: string
}

/** Fields by the members of the row that hold them. */
export type NoticeFields = Readonly<Record<string, NoticeField>>

/** Kinds that are absent from a row where there is none. */
type OptionalKind = 'optional_text' | 'message_impact'
const optionalKinds: ReadonlySet<NoticeField['kind']> = new Set<OptionalKind>([
  'optional_text',
  'message_impact',
])

type OptionalMembers<Fields extends NoticeFields> = {
  [Member in keyof Fields]: Fields[Member]['kind'] extends OptionalKind ? Member : never
}[keyof Fields]

/** What a row holds of described fields. */
export type FieldValues<Fields extends NoticeFields> = {
  readonly [
    Member in Exclude<keyof Fields, OptionalMembers<Fields>>
  ]: FieldValueByKind[Fields[Member]['kind']]
} & { readonly [Member in OptionalMembers<Fields>]?: FieldValueByKind[Fields[Member]['kind']] }

/** A change of described fields: what is absent stays, null is none. */
export type FieldChange<Fields extends NoticeFields> = Partial<
  Omit<FieldValues<Fields>, OptionalMembers<Fields>>
> & { readonly [Member in OptionalMembers<Fields>]?: FieldValueByKind[Fields[Member]['kind']] | null }

/** The described fields of a row or an input that has others, too. */
export const pickFields = <Fields extends NoticeFields>(
  fields: Fields,
  from: FieldValues<Fields> | FieldChange<Fields>,
): FieldValues<Fields> =>
  Object.fromEntries(
    Object.entries(from).filter(([member, value]) => member in fields && value !== undefined),
  ) as FieldValues<Fields>

/** A row without its optional fields that are null: they are absent where there is none. */
export function dropEmptyFields<Fields extends NoticeFields, Row extends object>(
  fields: Fields,
  row: Row,
): Omit<Row, OptionalMembers<Fields>> & Pick<FieldValues<Fields>, OptionalMembers<Fields>> {
  const kept = { ...row } as Record<string, unknown>
  for (const [member, { kind }] of Object.entries(fields))
    if (optionalKinds.has(kind) && kept[member] === null) delete kept[member]
  return kept as ReturnType<typeof dropEmptyFields<Fields, Row>>
}
