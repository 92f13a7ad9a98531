import { isMetric } from '../core/alert/condition.ts'
import { type ChangedAlert, stepAllAlerts } from '../core/alert/step-all.ts'
import type { Config } from '../core/config/config.ts'
import { alertNotifications } from '../core/delivery/alert-notifications.ts'
import type { Clock } from '../core/time/clock.ts'
import type { StoredChange } from '../store/stored-change.ts'
import { Conflict, type Store } from '../store/store.ts'
import { type AlertFactReader, createAlertFactReader } from './alert-facts.ts'
import type { LiveFacts } from './component-facts.ts'

/** What the evaluator works with. */
export type AlertEvaluatorDeps = {
  readonly store: Pick<Store, 'read' | 'commit'>
  readonly config: Config
  readonly clock: Clock
  /** What only the running collector knows, as it is now. */
  readonly live: () => LiveFacts
  /** An alert fired, escalated or ended: one line for the log. */
  readonly log: { warn(text: string): void; info(text: string): void }
  /** Told after every evaluation how many alerts of each rule fire, and how long it took, ms. */
  readonly metrics: { recordAlerts(firing: ReadonlyMap<string, number>, took: number): void }
  /** The store refused; called once for each failure. */
  readonly onTrouble: (error: unknown) => void
}

/** Judges the alert rules, and owes the team what comes of it. */
export type AlertEvaluator = {
  /** Something was stored: what depends on it is judged soon. */
  onStored(change: StoredChange): void
  /** Judge what is due; returns at once. */
  tick(): void
  /** Judge all rules now, and wait for it. Rejects with StoreError. */
  evaluate(): Promise<void>
  /** Judge by another configuration from now on. */
  reconfigure(config: Config): void
  /** Resolves when nothing is under way; nothing is begun any more. */
  stop(): Promise<void>
}

/** How often all rules are judged when nothing happens, ms: windows move on. */
const interval = 15_000
/** What changes within this time is judged together, ms. */
const shortest = 1_000

/** Does a change bear upon figures of the rules, or upon who is told? */
function isRelevant({ kind }: StoredChange, { alerts }: Config): boolean {
  if (alerts.length === 0 || kind === 'reports') return false
  return kind !== 'metrics' || alerts.some(({ when }) => when.some(({ figure }) => isMetric(figure)))
}

/** @returns an evaluator that does nothing until it is ticked */
export function createAlertEvaluator(deps: AlertEvaluatorDeps): AlertEvaluator {
  const { store, clock, live, log, metrics, onTrouble } = deps
  let { config } = deps
  let read: AlertFactReader = createAlertFactReader(config)
  let evaluating: Promise<void> | null = null
  let isStopped = false
  let isDirty = true
  /** On the monotonic clock. */
  let evaluatedAt = -Infinity
  let dueAt = -Infinity

  async function evaluateOnce(): Promise<void> {
    const now = clock.now()
    const began = clock.monotonic()
    isDirty = false
    evaluatedAt = began
    dueAt = began + interval
    const current = config
    const reading = read
    const { changed, open, nextChangeAt } = await store.read(async (reader) =>
      stepAllAlerts(
        current,
        await reader.openAlerts(),
        await reader.alertSilences(now),
        await reading(reader, live(), now),
      ),
    )
    if (changed.length > 0) await commit(changed, now)
    dueAt = Math.min(dueAt, began + Math.max(shortest, nextChangeAt - now))
    metrics.recordAlerts(
      countByRule(
        current,
        open.filter(({ firedAt }) => firedAt !== null).map(({ rule }) => rule),
      ),
      clock.monotonic() - began,
    )
    for (const one of changed) logChange(one, log)
  }

  /** Alerts and what the team is owed of them are written together: whatever dies in between has told nobody. */
  async function commit(changed: readonly ChangedAlert[], now: number): Promise<void> {
    const alerts = changed.flatMap(({ after }) => (after === null ? [] : [after]))
    const droppedAlerts = changed.flatMap(({ before, after }) =>
      before !== null && after === null ? [{ id: before.id, version: before.version }] : [],
    )
    const notifications = changed.flatMap(({ after, moments }) =>
      after === null ? [] : alertNotifications(after, moments, now),
    )
    await store.commit({ alerts, droppedAlerts, notifications })
  }

  function evaluate(): Promise<void> {
    evaluating ??= evaluateOnce()
      .catch((error: unknown) => {
        // Somebody acknowledged it meanwhile, or another process judged it: what is stored now is judged again.
        if (!(error instanceof Conflict)) throw error
        isDirty = true
      })
      .finally(() => (evaluating = null))
    return evaluating
  }

  return {
    onStored(change) {
      isDirty ||= isRelevant(change, config)
    },
    tick() {
      if (isStopped || evaluating) return
      const at = clock.monotonic()
      const isDue = config.alerts.length > 0 && at >= dueAt
      if (isDue || (isDirty && at >= evaluatedAt + shortest)) evaluate().catch(onTrouble)
    },
    evaluate,
    reconfigure(next) {
      config = next
      read = createAlertFactReader(next)
      isDirty = true
    },
    async stop() {
      isStopped = true
      await evaluating?.catch(() => {})
    },
  }
}

/** A count for each configured rule. */
function countByRule({ alerts }: Config, firing: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map(alerts.map(({ id }) => [id, 0]))
  for (const rule of firing) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return counts
}

function logChange({ before, after, moments }: ChangedAlert, log: AlertEvaluatorDeps['log']): void {
  if (after === null) return
  const name = `alert ${after.rule}${after.component === null ? '' : ` (${after.component})`}`
  for (const one of moments)
    if (one.moment === 'fired') log.warn(`${name} fires`)
    else if (one.moment === 'escalated')
      log.warn(`${name} was not acknowledged: escalation step ${one.step + 1}`)
    else log.info(`${name} ended`)
  if (after.silencedBy !== null && before?.silencedBy == null)
    log.info(
      `${name} fires, and nobody is told because of ${after.silencedBy === 'maintenance' ? 'maintenance' : 'a silence'}`,
    )
}
