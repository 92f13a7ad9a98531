import { collapseSpaces } from './collapse-spaces.ts'

/** Characters that XML 1.0 has no way to write. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Signs that turn the direction of what follows, beyond the text they stand in. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g

/** A text that XML and JSON can carry: no forbidden characters, no halves of surrogate pairs. */
export const clean = (text: string): string => text.toWellFormed().replace(unwritable, '')

/** The same for a single line that stands among words of others: in one line, and turning nothing around it. */
export const cleanLine = (text: string): string =>
  collapseSpaces(
    clean(text)
      .replace(turning, '')
      .replaceAll(/\p{Cc}/gu, ' '),
  )
