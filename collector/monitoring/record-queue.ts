import type { Incident } from '../core/incident/incident.ts'
import type { Check } from '../core/monitoring/check.ts'
import type { StateChanges } from '../core/monitoring/monitor-states.ts'
import type { Transition } from '../core/monitoring/transition.ts'

/** A check that waits to be written, and when its verdict was in, ms. */
type PendingCheck = { readonly check: Check; readonly seenAt: number }

/** Facts on their way to the store, together. */
export type RecordBatch = {
  readonly checks: readonly PendingCheck[]
  readonly transitions: readonly Transition[]
  readonly incidents: readonly Incident[]
  /** Monitors whose state is written with them. */
  readonly touched: ReadonlySet<string>
}

/** What a recorder has yet to write, in order. */
export type RecordQueue = {
  addCheck(pending: PendingCheck): void
  /** Whether there was anything to add. */
  add(changes: StateChanges): boolean
  /** All that waits, which then waits no more; null when nothing does. */
  take(): RecordBatch | null
  /** What was taken goes back in front of what has come since, so that order and completeness hold. */
  putBack(batch: RecordBatch): void
  /** Monitors whose state is to be written. */
  monitors(): ReadonlySet<string>
  /** They are decided anew. */
  dropIncidents(): void
  /** The transitions of a monitor are decided anew, from its checks that wait: these are returned, oldest first. */
  dropTransitions(monitor: string): readonly PendingCheck[]
  /** Checks that wait. */
  backlog(): number
}

/** While the disk is full this many checks are kept in memory; older ones are then lost to history (as unknown time is). */
const maxBacklog = 200_000

/** An empty queue. */
export function createRecordQueue(): RecordQueue {
  let checks: PendingCheck[] = []
  let transitions: Transition[] = []
  let incidents: Incident[] = []
  let touched = new Set<string>()

  return {
    addCheck(pending) {
      checks.push(pending)
      touched.add(pending.check.monitor)
    },
    add(changes) {
      transitions.push(...changes.transitions)
      incidents.push(...changes.incidents)
      for (const transition of changes.transitions) touched.add(transition.monitor)
      return changes.transitions.length > 0 || changes.incidents.length > 0
    },
    take() {
      if (checks.length === 0 && transitions.length === 0 && incidents.length === 0) return null
      const batch = { checks, transitions, incidents, touched }
      checks = []
      transitions = []
      incidents = []
      touched = new Set()
      return batch
    },
    putBack(batch) {
      checks = [...batch.checks, ...checks].slice(-maxBacklog)
      transitions = [...batch.transitions, ...transitions]
      for (const monitor of batch.touched) touched.add(monitor)
      incidents = [...batch.incidents, ...incidents]
    },
    monitors: () => touched,
    dropIncidents() {
      incidents = []
    },
    dropTransitions(monitor) {
      transitions = transitions.filter((transition) => transition.monitor !== monitor)
      return checks.filter(({ check }) => check.monitor === monitor)
    },
    backlog: () => checks.length,
  }
}
