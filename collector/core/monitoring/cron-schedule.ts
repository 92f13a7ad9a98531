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
 * The first moment of a schedule after an instant, both ms since the epoch; null where there is none. As in crontab(5): a
 * time that a spring day skips comes when the clocks have gone forward, once for all that it skips, one that an autumn day
 * has twice comes once, at the first; what comes in every hour, or at any minute of one, is not made up for.
 * @throws TypeError where the pattern cannot be read
 */
export function nextScheduled(schedule: CronSchedule, after: number): number | null {
  const { pattern, timezone } = schedule
  const [minutes = '*', hours = '*'] = pattern.trim().split(/\s+/)
  // By the time that passes: every hour is one, whatever the clocks call it.
  const direct = cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null
  if (hours.startsWith('*') || keepsOffset(timezone, after, direct)) return direct
  // By the clock on the wall, whose times are taken for those of UTC: each comes once, in order.
  const wall = cronOf({ pattern, timezone: 'UTC' })
  const here = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timezone)
  for (let shown = here.toPlainDateTime(); ;) {
    const next = wall.nextRun(new Date(shown.toZonedDateTime('UTC').epochMilliseconds))
    if (next === null) return null
    shown = Temporal.Instant.fromEpochMilliseconds(next.getTime()).toZonedDateTimeISO('UTC').toPlainDateTime()
    const at = instantOf(shown, timezone, !minutes.startsWith('*'))
    if (at !== null && at > after) return at
  }
}

/** Of each zone the span, ms, last asked for in which its offset is one: asking costs more than the moments in it. */
const offsetSpans = new Map<string, { readonly from: number; readonly until: number }>()

/** Longer than what clocks ever show twice, ms. */
const mostDoubled = day

/** Whether the clocks of a zone have not changed for a while at an instant and do not until another, ms. */
function keepsOffset(timezone: string, after: number, until: number | null): boolean {
  if (until === null) return false
  let span = offsetSpans.get(timezone)
  if (!span || after < span.from || after >= span.until) {
    const here = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timezone)
    // The transition at an instant itself is the previous one of the moment after it.
    const before = here.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
    span = {
      from: before?.epochMilliseconds ?? -Infinity,
      until: here.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    }
    offsetSpans.set(timezone, span)
  }
  return after >= span.from + mostDoubled && until < span.until
}

/**
 * When the clocks of a zone first show a time, ms since the epoch. Of a time that they skip, when they have gone forward; null
 * where such times are not made up for.
 */
function instantOf(shown: Temporal.PlainDateTime, timezone: string, isMadeUp: boolean): number | null {
  // Of two it is the earlier; a time that is skipped is read as later by what is skipped (RFC 5545, 3.3.5).
  const moment = shown.toZonedDateTime(timezone, { disambiguation: 'compatible' })
  if (moment.toPlainDateTime().equals(shown)) return moment.epochMilliseconds
  if (!isMadeUp) return null
  const forward = moment.getTimeZoneTransition('previous')
  return (forward ?? moment).epochMilliseconds
}

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
