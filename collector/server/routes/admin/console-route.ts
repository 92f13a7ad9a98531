import type { Context } from 'hono'
import type { SignedIn, SignInPlace } from '../../../accounts/session-service.ts'
import type { Permission } from '../../../core/account/permissions.ts'
import type { ConsolePage } from '../../../core/console/console-page.ts'
import type { Locale } from '../../../core/text/localized-text.ts'

/** A request for a page of the console. */
export type ConsoleVisit = {
  readonly c: Context
  readonly locale: Locale
  /** Are cookies of it only sent over HTTPS? */
  readonly isSecure: boolean
  readonly place: SignInPlace
}

/** One by somebody who is signed in. */
export type TeamVisit = ConsoleVisit & SignedIn

/** What is answered: a page, another address below the collector's (`admin/accounts/`), or something that is neither. */
export type ConsoleReply = { readonly cookies?: readonly string[] } & (
  | {
      readonly page: ConsolePage
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly redirect: string }
  | { readonly response: Response }
)

/** A row of the table of the console: what its address shows and does, and who may. A GET changes nothing. */
export type ConsoleRoute =
  /** Open to everybody. */
  | {
      readonly path: string
      readonly access: 'public'
      get?(visit: ConsoleVisit): ConsoleReply | Promise<ConsoleReply>
      post?(visit: ConsoleVisit, form: URLSearchParams): Promise<ConsoleReply>
    }
  /** For those who are signed in and may do this; `post` may ask for more than `get`. */
  | {
      readonly path: string
      readonly access: Permission
      readonly postAccess?: Permission
      get?(visit: TeamVisit): ConsoleReply | Promise<ConsoleReply>
      post?(visit: TeamVisit, form: URLSearchParams): Promise<ConsoleReply>
    }
