import type { DemoService } from '../../core/config/config.ts'

/** How a stand-in misbehaves. */
export type DemoFault = DemoService['faults'][number]['kind']

/** Milliseconds that an answer takes while a stand-in is `slow`. */
const slowness = 3_000

/** What is wrong with a stand-in at an instant (ms since the epoch), null for nothing; of several, the first listed. */
export function faultAt(service: Pick<DemoService, 'faults'>, now: number): DemoFault | null {
  const found = service.faults.find(
    ({ every, after, lasts }) => (((now - after) % every) + every) % every < lasts,
  )
  return found?.kind ?? null
}

/**
 * Milliseconds an answer takes at an instant: the usual ones, up to a third more or less as the hour goes, so that a
 * chart of them looks alive and yet is the same every time.
 */
export function latencyAt(service: Pick<DemoService, 'latency' | 'faults'>, now: number): number {
  if (faultAt(service, now) === 'slow') return slowness
  const swing = Math.sin(now / 540_000) * 0.2 + Math.sin(now / 47_000) * 0.13
  return Math.round(service.latency * (1 + swing))
}
