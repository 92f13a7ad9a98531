import type { NoticeFields } from '../notice/notice-field.ts'
import { type FieldKind, type FormLanguage, type NoticeValues, fieldForms } from './field-forms.ts'

/** What a form shows of a row: the values of described fields. */
export const formValues = (
  fields: NoticeFields,
  row: Readonly<Record<string, unknown>>,
  language: FormLanguage,
): NoticeValues =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([member, { kind, name }]) =>
      row[member] === undefined ? {} : fieldForms[kind].write(name, row[member], language),
    ),
  ) as NoticeValues

/** What a form says of described fields, by the names of the API: an input that is yet to be validated. */
export const formInput = (
  fields: NoticeFields,
  values: NoticeValues,
  language: FormLanguage,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(fields).flatMap(({ kind, name }) => {
      const value = fieldForms[kind].read(name, values, language)
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Kinds that a correction can make none. */
const removable: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'body',
  'text',
  'optional_text',
  'optional_instant',
  'nullable_instant',
  'message_impact',
  'share',
])

/** Kinds of which a form that chooses nothing leaves what there is. */
const keptUnlessChosen: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'impact',
  'class',
  'message_status',
  'priority',
])

/** The fields a form has other than a row: what a correction of it says. What was emptied is null. */
export function formCorrection(
  fields: NoticeFields,
  values: NoticeValues,
  row: Readonly<Record<string, unknown>>,
  language: FormLanguage,
): Record<string, unknown> {
  const before = formValues(fields, row, language)
  return Object.fromEntries(
    Object.entries(fields).flatMap(([member, field]) => {
      const { kind, name } = field
      if (isSame(name, before, values)) return []
      const value = formInput({ [member]: field }, values, language)[name]
      if (value !== undefined) return [[name, value]]
      return keptUnlessChosen.has(kind) ? [] : [[name, removable.has(kind) ? null : '']]
    }),
  )
}

/** Browsers send line breaks as they please. */
const tidy = (value: string | undefined): string => (value ?? '').replaceAll('\r\n', '\n').trim()

/** Do two forms say the same of a field? */
export function isSame(name: string, one: NoticeValues, other: NoticeValues): boolean {
  const isOf = (key: string): boolean => key === name || key.startsWith(`${name}.`)
  const keys = new Set([...Object.keys(one), ...Object.keys(other)].filter(isOf))
  return [...keys].every((key) => tidy(one[key]) === tidy(other[key]))
}
