import {
  type News,
  alertNews,
  announcementNews,
  deploymentNews,
  incidentNews,
  maintenanceNews,
} from '../core/delivery/news.ts'
import type { NotificationSubject } from '../core/delivery/notification.ts'
import type { AlertReader } from '../store/alert-store.ts'
import type { Delivery, DeliveryReader } from '../store/delivery-store.ts'
import { latestRevisions } from '../core/report/chain.ts'
import type { Report } from '../core/report/report-document.ts'
import type { DeploymentReader } from '../store/deployment-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'
import type { ReportReader } from '../store/report-store.ts'

/** What news is made of. */
export type NewsStore = Pick<DeliveryReader, 'notifications'> &
  NoticeReader &
  ReportReader &
  Pick<AlertReader, 'alert'> &
  Pick<DeploymentReader, 'deployment'> & {
    /** The report of a day; null where there is nothing to report. Absent where none is sent. */
    readonly dailyReport?: (date: string) => Promise<Report | null>
  }

/** What a delivery has to tell by now; null where there is nothing left to tell. Rejects with StoreError. */
export async function loadNews(store: NewsStore, { notifications }: Delivery): Promise<News | null> {
  const subjects = (await store.notifications(notifications)).map(({ subject }) => subject)
  const [first] = subjects
  switch (first?.kind) {
    case 'incident':
    case 'escalation':
      return incidentNews(
        await store.incident(first.kind === 'incident' ? first.id : first.incident),
        subjects.filter(isOf('incident')),
        subjects.filter(isOf('escalation')),
      )
    case 'maintenance':
      return maintenanceNews(await store.maintenance(first.id), subjects.filter(isOf('maintenance')))
    case 'announcement':
      return announcementNews(await store.announcement(first.id))
    case 'report': {
      const report = await reportOf(store, first.period)
      return report && { kind: 'report', report }
    }
    case 'alert':
      return alertNews(await store.alert(first.id), subjects.filter(isOf('alert')))
    case 'deployment':
      return deploymentNews(await store.deployment(first.id), subjects.filter(isOf('deployment')))
    default:
      return null
  }
}

/** The report of a day, or the latest revision of that of a month. */
async function reportOf(store: NewsStore, period: string): Promise<Report | null> {
  if (isDate.test(period)) return (await store.dailyReport?.(period)) ?? null
  const last = latestRevisions(await store.reports()).get(period)
  return last ? (JSON.parse(last.text) as Report) : null
}

const isDate = /^\d{4}-\d{2}-\d{2}$/

const isOf =
  <Kind extends NotificationSubject['kind']>(kind: Kind) =>
  (subject: NotificationSubject): subject is Extract<NotificationSubject, { kind: Kind }> =>
    subject.kind === kind
