import { collapseSpaces } from '../../collector/core/text/collapse-spaces.ts'
import { graphemesOf } from '../../collector/core/text/graphemes.ts'
import { inLocale, type Text } from '../../collector/core/text/localized-text.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'

/** Controls, signs without a shape (among them those that turn the direction of what follows), and halves of nothing. */
// A joiner is kept: emoji and some scripts are written with it.
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffe\uffff]/gu

/** How many code points of a name a badge has room for. */
const ofBadge = 40

/**
 * A name for where there is little room: one line of `room` code points at most, in which nothing is hidden; where nothing
 * is left of it, `otherwise`.
 */
export function badgeName(text: string, otherwise: string, room = ofBadge): string {
  const clean = collapseSpaces(text.slice(0, 2_000).toWellFormed()).replace(unseen, '').trim()
  if (clean === '') return otherwise
  if ([...clean].length <= room) return clean
  let cut = ''
  for (const grapheme of graphemesOf(clean)) {
    if ([...cut, ...grapheme].length >= room) break
    cut += grapheme
  }
  return `${cut.trimEnd()}…`
}

/** The same of a reader's text, in the page's own locale. */
export const badgeText = ({ page }: Snapshot, text: Text, otherwise: string): string =>
  badgeName(inLocale(text, page.locale, page.locales), otherwise)
