import type { FieldChange, FieldValues, NoticeField, NoticeFields } from '../../core/incident/notice-field.ts'
import type { Text } from '../../core/text/localized-text.ts'

/** Reads the parts of an input that need the page to be understood; each way in has its own. */
export type FieldReader = {
  text<Words extends Text | null | undefined>(path: string, words: Words): Words
  /** ms */
  instant(path: string, written: string | number | undefined): number
  componentIds(path: string, ids: readonly string[]): readonly string[]
  class(path: string, name: string): string
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
}

function readField(kind: NoticeField['kind'], input: unknown, path: string, reader: FieldReader): unknown {
  const value = input ?? emptyValues[kind]
  switch (kind) {
    case 'texts':
      return (value as readonly Text[]).map((one, i) => reader.text(`${path}.${i}`, one))
    case 'instant':
      return reader.instant(path, value as string | number | undefined)
    case 'optional_instant':
      return value === null ? null : reader.instant(path, value as string | number)
    case 'components':
      return reader.componentIds(path, value as readonly string[])
    case 'class':
      return reader.class(path, value as string)
    case 'impact':
    case 'boolean':
      return value
    default:
      return reader.text(path, value as Text | null | undefined)
  }
}

const byApiName = (field: NoticeField): string => field.name

/**
 * The values of described fields in an input that was checked against their schemas; what is not written has its default.
 *
 * @param nameOf the name of a field in this way in
 */
export function readFields<Fields extends NoticeFields>(
  fields: Fields,
  input: Readonly<Record<string, unknown>>,
  reader: FieldReader,
  nameOf: (field: NoticeField) => string = byApiName,
): FieldValues<Fields> {
  const values: Record<string, unknown> = {}
  for (const [member, field] of Object.entries(fields)) {
    const value = readField(field.kind, input[nameOf(field)], nameOf(field), reader)
    if (value !== undefined) values[member] = value
  }
  return values as FieldValues<Fields>
}

/** The described fields that an input of the API changes. */
export function readChange<Fields extends NoticeFields>(
  fields: Fields,
  input: Readonly<Record<string, unknown>>,
  reader: FieldReader,
): FieldChange<Fields> {
  const change: Record<string, unknown> = {}
  for (const [member, { kind, name }] of Object.entries(fields))
    if (input[name] !== undefined) change[member] = readField(kind, input[name], name, reader) ?? null
  return change as FieldChange<Fields>
}

const iso = (at: unknown): string => new Date(at as number).toISOString()
const isInstant = (kind: NoticeField['kind']): boolean => kind === 'instant' || kind === 'optional_instant'

/** The described fields of a row as the API prints them: every name is there, null for none. */
export const viewFields = <Fields extends NoticeFields>(
  fields: Fields,
  row: FieldValues<Fields>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([member, { kind, name }]) => {
      const value = row[member as keyof typeof row] as unknown
      return [name, isInstant(kind) && value !== null ? iso(value) : structuredClone(value ?? null)]
    }),
  )

/** The described fields of a row as a line has them: what is empty is left out. */
export const lineFields = <Fields extends NoticeFields>(
  fields: Fields,
  row: FieldValues<Fields>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([member, { kind, name, alias = name }]) => {
      const value = row[member as keyof typeof row] as unknown
      const isEmpty = value === undefined || value === null || value === '' || value === false
      if (isInstant(kind)) return isEmpty ? [] : [[alias, iso(value)]]
      return isEmpty || (kind === 'texts' && (value as readonly Text[]).length === 0) ? [] : [[alias, value]]
    }),
  )
