import type { NoticeField } from '../notice/notice-field.ts'
import type { Locale, Text } from '../text/localized-text.ts'

/** A form as it was posted, or is to be shown: values by their names, absent or empty where nothing is written. */
export type NoticeValues = Readonly<Record<string, string>>

/** What forms are written in. */
export type FormLanguage = {
  /** The one at `/`. */
  readonly locale: Locale
  readonly locales: readonly Locale[]
  /** IANA zone of the times. */
  readonly timezone: string
}

export type FieldKind = NoticeField['kind']

/** How a kind of field is filled in; what is written in it of a row, and what is read of it into an input of the API. */
type FieldForm = {
  readonly write: (name: string, value: unknown, language: FormLanguage) => NoticeValues
  /** Undefined: nothing was written. */
  readonly read: (name: string, values: NoticeValues, language: FormLanguage) => unknown
}

/** An instant (ms) as a control for times has it: `2026-11-22T16:04`, with seconds only where it has some. */
const localTime = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({
      smallestUnit: at % 60_000 === 0 ? 'minute' : at % 1_000 === 0 ? 'second' : 'millisecond',
    })

/** The name of the part of a field in a locale, or about a component. */
export const partName = (name: string, part: string): string => `${name}.${part}`

const partsOf = (name: string, values: NoticeValues): [part: string, value: string][] =>
  Object.entries(values).flatMap(([key, value]) =>
    key.startsWith(`${name}.`) && value.trim() !== '' ? [[key.slice(name.length + 1), value]] : [],
  )

const words: FieldForm = {
  write: (name, text, { locale }) => {
    if (text === null || text === undefined || text === '') return {}
    return Object.fromEntries(
      typeof text === 'string'
        ? [[partName(name, locale), text]]
        : Object.entries(text as Readonly<Record<Locale, string>>).map(([one, value]) => [
            partName(name, one),
            value,
          ]),
    )
  },
  read(name, values, { locales }) {
    const written = partsOf(name, values)
    if (written.length === 0) return undefined
    return locales.length === 1 ? written[0]![1] : Object.fromEntries(written)
  },
}

const choice: FieldForm = {
  write: (name, value) => (typeof value === 'string' ? { [name]: value } : {}),
  read: (name, values) => nonEmpty(values[name]),
}

const time: FieldForm = {
  write: (name, at, { timezone }) => (typeof at === 'number' ? { [name]: localTime(at, timezone) } : {}),
  read: (name, values) => nonEmpty(values[name]),
}

const nonEmpty = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim()

/** Items, one a line, in each locale: those of one number belong together. */
function itemsOf(name: string, values: NoticeValues, { locales }: FormLanguage): Text[] {
  const items: Record<Locale, string>[] = []
  for (const [locale, text] of partsOf(name, values)) {
    const lines = text.split('\n').map((line) => line.trim())
    for (const [index, line] of lines.filter((one) => one !== '').entries())
      (items[index] ??= {})[locale] = line
  }
  return items.map((item) => (locales.length === 1 ? Object.values(item)[0]! : item))
}

const inOneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')

/** The lines of items by locale; an item that a locale has no words for has those of another. */
function linesOf(
  name: string,
  items: readonly { readonly text: Text; readonly mark: string }[],
  { locale, locales }: FormLanguage,
): NoticeValues {
  if (items.length === 0) return {}
  const isPlain = items.every(({ text }) => typeof text === 'string')
  return Object.fromEntries(
    (isPlain ? [locale] : locales).map((one) => [
      partName(name, one),
      items
        .map(({ text, mark }) => {
          const line = typeof text === 'string' ? text : (text[one] ?? Object.values(text)[0] ?? '')
          return mark + inOneLine(line)
        })
        .join('\n'),
    ]),
  )
}

const texts: FieldForm = {
  write: (name, items, language) =>
    linesOf(
      name,
      (items as readonly Text[]).map((text) => ({ text, mark: '' })),
      language,
    ),
  read: itemsOf,
}

const doneMark = /^\[x\]\s*/i

/** Actions: a mark in front of those that are done, in whichever language it is. */
const actions: FieldForm = {
  write: (name, items, language) =>
    linesOf(
      name,
      (items as readonly { text: Text; done: boolean }[]).map(({ text, done }) => ({
        text,
        mark: done ? '[x] ' : '',
      })),
      language,
    ),
  read: (name, values, language) =>
    itemsOf(name, values, language).map((text) => ({
      text:
        typeof text === 'string'
          ? text.replace(doneMark, '')
          : Object.fromEntries(
              Object.entries(text).map(([locale, line]) => [locale, line.replace(doneMark, '')]),
            ),
      done: (typeof text === 'string' ? [text] : Object.values(text)).some((line) => doneMark.test(line)),
    })),
}

const share: FieldForm = {
  write: (name, value) => (typeof value === 'number' ? { [name]: `${value / 10_000}%` } : {}),
  read: (name, values) => nonEmpty(values[name]),
}

const statuses: FieldForm = {
  write: (name, value) =>
    Object.fromEntries(
      Object.entries((value ?? {}) as Readonly<Record<string, string>>).map(([id, status]) => [
        partName(name, id),
        status,
      ]),
    ),
  read: (name, values) => Object.fromEntries(partsOf(name, values)),
}

const boxes: FieldForm = {
  write: (name, ids) =>
    Object.fromEntries((ids as readonly string[]).map((id) => [partName(name, id), 'on'])),
  read: (name, values) => partsOf(name, values).map(([id]) => id),
}

const box: FieldForm = {
  write: (name, value) => (value === true ? { [name]: 'on' } : {}),
  read: (name, values) => values[name] !== undefined,
}

/** A priority may be none, which is something else than nothing said. */
const priority: FieldForm = {
  write: (name, value) => ({ [name]: (value as string | null) ?? 'none' }),
  read: (name, values) => (values[name] === 'none' ? null : nonEmpty(values[name])),
}

/** How each kind of field is filled in. */
export const fieldForms: Readonly<Record<FieldKind, FieldForm>> = {
  title: words,
  body: words,
  text: words,
  optional_text: words,
  required_body: words,
  required_text: words,
  message: words,
  texts,
  actions,
  share,
  instant: time,
  optional_instant: time,
  past_instant: time,
  nullable_instant: time,
  message_instant: time,
  beginning: time,
  impact: choice,
  message_impact: choice,
  message_status: choice,
  class: choice,
  priority,
  statuses,
  components: boxes,
  boolean: box,
}
