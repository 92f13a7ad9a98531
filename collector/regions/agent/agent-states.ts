import { applyCheck, isUnconfirmed } from '../../core/monitoring/apply-checks.ts'
import { type HealthState, emptyHealthState } from '../../core/monitoring/health-state.ts'
import type { ActiveMonitor } from '../../core/monitoring/monitor.ts'
import type { DeliveredCheck } from '../agent-protocol.ts'

/** What an agent itself makes of its checks, only to look again soon where a change is unconfirmed: the collector decides. */
export type AgentStates = {
  /** Watch these from now on; those that stay keep their states. */
  watch(monitors: readonly ActiveMonitor[]): void
  /** The instant at which a check of a monitor may be dated, ms: after all before it. */
  dateOf(monitor: string, at: number): number
  /** Fold a check in. Returns whether it changes, or may change, what is known. */
  apply(check: DeliveredCheck): boolean
  hasUnconfirmedChange(monitor: string): boolean
}

export function createAgentStates(): AgentStates {
  let entries = new Map<string, { readonly monitor: ActiveMonitor; state: HealthState }>()
  return {
    watch(monitors) {
      entries = new Map(
        monitors.map((monitor) => [
          monitor.id,
          { monitor, state: entries.get(monitor.id)?.state ?? emptyHealthState },
        ]),
      )
    },
    dateOf: (monitor, at) => Math.max(at, (entries.get(monitor)?.state.lastAt ?? 0) + 1),
    apply(check) {
      const entry = entries.get(check.monitor)
      if (!entry) return false
      const { state, transitions } = applyCheck(entry.state, check, entry.monitor, check.at)
      entry.state = state
      return transitions.length > 0 || state.recent.length > 0
    },
    hasUnconfirmedChange(monitor) {
      const entry = entries.get(monitor)
      return entry !== undefined && isUnconfirmed(entry.state, entry.monitor)
    },
  }
}
