import type { AccountService } from '../../../accounts/account-service.ts'
import type { SessionService } from '../../../accounts/session-service.ts'
import type { SignIn } from '../../../accounts/sign-in.ts'
import type { Config } from '../../../core/config/config.ts'
import type { ConsoleRequest, TeamOverview } from '../../../core/console/console-page.ts'
import type { DeliveryDirectory } from '../../../deliveries/delivery-directory.ts'
import type { AccountReader } from '../../../store/account-store.ts'
import type { NoticePagesDeps } from './notices/notice-deps.ts'

/** What the console is answered from. */
export type ConsoleDeps = {
  readonly accounts: AccountService
  readonly sessions: SessionService
  readonly signIn: SignIn
  readonly audit: Pick<AccountReader, 'auditEntries'>
  readonly config: Pick<Config, 'page'>
  readonly overview: () => Promise<TeamOverview>
  readonly noticePages: NoticePagesDeps
  readonly deliveries: DeliveryDirectory
  /** A page of the console, UTF-8. */
  readonly render: (request: ConsoleRequest) => Promise<Uint8Array>
  /** ms since the epoch. */
  readonly now: () => number
}
