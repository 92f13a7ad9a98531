import type { Config } from '../../../../core/config/config.ts'
import type { AudienceCount } from '../../../../core/delivery/audience-count.ts'
import type { Maintenance } from '../../../../core/maintenance/maintenance.ts'
import type { Interval } from '../../../../core/time/interval.ts'
import type { NoticeChange } from '../../../../deliveries/count-audience.ts'
import type { NoticeService } from '../../../../notices/service/notice-service.ts'

/** What the pages about notices are answered from. */
export type NoticePagesDeps = {
  readonly notices: NoticeService
  /** The same rules, of which nothing is written: what a form would publish. */
  readonly drafts: NoticeService
  /** Whom a change would reach. Rejects with StoreError. */
  readonly countAudience: (change: NoticeChange) => Promise<readonly AudienceCount[]>
  /** Windows that touch a span and were not taken off the page, earliest first. Rejects with StoreError. */
  readonly windowsWithin: (span: Interval) => Promise<readonly Maintenance[]>
  /** ms since the epoch. */
  readonly now: () => number
  readonly config: Pick<Config, 'page' | 'templates'>
  /** A new id of 12 characters `[a-z0-9]`. */
  readonly id: () => string
}
