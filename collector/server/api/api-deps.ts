import type { AlertService } from '../../alerts/alert-service.ts'
import type { Config } from '../../core/config/config.ts'
import type { ReportPeriod } from '../../core/report/report-input.ts'
import type { DeliveryDirectory } from '../../deliveries/delivery-directory.ts'
import type { ChecklistService } from '../../deployments/checklist-service.ts'
import type { DeploymentService } from '../../deployments/deployment-service.ts'
import type { WatchService } from '../../deployments/watch-service.ts'
import type { NoticeService } from '../../notices/service/notice-service.ts'
import type { AgentService } from '../../regions/agent-service.ts'
import type { Receipt } from '../../store/access-store.ts'
import type { Store } from '../../store/store.ts'
import type { SubscriberDirectory } from '../../subscriptions/subscriber-directory.ts'
import type { MetricReceiver } from './push-metrics.ts'
import type { MetricRepository } from './read-metrics.ts'

/** The services and stored data that the API's endpoints use. */
export type ApiDeps = {
  readonly noticeService: NoticeService
  readonly config: Pick<Config, 'page' | 'notice'>
  /** Every stored token. Read for each request, so that a token revoked by another process is refused at once. */
  readonly tokens: Store['tokens']
  readonly receipt: Store['receipt']
  /** Receives the points of pushed metrics. */
  readonly metrics: MetricReceiver
  /** Where metrics are read from. */
  readonly metricStore: MetricRepository['store']
  readonly alerts: AlertService
  readonly deployments: DeploymentService
  readonly watches: WatchService
  readonly checklists: ChecklistService
  /** The JSON of a report with the metrics that readers do not see, as of an instant (ms). Rejects with StoreError. */
  readonly teamReport: (period: ReportPeriod, now: number) => Promise<string>
  readonly subscribers: SubscriberDirectory
  readonly deliveries: DeliveryDirectory
  readonly agents: AgentService
  /** Keep the answer to a request whose change was stored before it. Rejects with Conflict where it was answered already. */
  readonly keepReceipt: (receipt: Receipt) => Promise<void>
  /** ms since the epoch. */
  readonly now: () => number
}
