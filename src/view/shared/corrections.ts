import type { Correction } from '../../../collector/core/notice/correction.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { escape } from './html.ts'
import { componentOf } from './places.ts'
import { toHtml } from '../../../collector/core/text/markdown.ts'
import type { View } from './view.ts'

/** Something that was said otherwise before. Texts ending in `Html` are safe HTML. */
export type CorrectionLine = {
  /** What was corrected, in the reader's words. */
  readonly what: string
  readonly atHtml: string
  readonly beforeHtml: string
}

/** The corrections of a notice: those of one of its messages by that message's id, the others beside. */
export type CorrectionLines = {
  readonly notice: readonly CorrectionLine[]
  readonly updates: ReadonlyMap<string, readonly CorrectionLine[]>
}

/** Everything that was corrected in a notice, the latest first. */
export function correctionLines(view: View, corrections: readonly Correction[] | undefined): CorrectionLines {
  const notice: CorrectionLine[] = []
  const updates = new Map<string, CorrectionLine[]>()
  for (const correction of (corrections ?? []).toReversed()) {
    const [, update, field] = /^updates\.(.+)\.([a-z_]+)$/.exec(correction.what) ?? []
    const line = {
      what: fieldName(view, field ?? correction.what),
      atHtml: view.time(correction.at, 'm'),
      beforeHtml: valueHtml(view, field ?? correction.what, correction.before, update === undefined ? 3 : 4),
    }
    if (update === undefined) notice.push(line)
    else if (updates.has(update)) updates.get(update)!.push(line)
    else updates.set(update, [line])
  }
  return { notice, updates }
}

/** The name of a corrected field for readers: of the API's names, the last part. */
export function fieldName(view: View, what: string): string {
  const names: Readonly<Record<string, string>> = view.words.corrections.what
  const name = what.split('.').at(-1)!
  return Object.hasOwn(names, name) ? names[name]! : name.replaceAll('_', ' ')
}

const nameIn = (names: Readonly<Record<string, string>>, value: string): string | undefined =>
  Object.hasOwn(names, value) ? names[value] : undefined

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/** A value as it was before, whatever it is, as safe HTML; headings in it are of `level`. */
function valueHtml(view: View, what: string, value: unknown, level: 3 | 4): string {
  const { words } = view
  if (value === null || value === undefined || value === '')
    return `<p class="quiet">${escape(words.corrections.nothing)}</p>`
  if (typeof value === 'string') {
    if (isoTime.test(value) && !Number.isNaN(Date.parse(value))) return view.time(Date.parse(value), 'm')
    const names =
      what === 'impact'
        ? nameIn(words.impact, value)
        : what === 'priority'
          ? nameIn(words.priority, value)
          : what === 'status'
            ? (nameIn(words.incidentStatus, value) ?? nameIn(words.planned.status, value))
            : undefined
    return names === undefined ? toHtml(value, level) : escape(names)
  }
  if (typeof value === 'boolean') return escape(value ? words.corrections.yes : words.corrections.no)
  if (typeof value !== 'object') return escape(String(value))
  if (Array.isArray(value))
    return `<ul>${value.map((one: unknown) => `<li>${what === 'components' && typeof one === 'string' ? nameOf(view, one) : valueHtml(view, '', one, level)}</li>`).join('')}</ul>`
  const entries = Object.entries(value)
  if (what === 'components')
    return entries
      .map(
        ([id, status]) =>
          `${nameOf(view, id)} ${escape(nameIn(words.shown, String(status)) ?? String(status))}`,
      )
      .join('<br>')
  if (entries.every(([, text]) => typeof text === 'string'))
    return toHtml(view.text(value as Exclude<Text, string>), level)
  return entries
    .map(([name, one]) => `${escape(fieldName(view, name))} ${valueHtml(view, name, one, level)}`)
    .join('<br>')
}

const nameOf = (view: View, id: string): string => view.html(componentOf(view.snapshot, id)?.name ?? id)
