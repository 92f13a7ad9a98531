import type { MessageSeverity } from '../core/delivery/message.ts'
import type { Delivery } from '../store/delivery-store.ts'

/** What the collector sees within this time of the last it saw is reported together, ms … */
export const quietTime = 2_000
/** … but nothing waits longer than this for what else may fall. */
const longestWait = 10_000
/**
 * What falls after a channel was notified of others waits until this long after that, ms, with all that falls meanwhile: what one
 * cause brings down is found out over the interval of the checks. What is graver than what was told does not wait.
 */
export const burstInterval = 30_000

const gravity: Record<MessageSeverity, number> = { critical: 3, warning: 2, info: 1, good: 0 }

/** Remembers when each address was notified of what the collector saw, and how grave that was. Instants in ms. */
export function createBursts() {
  const last = new Map<string, { readonly at: number; readonly severity: MessageSeverity }>()
  return {
    /** Until when the next of this gravity waits for what else may fall. */
    heldUntil(recipient: string, severity: MessageSeverity): number {
      const before = last.get(recipient)
      return !before || gravity[severity] > gravity[before.severity] ? 0 : before.at + burstInterval
    },
    note: (recipient: string, severity: MessageSeverity, at: number) =>
      void last.set(recipient, { at, severity }),
  }
}

/** When nothing more is expected to fall with what has, ms. */
export function quietAt(deliveries: readonly Delivery[]): number {
  const times = deliveries.map(({ createdAt }) => createdAt)
  return Math.min(Math.max(...times) + quietTime, Math.min(...times) + longestWait)
}
