/**
 * A text in one line: every run of white space becomes one space, a no-break one where the run holds one (JavaScript's
 * `\s` matches U+00A0 and U+202F too, and French would lose them).
 */
export const collapseSpaces = (text: string): string =>
  text.replaceAll(/\s+/g, (run) => /[\u00a0\u202f]/.exec(run)?.[0] ?? ' ').trim()
