/**
 * What a commit changed: raw `checks`; `transitions` of monitors; `history`, a timeline that was replaced; `notices`,
 * recurring maintenance included; points of `metrics`; `metric_history`, points of days that were over; frozen `reports`; `deployments`, their watches and check lists; the `configuration` last loaded;
 * `access`, tokens and receipts; `deliveries`, what people are owed and what became of it; `alerts`, silences included;
 * `subscribers`; `accounts` of the console, their passkeys and links.
 */
export type ChangeKind =
  | 'checks'
  | 'transitions'
  | 'history'
  | 'notices'
  | 'metrics'
  | 'metric_history'
  | 'reports'
  | 'deployments'
  | 'configuration'
  | 'access'
  | 'deliveries'
  | 'alerts'
  | 'subscribers'
  | 'accounts'

/** How many commits of each kind there have been, of all processes: what was read at the same count is still true. */
export type ChangeCounts = Readonly<Record<ChangeKind, number>>

/** Reads how often something was changed. */
export type ChangeReader = {
  changeCounts(): Promise<ChangeCounts>
}

/** Where a reader of the change feed has come to: how many commits of others it has seen, by kind. */
export type ChangeCursor = Readonly<Partial<Record<ChangeKind, number>>>

/** What others committed since a cursor, and the cursor after it. */
export type ExternalChangeSet = { readonly kinds: ReadonlySet<ChangeKind>; readonly cursor: ChangeCursor }

/** Tells what other processes have committed. */
export type ChangeFeed = {
  /**
   * What other processes, or other connections, have committed since a cursor, by kind; our own commits are left out.
   * With null, where the feed has come to.
   */
  changesSince(cursor: ChangeCursor | null): Promise<ExternalChangeSet>
}
