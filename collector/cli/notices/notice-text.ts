import type { Config } from '../../core/config/config.ts'
import type { Correction } from '../../core/incident/correction.ts'
import { localTime } from '../io/local-time.ts'
import { plainLine, plainText } from '../io/plain-text.ts'
import { formatAllLocales } from '../io/localized-text.ts'

/** Lines of a text, set in a little. */
export const indent = (text: string): string[] => text.split('\n').map((line) => `   ${line}`.trimEnd())

/** What a correction is about, with the messages numbered as they are shown: `updates.ID.body` is `body of message 2`. */
export function formatBody(what: string, updates: readonly { readonly id: string }[]): string {
  const [first, id, ...rest] = what.split('.')
  const number = first === 'updates' ? updates.findIndex((update) => update.id === id) + 1 : 0
  return plainLine(number > 0 ? `${rest.join('.')} of message ${number}` : what)
}

/** What was said before, oldest first; nothing where nothing was corrected. */
export function* correctionLines(
  corrections: readonly Correction[],
  page: Config['page'],
  name: (what: string) => string,
): Generator<string> {
  if (corrections.length === 0) return
  yield ''
  yield corrections.length === 1 ? 'corrected once:' : `corrected ${corrections.length} times:`
  for (const { at, by, what, before } of corrections) {
    yield `   ${localTime(at, page.timezone)}  ${name(what)} · ${plainLine(by)}; it was:`
    yield* indent(was(what, before, page)).map((line) => `   ${line}`)
  }
}

/** A value before, in words: times in the page's zone, texts in their languages. */
function was(what: string, before: unknown, page: Config['page']): string {
  if (before === null) return '(nothing)'
  if (what.endsWith('components'))
    return plainText(
      Array.isArray(before)
        ? before.join(', ')
        : Object.entries(before as Record<string, string>)
            .map(([id, status]) => `${id} ${status}`)
            .join(', '),
    )
  if (typeof before !== 'string')
    return isText(before) ? formatAllLocales(before) : plainText(JSON.stringify(before))
  const at = /(_for|_until|_at|\.at)$/.test(what) ? Date.parse(before) : Number.NaN
  return Number.isNaN(at) ? plainText(before) : localTime(at, page.timezone)
}

const isText = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((words) => typeof words === 'string')
