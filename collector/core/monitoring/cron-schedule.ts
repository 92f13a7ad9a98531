import { Cron } from 'croner'
import { day, hour } from '../time/units.ts'

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

/** Moments looked at to find the longest gap: every minute of ten days. */
const mostMoments = 15_000

/** How far ahead the longest gap must show, ms: the fields of a pattern tell which days differ from one another. */
function horizonOf({ pattern }: CronSchedule): number {
  const [, hours = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = pattern.trim().split(/\s+/)
  if (month !== '*' || dayOfMonth !== '*') return 800 * day
  if (dayOfWeek !== '*') return 15 * day
  return hours === '*' ? day / 4 : 3 * day
}

const gaps = new Map<string, number | null>()

/**
 * The longest time between two moments of a schedule, ms: of a job of weekdays, the weekend; an hour more where clocks
 * change. Null where it does not come twice in more than two years.
 * @param from where to begin, ms since the epoch
 * @throws TypeError where the pattern cannot be read
 */
export function longestGap(schedule: CronSchedule, from: number): number | null {
  const key = `${from} ${schedule.timezone} ${schedule.pattern}`
  let gap = gaps.get(key)
  if (gap === undefined) {
    if (gaps.size >= 1_000) gaps.clear()
    gaps.set(key, (gap = findLongestGap(schedule, from)))
  }
  return gap
}

function findLongestGap(schedule: CronSchedule, from: number): number | null {
  const until = from + horizonOf(schedule)
  let longest: number | null = null
  let previous = nextScheduled(schedule, from)
  for (let count = 0; previous !== null && count < mostMoments; count++) {
    const next = nextScheduled(schedule, previous)
    if (next === null) break
    longest = Math.max(longest ?? 0, next - previous)
    previous = next
    if (next > until) break
  }
  if (longest === null || longest < hour * 2) return longest
  const here = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(schedule.timezone)
  return here.getTimeZoneTransition('next') === null ? longest : longest + hour
}
