import { Cron } from 'croner'
import { day } from '../time/units.ts'

/** The minutes of a clock at which a job runs: a cron pattern of five fields, in a zone. */
export type CronSchedule = { readonly pattern: string; readonly timezone: string }

/** Parsed patterns: as many as monitors have, and parsing one costs more than asking it. */
const parsed = new Map<string, Cron>()

/** @throws TypeError where the pattern or the zone cannot be read */
function cronOf({ pattern, timezone }: CronSchedule): Cron {
  const key = `${timezone} ${pattern}`
  let cron = parsed.get(key)
  if (!cron) {
    if (parsed.size >= 1_000) parsed.clear()
    cron = new Cron(pattern, { timezone, mode: '5-part', paused: true })
    parsed.set(key, cron)
  }
  return cron
}

/**
 * The first moment of a schedule after an instant, both ms since the epoch; null where there is none. A time that a spring
 * day skips comes when the clocks have gone forward, one that an autumn day has twice comes once.
 * @throws TypeError where the pattern cannot be read
 */
export const nextScheduled = (schedule: CronSchedule, after: number): number | null =>
  cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null

/** Moments looked at to find the longest gap: every minute of a week and a half. */
const mostMoments = 15_000
/** Any span of this length holds every month's end, and a leap day where it is asked for it. */
const lookAhead = 9 * 366 * day

/**
 * The longest time between two moments of a schedule, ms: of a job of weekdays, the weekend. Null where it has fewer than
 * two moments in nine years.
 * @param from where to begin, ms since the epoch
 * @throws TypeError where the pattern cannot be read
 */
export function longestGap(schedule: CronSchedule, from: number): number | null {
  let longest: number | null = null
  let previous = nextScheduled(schedule, from)
  for (let count = 0; previous !== null && count < mostMoments; count++) {
    const next = nextScheduled(schedule, previous)
    if (next === null || next > from + lookAhead) break
    longest = Math.max(longest ?? 0, next - previous)
    previous = next
  }
  return longest
}
