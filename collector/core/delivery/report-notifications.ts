import { type Notification, topicOf } from './notification.ts'

/** A month that ended longer ago than this is no news when it is frozen, ms: it is one of before Vigie was there. */
const maxReportAge = 5 * 86_400_000

/** When a month (`YYYY-MM`) is over in every zone, ms at the latest. */
function latestEnd(period: string): number {
  const { year, month } = Temporal.PlainYearMonth.from(period).add({ months: 1 })
  return Date.UTC(year, month - 1, 1) + 12 * 3_600_000
}

/**
 * What people are owed when a month is frozen: its report, once. A revision is no news of its own – what waits is sent as it is
 * corrected by then, and the page shows what changed – nor is a month frozen long after its end, as at a first start.
 *
 * @param now ms
 */
export function reportNotifications(
  { period, revision }: { readonly period: string; readonly revision: number },
  now: number,
): readonly Notification[] {
  if (revision !== 1 || now > latestEnd(period) + maxReportAge) return []
  return [
    {
      key: `report/${period}`,
      topic: topicOf('report', period),
      owedAt: now,
      dueAt: now,
      follows: null,
      subject: { kind: 'report', period },
    },
  ]
}
