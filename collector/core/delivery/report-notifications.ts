import { dayInterval, dayOf } from '../time/calendar.ts'
import { day, hour } from '../time/units.ts'
import { type Notification, topicOf } from './notification.ts'

/** A month that ended longer ago than this is no news when it is frozen, ms: it is one of before Vigie was there. */
const maxReportAge = 5 * day
/** Months frozen closer together than this, ms, are frozen in bulk: nobody waits for the report of any of them. */
const bulkGap = 20 * day
/** A day is reported this long after its end, ms, as a month is: what was under way at midnight is written by then. */
const settleTime = hour

/** When a month (`YYYY-MM`) is over in every zone, ms at the latest. */
function latestEnd(period: string): number {
  const { year, month } = Temporal.PlainYearMonth.from(period).add({ months: 1 })
  return Date.UTC(year, month - 1, 1) + 12 * hour
}
/** The zones of the world are so far apart, ms. */
const zonesApart = 26 * hour

/** What is known of a store when a month is frozen in it. Instants in ms. */
export type FreezeContext = {
  /** When a collector first knew the components of the page; null where that is not on record. */
  readonly installedAt: number | null
  /** When the month frozen before was frozen first; null for the first one. */
  readonly previousFrozenAt: number | null
}

const reportNotification = (period: string, now: number): Notification => ({
  key: `report/${period}`,
  topic: topicOf('report', period),
  owedAt: now,
  dueAt: now,
  follows: null,
  subject: { kind: 'report', period },
})

/**
 * What people are owed when a month is frozen: its report, once. A revision is no news of its own – what waits is sent as it is
 * corrected by then, and the page shows what changed. Nor is a month frozen long after its end, one of several frozen in a row
 * as at a first start, or one that was over before there was a collector: it was imported.
 *
 * @param now ms
 */
export function reportNotifications(
  {
    period,
    revision,
    frozenAt,
  }: { readonly period: string; readonly revision: number; readonly frozenAt: number },
  { installedAt, previousFrozenAt }: FreezeContext,
  now: number,
): readonly Notification[] {
  const end = latestEnd(period)
  if (revision !== 1 || now > end + maxReportAge) return []
  if (installedAt !== null && installedAt > end - zonesApart) return []
  if (previousFrozenAt !== null && frozenAt - previousFrozenAt < bulkGap) return []
  return [reportNotification(period, now)]
}

/**
 * What people are owed by the clock: the report of the last day that is over, an hour after its end. Days before it are never
 * made up for, nor is one that was over before there was a collector.
 *
 * @param now ms
 * @param zone of the page
 */
export function dailyReportNotifications(
  now: number,
  zone: string,
  installedAt: number | null,
): readonly Notification[] {
  const running = dayInterval(dayOf(now - settleTime, zone), zone)
  if (installedAt === null || installedAt >= running.from) return []
  return [reportNotification(dayOf(running.from - 1, zone), now)]
}
