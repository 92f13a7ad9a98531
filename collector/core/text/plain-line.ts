import { collapseSpaces } from './collapse-spaces.ts'

/** Characters that turn the direction of what follows. */
const directions = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Words of anybody on one line, without what controls a terminal or turns directions around; no-break spaces stay. */
export const sanitizeLine = (text: string): string =>
  collapseSpaces(
    text
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
      .replaceAll(directions, ''),
  )

/** A text of anybody in lines, without what controls a terminal or turns directions around; its spaces stay. */
export const sanitizeLines = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(directions, '')
