import type { AccountProblemKind } from '../account/account-problem.ts'
import type { Role, SignInMethod } from '../account/account.ts'
import type { AuditEntry } from '../account/audit-chain.ts'
import type { Incident } from '../incident/incident.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import type { DeliveryPage } from './delivery-page.ts'
import type { IncidentPage, MaintenancePage } from './notice-pages.ts'
import type { Locale } from '../text/localized-text.ts'

/** What is wrong with a form; `wait` is how long to wait before the next attempt, ms, 0 where it does not matter. */
export type FormTrouble = { readonly kind: AccountProblemKind; readonly wait: number }

/** A browser that is signed in, as its owner sees it. */
export type SessionView = {
  /** What ends it: the hash of its cookie, which opens nothing. */
  readonly id: string
  readonly userAgent: string
  readonly network: string
  readonly method: SignInMethod
  readonly createdAt: number
  readonly lastSeenAt: number
  /** The one that looks. */
  readonly isOwn: boolean
}

/** An account, as the team sees it. */
export type AccountView = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: Role
  readonly createdAt: number
  readonly isDisabled: boolean
  /** Nobody has chosen how to sign in yet. */
  readonly isInvited: boolean
  readonly lastSeenAt: number | null
}

/** A link that was just made: it is shown this once. */
export type MadeLink = { readonly name: string; readonly url: string }

/** What the overview has besides the public page. */
export type TeamOverview = {
  /** Open, the latest beginning first; as they are stored, which the public page may not show yet. */
  readonly incidents: readonly Incident[]
  /** Under way, and coming within the month, soonest first. */
  readonly maintenances: readonly Maintenance[]
  /** What keeps the collector from its work, and what somebody should mend, in words. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  readonly deliveries: { readonly pending: number; readonly dead: number }
  /** Names of rules that fire. */
  readonly alerts: readonly string[]
}

/** A page of the console. Each has a template below `src/components/console/`. */
export type ConsolePage =
  | {
      readonly page: 'sign-in'
      readonly trouble: FormTrouble | null
      readonly name: string
      /** Where to go afterwards, below `/admin/`. */
      readonly next: string
    }
  /** The page of a one-time link, on which a password is chosen; `name` is null for the first account, which has none yet. */
  | {
      readonly page: 'link'
      readonly purpose: 'setup' | 'invitation' | 'reset'
      readonly name: string | null
      readonly values: { readonly name: string }
      readonly trouble: FormTrouble | null
    }
  | { readonly page: 'link-over' }
  | { readonly page: 'overview'; readonly overview: TeamOverview }
  | IncidentPage
  | MaintenancePage
  | DeliveryPage
  | {
      readonly page: 'accounts'
      readonly accounts: readonly AccountView[]
      readonly made: MadeLink | null
      readonly values: { readonly name: string; readonly email: string; readonly role: string }
      readonly trouble: FormTrouble | null
    }
  /** One account, for those who administer. */
  | {
      readonly page: 'account'
      readonly account: AccountView
      readonly sessions: readonly SessionView[]
      readonly trouble: FormTrouble | null
    }
  /** One's own account. */
  | {
      readonly page: 'profile'
      readonly account: AccountView
      readonly sessions: readonly SessionView[]
      readonly hasPassword: boolean
      readonly isSaved: boolean
      readonly trouble: FormTrouble | null
    }
  | {
      readonly page: 'audit'
      readonly entries: readonly AuditEntry[]
      readonly actor: string
      readonly action: string
      /** The number that the next page comes before; null on the last. */
      readonly next: number | null
    }
  /** A role may not do this; the form is not one of ours, or old; there is no such page; something failed. */
  | { readonly page: 'forbidden' | 'stale' | 'unknown' | 'limited' | 'failed' }

/** Who looks at a page, and from where. */
export type ConsoleFrame = {
  /** Null before somebody has signed in. */
  readonly account: { readonly name: string; readonly role: Role } | null
  /** What every form carries: it is of this browser alone. */
  readonly formToken: string
  /** Its address: `/admin/accounts/`. */
  readonly place: string
  readonly locale: Locale
  /** ms since the epoch. */
  readonly now: number
}

/** A page of the console to be rendered. */
export type ConsoleRequest = { readonly content: ConsolePage; readonly frame: ConsoleFrame }
