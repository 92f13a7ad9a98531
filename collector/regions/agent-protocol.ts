import type { Check } from '../core/monitoring/check.ts'
import type { ActiveMonitor } from '../core/monitoring/monitor.ts'

/** What an agent and its collector must agree on. It grows when either would misread the other. */
export const agentProtocol = 1

/** The most checks of one delivery. */
export const maxDelivery = 1_000

/** What an agent is to do, as its collector answers it. Instants in ms since the epoch, by the collector's clock. */
export type AgentWork = {
  readonly protocol: number
  /** Version of the collector. */
  readonly version: string
  readonly region: string
  /** Changes whenever anything but `now` does. */
  readonly configuration: string
  readonly now: number
  readonly monitors: readonly ActiveMonitor[]
  /** `tcp://host:port`; when none answers, the agent itself is cut off. */
  readonly connectivity: readonly string[]
  /** Texts of these monitors that no fault may repeat. They are kept in memory alone. */
  readonly secrets: readonly string[]
}

/** A check as an agent delivers it; its region is the one of the token. */
export type DeliveredCheck = Omit<Check, 'region'>

/** What an agent delivers. */
export type AgentDelivery = {
  readonly protocol: number
  /** Version of the agent. */
  readonly version: string
  /** What the agent's own clock says, ms since the epoch. */
  readonly clock: number
  /** Checks that wait at the agent after these. */
  readonly waiting: number
  /** Oldest first. */
  readonly checks: readonly DeliveredCheck[]
}

/** What a delivery is answered with. */
export type DeliveryReceipt = {
  /** Checks that are durable now and were not before. */
  readonly accepted: number
  /** See `AgentWork.configuration`: another one is to be fetched. */
  readonly configuration: string
  /** The collector's clock, ms since the epoch. */
  readonly now: number
}
