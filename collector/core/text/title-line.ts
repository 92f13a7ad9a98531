import { graphemesOf } from './graphemes.ts'

/** Marks that turn the direction of what follows or are not seen, but not those that join letters and emoji. */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu
const control = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\s]+/gu

/**
 * A text as a title or a subject: one line without control characters and marks that turn the direction, of at most `limit`
 * characters as UTF-16 counts them; what is too long ends with `…`, and no character as readers see it is cut in two.
 */
export function titleLine(text: string, limit: number): string {
  const line = text.replaceAll(unseen, '').replaceAll(control, ' ').trim()
  if (line.length <= limit) return line
  let kept = ''
  for (const grapheme of graphemesOf(line)) {
    if (kept.length + grapheme.length >= limit) break
    kept += grapheme
  }
  return `${kept.trimEnd()}…`
}
