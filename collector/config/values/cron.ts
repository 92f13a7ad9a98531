import { longestGap } from '../../core/monitoring/cron-schedule.ts'
import { day } from '../../core/time/units.ts'
import { rule } from '../rules.ts'
import { requireText } from './basic-values.ts'

/** Where the moments of a pattern are counted from to see whether there are any: nine years from here have a leap day. */
const firstLook = Date.UTC(2026, 0, 1)
const longest = 400 * day

/** When a job runs, as five fields of a crontab: minute, hour, day of the month, month, day of the week. */
export const cronPattern = () =>
  rule({ type: 'string' }, "'30 3 * * *'", (value, fail): string => {
    const text = requireText(value, fail)
    if (typeof text !== 'string') return text
    const plain = "Write minute, hour, day, month and day of the week, such as '30 3 * * *'"
    let gap: number | null
    try {
      gap = longestGap({ pattern: text, timezone: 'UTC' }, firstLook)
    } catch {
      return fail('{value} is not a schedule as in crontab', plain, { plain })
    }
    if (gap === null || gap > longest)
      return fail('{value} comes less than once a year', 'Write a schedule that comes oftener', { plain })
    return text
  })
