import type { Alert } from '../core/alert/alert.ts'
import { type ChangedAlert, stepAllAlerts } from '../core/alert/step-all.ts'
import type { Config } from '../core/config/config.ts'
import { alertNotifications } from '../core/delivery/alert-notifications.ts'
import type { Clock } from '../core/time/clock.ts'
import type { StoredChange } from '../store/stored-change.ts'
import { Conflict, type Store } from '../store/store.ts'
import { type RuleScope, affectedRules, withRulesOf } from './affected-rules.ts'
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

/** What judges the rules of each scope: their configuration, and what remembers the facts they need. */
type Judges = Readonly<Record<RuleScope, { readonly config: Config; readonly read: AlertFactReader }>>

function judgesOf(config: Config): Judges {
  const judgeOf = (scope: RuleScope) => {
    const own = withRulesOf(scope, config)
    return { config: own, read: createAlertFactReader(own) }
  }
  return { all: judgeOf('all'), metrics: judgeOf('metrics') }
}

/** @returns an evaluator that does nothing until it is ticked */
export function createAlertEvaluator(deps: AlertEvaluatorDeps): AlertEvaluator {
  const { store, clock, live, log, metrics, onTrouble } = deps
  let judges = judgesOf(deps.config)
  let evaluating: Promise<void> | null = null
  let isStopped = false
  /** The rules that something has affected since they were judged. */
  let dirty: RuleScope | null = 'all'
  /** On the monotonic clock. */
  let evaluatedAt = -Infinity
  let dueAt = -Infinity

  async function evaluateOnce(scope: RuleScope): Promise<void> {
    const now = clock.now()
    const began = clock.monotonic()
    dirty = null
    evaluatedAt = began
    if (scope === 'all') dueAt = began + interval
    const all = judges.all.config
    const { config, read } = judges[scope]
    const { changed, open, nextChangeAt } = await store.read(async (reader) => {
      const lasting = await reader.openAlerts()
      const others = scope === 'all' ? [] : lasting.filter(isOfOther(config))
      const stepped = stepAllAlerts(
        config,
        lasting.filter((alert) => !others.includes(alert)),
        await reader.alertSilences(now),
        await read(reader, live(), now),
      )
      return { ...stepped, open: [...others, ...stepped.open] }
    })
    if (changed.length > 0) await commitChanges(store, changed, now)
    dueAt = Math.min(dueAt, began + Math.max(shortest, nextChangeAt - now))
    metrics.recordAlerts(
      countByRule(
        all,
        open.filter(({ firedAt }) => firedAt !== null).map(({ rule }) => rule),
      ),
      clock.monotonic() - began,
    )
    for (const one of changed) logChange(one, log)
  }

  function evaluate(scope: RuleScope = 'all'): Promise<void> {
    evaluating ??= evaluateOnce(scope)
      .catch((error: unknown) => {
        // Somebody acknowledged it meanwhile, or another process judged it: what is stored now is judged again.
        if (!(error instanceof Conflict)) throw error
        dirty = 'all'
      })
      .finally(() => (evaluating = null))
    return evaluating
  }

  return {
    onStored(change) {
      const affected = affectedRules(change, judges.all.config)
      if (dirty !== 'all' && affected !== null) dirty = affected
    },
    tick() {
      if (isStopped || evaluating) return
      const at = clock.monotonic()
      const isDue = judges.all.config.alerts.length > 0 && at >= dueAt
      const scope = isDue ? 'all' : at >= evaluatedAt + shortest ? dirty : null
      if (scope !== null) evaluate(scope).catch(onTrouble)
    },
    async evaluate() {
      // What is under way may judge some of them alone.
      await evaluating?.catch(() => {})
      await evaluate()
    },
    reconfigure(next) {
      judges = judgesOf(next)
      dirty = 'all'
    },
    async stop() {
      isStopped = true
      await evaluating?.catch(() => {})
    },
  }
}

const isOfOther =
  ({ alerts }: Config) =>
  ({ rule }: Alert): boolean =>
    !alerts.some(({ id }) => id === rule)

/** Alerts and what the team is owed of them are written together: whatever dies in between has told nobody. */
async function commitChanges(
  store: Pick<Store, 'commit'>,
  changed: readonly ChangedAlert[],
  now: number,
): Promise<void> {
  const alerts = changed.flatMap(({ after }) => (after === null ? [] : [after]))
  const droppedAlerts = changed.flatMap(({ before, after }) =>
    before !== null && after === null ? [{ id: before.id, version: before.version }] : [],
  )
  const notifications = changed.flatMap(({ after, moments }) =>
    after === null ? [] : alertNotifications(after, moments, now),
  )
  await store.commit({ alerts, droppedAlerts, notifications })
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
