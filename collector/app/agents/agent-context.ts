import type { Clock } from '../../core/time/clock.ts'
import type { CollectorClient } from '../../regions/agent/collector-client.ts'
import type { AgentJournal } from '../../regions/agent/journal.ts'
import type { Log } from '../log.ts'

/** What an agent works with. */
export type AgentContext = {
  readonly client: CollectorClient
  readonly journal: AgentJournal
  /** This machine's. */
  readonly machine: Clock
  /** What the log must not contain; the secrets of the work are added. */
  readonly secrets: string[]
  /** The region it is meant to watch from; null takes the token's. */
  readonly region: string | null
  readonly log: Log
  /** Ends it. */
  readonly signal: AbortSignal
}
