import type { MetricPull } from '../../core/metric/metric.ts'

/** Where pulls of one kind look. */
export type PullOf<K extends MetricPull['kind']> = Extract<MetricPull, { kind: K }>

/**
 * Fetches one figure. Rejects with PullError when there is none, or with the signal's reason; nothing it opened is left
 * open either way.
 */
export type Pull<K extends MetricPull['kind']> = (pull: PullOf<K>, signal: AbortSignal) => Promise<number>
