import { collapseSpaces } from './collapse-spaces.ts'

/** Words of anybody on one line, without what controls a terminal or turns directions around; no-break spaces stay. */
export const sanitizeLine = (text: string): string =>
  collapseSpaces(
    text
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
      .replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, ''),
  )

/** Markdown for people who read it as it is: a paragraph is one line, an item of a list or a heading stands alone. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#{1,6})\s)/)
    .map(sanitizeLine)
    .filter((line) => line !== '')
