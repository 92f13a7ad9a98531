/** Health of a monitor when somebody looked. Ordered: `up` < `degraded` < `down`. */
export type Health = 'up' | 'degraded' | 'down'

/** What is known of a monitor at an instant: its health, or that nobody looked. */
export type KnownHealth = Health | 'unknown'

const weight: Record<Health, number> = { up: 0, degraded: 1, down: 2 }

/** Negative when `a` is milder than `b`, positive when it is worse, 0 when they say the same. */
export const compareHealth = (a: Health, b: Health): number => weight[a] - weight[b]

/** What readers are told of a component, in the field's standard words. */
export type ComponentStatus =
  'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage' | 'under_maintenance'

/** The statuses a monitor or a declaration can give; the maintenance label is never measured. */
export type MeasuredStatus = Exclude<ComponentStatus, 'under_maintenance'>

/** What the page shows for a component: a status, or `unknown` when nobody looked and nothing is declared. */
export type ShownStatus = ComponentStatus | 'unknown'
