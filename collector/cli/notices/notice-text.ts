import type { Config } from '../../core/config/config.ts'
import type { Correction } from '../../core/notice/correction.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { plainLine, plainText } from '../io/plain-text.ts'
import { formatAllLocales } from '../io/localized-text.ts'

/** Lines of a text, set in a little. */
export const indent = (text: string): string[] => text.split('\n').map((line) => `   ${line}`.trimEnd())

/** What a correction is about, with the messages numbered as they are shown: `updates.ID.body` is `body of message 2`. */
export function formatCorrectedField(path: string, updates: readonly { readonly id: string }[]): string {
  const [section, id, ...rest] = path.split('.')
  const messageNumber = section === 'updates' ? updates.findIndex((update) => update.id === id) + 1 : 0
  return plainLine(messageNumber > 0 ? `${rest.join('.')} of message ${messageNumber}` : path)
}

/** What was said before, oldest first; nothing where nothing was corrected. */
export function* correctionLines(
  corrections: readonly Correction[],
  page: Config['page'],
  formatField: (what: string) => string,
): Generator<string> {
  if (corrections.length === 0) return
  yield ''
  yield corrections.length === 1 ? 'corrected once:' : `corrected ${corrections.length} times:`
  for (const { at, by, what, before } of corrections) {
    yield `   ${formatLocalTime(at, page.timezone)}  ${formatField(what)} · ${plainLine(by)}; it was:`
    yield* indent(formatPreviousValue(what, before, page)).map((line) => `   ${line}`)
  }
}

/** A value before, in words: times in the page's zone, texts in their languages. */
function formatPreviousValue(path: string, value: unknown, page: Config['page']): string {
  if (value === null) return '(nothing)'
  if (path.endsWith('components'))
    return plainText(
      Array.isArray(value)
        ? value.join(', ')
        : Object.entries(value as Record<string, string>)
            .map(([id, status]) => `${id} ${status}`)
            .join(', '),
    )
  if (typeof value !== 'string')
    return isText(value) ? formatAllLocales(value) : plainText(JSON.stringify(value))
  const instant = /(_for|_until|_at|\.at)$/.test(path) ? Date.parse(value) : Number.NaN
  return Number.isNaN(instant) ? plainText(value) : formatLocalTime(instant, page.timezone)
}

const isText = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((words) => typeof words === 'string')
