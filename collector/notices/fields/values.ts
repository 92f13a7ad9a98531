import type { FieldChange, FieldValues, NoticeField, NoticeFields } from '../../core/notice/notice-field.ts'
import type { Impact } from '../../core/incident/incident.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { readShare } from './share.ts'

/** The components that a message names, each with a status, or as a list. */
type StatusesInput = readonly string[] | Readonly<Record<string, MeasuredStatus>>

/** Reads the parts of an input that need the page to be understood; each way in has its own. */
export type FieldReader = {
  text<Words extends Text | null | undefined>(path: string, words: Words): Words
  /** Of something planned, ms. */
  instant(path: string, written: string | number | undefined): number
  /** Of something that has happened, ms. */
  pastInstant(path: string, written: string | number): number
  componentIds(path: string, ids: readonly string[]): readonly string[]
  /** A status for each component; a list follows the impact of the message, or of the incident where that is undefined. */
  statuses(
    path: string,
    components: StatusesInput,
    impact: Impact | undefined,
  ): Readonly<Record<string, MeasuredStatus>>
  class(path: string, name: string): string
  addIssue(path: string, message: string): void
}

/** What a field holds when nothing is written. */
const emptyValues: Partial<Record<NoticeField['kind'], unknown>> = {
  body: '',
  text: null,
  texts: [],
  optional_instant: null,
  boolean: false,
  impact: 'minor',
  class: 'default',
  share: null,
  actions: [],
}

type Input = Readonly<Record<string, unknown>>

function readValue(
  kind: NoticeField['kind'],
  value: unknown,
  path: string,
  input: Input,
  reader: FieldReader,
) {
  switch (kind) {
    case 'texts':
      return (value as readonly Text[]).map((one, i) => reader.text(`${path}.${i}`, one))
    case 'instant':
      return reader.instant(path, value as string | number | undefined)
    case 'beginning':
    case 'past_instant':
    case 'nullable_instant':
    case 'message_instant':
      return typeof value === 'string' || typeof value === 'number' ? reader.pastInstant(path, value) : value
    case 'optional_instant':
      return value === null ? null : reader.instant(path, value as string | number)
    case 'components':
      return reader.componentIds(path, value as readonly string[])
    case 'statuses':
      return reader.statuses(
        path,
        (value ?? {}) as StatusesInput,
        (input['impact'] ?? undefined) as Impact | undefined,
      )
    case 'class':
      return reader.class(path, value as string)
    case 'share':
      return readShare(path, value as string | number | null, reader)
    case 'actions':
      return (value as readonly (Text | PostmortemActionInput)[]).map((action, i) =>
        isAction(action)
          ? { text: reader.text(`${path}.${i}`, action.text), done: action.done ?? false }
          : { text: reader.text(`${path}.${i}`, action), done: false },
      )
    case 'impact':
    case 'message_impact':
    case 'message_status':
    case 'priority':
    case 'boolean':
      return value
    default:
      return reader.text(path, value as Text | null | undefined)
  }
}

type PostmortemActionInput = { readonly text: Text; readonly done?: boolean | undefined }
/** A text per locale has locales for names, of two letters at least, and neither `text` nor `done` is one. */
const isAction = (action: Text | PostmortemActionInput): action is PostmortemActionInput =>
  typeof action === 'object' && 'text' in action

/** How the fields of an input are named, and where the input stands in a larger one. */
export type InputForm = {
  /** The name of a field in this way in; by default that of the API. */
  readonly nameOf?: (field: NoticeField) => string
  /** The path of the input with a dot at its end, such as `updates.0.`. */
  readonly prefix?: string
}

const apiName = (field: NoticeField): string => field.name

/**
 * The values of described fields in an input that was checked against their schemas; what is not written has its default.
 */
export function readFields<Fields extends NoticeFields>(
  fields: Fields,
  input: Input,
  reader: FieldReader,
  { nameOf = apiName, prefix = '' }: InputForm = {},
): FieldValues<Fields> {
  const values: Record<string, unknown> = {}
  for (const [member, field] of Object.entries(fields)) {
    const written = input[nameOf(field)] ?? emptyValues[field.kind]
    const value = readValue(field.kind, written, prefix + nameOf(field), input, reader) ?? undefined
    const isNone = value === undefined && emptyValues[field.kind] === null
    if (value !== undefined || isNone) values[member] = value ?? null
  }
  return values as FieldValues<Fields>
}

/** The described fields that an input has; null for one that is none. */
export function readChange<Fields extends NoticeFields>(
  fields: Fields,
  input: Input,
  reader: FieldReader,
  { nameOf = apiName, prefix = '' }: InputForm = {},
): FieldChange<Fields> {
  const change: Record<string, unknown> = {}
  for (const [member, field] of Object.entries(fields)) {
    const written = input[nameOf(field)]
    if (written === undefined) continue
    const value = written ?? emptyValues[field.kind] ?? null
    change[member] = readValue(field.kind, value, prefix + nameOf(field), input, reader) ?? null
  }
  return change as FieldChange<Fields>
}

const iso = (at: unknown): string => new Date(at as number).toISOString()

/** A value as the API prints it: instants in ISO 8601, shares from 0 to 1, null for none. */
function viewValue(kind: NoticeField['kind'], value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (kind.endsWith('instant') || kind === 'beginning') return iso(value)
  return kind === 'share' ? (value as number) / 1e6 : structuredClone(value)
}

/** The described fields of a row as the API prints them: every name is there, null for none. */
export const viewFields = <Fields extends NoticeFields>(
  fields: Fields,
  row: FieldValues<Fields>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([member, { kind, name }]) => [
      name,
      viewValue(kind, row[member as keyof typeof row]),
    ]),
  )

/** Kinds that a line leaves out where they are empty; it has all others. */
const omittedWhenEmpty: ReadonlySet<NoticeField['kind']> = new Set([
  'body',
  'text',
  'optional_text',
  'optional_instant',
  'boolean',
  'texts',
  'nullable_instant',
  'message_impact',
])

/** The described fields of a row as a line has them: optional ones that are empty are left out. */
export const lineFields = <Fields extends NoticeFields>(
  fields: Fields,
  row: FieldValues<Fields>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries<NoticeField>(fields).flatMap(([member, { kind, name, lineName = name }]) => {
      const value = row[member as keyof typeof row] as unknown
      const isEmpty =
        value === undefined || value === null || value === '' || value === false || isEmptyList(value)
      return isEmpty && omittedWhenEmpty.has(kind) ? [] : [[lineName, viewValue(kind, value)]]
    }),
  )

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0
