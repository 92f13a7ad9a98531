import { durationParts } from '../time/duration-parts.ts'

/** A duration as a reader would say it, with the rounding of every other: "1 hour, 5 minutes". Milliseconds in. */
export function formatDurationWords(ms: number, locale: string): string {
  const parts = durationParts(Math.max(0, ms))
  const words = new Intl.DurationFormat(locale, {
    style: 'long',
    secondsDisplay: Object.values(parts).some((count) => count > 0) ? 'auto' : 'always',
  }).format(parts)
  // Unicode keeps some numbers with their units in French, and others not.
  return /^fr\b/i.test(locale) ? words.replaceAll(/(?<=\d) (?=\p{L})/gu, '\u00a0') : words
}
