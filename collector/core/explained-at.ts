import { figuresAt } from './evidence.ts'
import type { Interval } from './interval.ts'
import type { ComponentView, Snapshot } from './snapshot.ts'
import { hour } from './time.ts'

/**
 * As of when a figure that still moves is explained, ms: the latest full hour (UTC), or the latest change since, or the
 * snapshot's instant where the figure prints otherwise then. So an explanation says what the page says, and is not written
 * anew in every minute in which nothing happens.
 */
export function explainedAt(
  { generatedAt, weights }: Pick<Snapshot, 'generatedAt' | 'weights'>,
  { evidence }: Pick<ComponentView, 'evidence'>,
  asked: Interval,
): number {
  let at = Math.max(Math.floor(generatedAt / hour) * hour, asked.from)
  const later = (edge: number): void => {
    if (edge > at && edge <= generatedAt) at = edge
  }
  for (const { from } of evidence.slices) later(from)
  for (const { from, to } of evidence.windows) {
    later(from)
    later(to)
  }
  const printed = (now: number): string | null => figuresAt(evidence, asked, now, weights).printed
  return printed(at) === printed(generatedAt) ? at : generatedAt
}
