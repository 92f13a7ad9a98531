import type { Config } from '../../core/config/config.ts'
import type { DeploymentService } from '../../deployments/deployment-service.ts'
import type { NoticeService } from '../../notices/service/notice-service.ts'
import type { Store } from '../../store/store.ts'
import type { MetricReceiver } from './push-metrics.ts'
import type { MetricRepository } from './read-metrics.ts'

/** What the team's API answers from. */
export type ApiDeps = {
  readonly noticeService: NoticeService
  readonly config: Pick<Config, 'page' | 'notice'>
  /** All tokens as they are now: read for every request, so that one revoked by another process is refused at once. */
  readonly tokens: Store['tokens']
  readonly receipt: Store['receipt']
  /** Where figures are pushed to. */
  readonly metrics: MetricReceiver
  /** Where they are read. */
  readonly metricStore: MetricRepository['store']
  /** Where deployments are told. */
  readonly deployments: DeploymentService
  /** ms since the epoch. */
  readonly now: () => number
}
