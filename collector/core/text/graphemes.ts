const printableAscii = /^[\x20-\x7e]*$/

/** Is every character of it one of the keyboard: one character as readers see it, and one column of a terminal? */
export const isPrintableAscii = (text: string): boolean => printableAscii.test(text)

// Made when a text first needs it: reading ICU's rules costs as much as starting Node.
let segmenter: Intl.Segmenter | undefined

/** The characters of a text as readers see them (extended grapheme clusters, UAX #29), in order. */
export function* graphemesOf(text: string): Generator<string> {
  if (isPrintableAscii(text)) return yield* text
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of segmenter.segment(text)) yield segment
}
