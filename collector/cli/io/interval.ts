import { formatDuration, parseDuration } from '../../core/time/duration.ts'
import { day, second } from '../../core/time/units.ts'

/** The intervals that monitors may have, ms. */
const limits = { min: second, max: 400 * day }

/** An interval between checks as it is written, `5m`, in ms; or what is wrong with it. */
export function parseInterval(value: unknown): number | { readonly problem: string } {
  const every = typeof value === 'string' ? parseDuration(value) : null
  if (every === null) return { problem: 'no duration' }
  if (every < limits.min || every > limits.max)
    return { problem: `not between ${formatDuration(limits.min)} and ${formatDuration(limits.max)}` }
  return every
}
