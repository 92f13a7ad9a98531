import type { Config } from '../core/config.ts'
import type { Correction } from '../core/notice.ts'
import { localTime } from './local-time.ts'
import { plainLine, plainText } from './plain.ts'

/** Lines of a text, set in a little. */
export const indented = (text: string): string[] => text.split('\n').map((line) => `   ${line}`.trimEnd())

/** What a correction is about, with the messages numbered as they are shown: `updates.ID.body` is `body of message 2`. */
export function asWritten(what: string, updates: readonly { readonly id: string }[]): string {
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
    const was = before === null ? '(nothing)' : typeof before === 'string' ? before : JSON.stringify(before)
    yield* indented(plainText(was)).map((line) => `   ${line}`)
  }
}
