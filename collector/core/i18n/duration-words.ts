import { durationParts } from '../time/duration-parts.ts'

/** A duration as a reader would say it, with the rounding of every other: "1 hour, 5 minutes". Milliseconds in. */
export function formatDurationWords(ms: number, locale: string): string {
  const parts = durationParts(Math.max(0, ms))
  return new Intl.DurationFormat(locale, {
    style: 'long',
    secondsDisplay: Object.values(parts).some((count) => count > 0) ? 'auto' : 'always',
  }).format(parts)
}
