import type { Alert, AlertRule, AlertSilence } from './alert.ts'
import { isSilenced } from './alert.ts'
import { type AlertFacts, type ComponentAlertFacts, readCondition } from './figures.ts'
import { type AlertMoment, nextChangeOf, removeAlert, stepAlert } from './step.ts'
import { type RuleSubjects, subjectsOf } from './subjects.ts'

/** What every rule is judged by at one instant. */
export type AllAlertFacts = {
  readonly facts: AlertFacts
  readonly components: ReadonlyMap<string, ComponentAlertFacts>
  /** Components that are being worked on. */
  readonly inMaintenance: ReadonlySet<string>
}

/** An alert that changed, and what the team is to be notified of it. */
export type ChangedAlert = {
  readonly before: Alert | null
  /** Null where it leaves no trace. */
  readonly after: Alert | null
  readonly moments: readonly AlertMoment[]
}

/** What comes of all rules at an instant. */
export type AllAlerts = {
  readonly changed: readonly ChangedAlert[]
  /** Those that last afterwards. */
  readonly open: readonly Alert[]
  /** When one of them may change by the clock alone, ms; Infinity where none does. */
  readonly nextChangeAt: number
}

const keyOf = (rule: string, component: string | null): string => `${rule}\n${component ?? ''}`

/**
 * Every rule of a configuration, judged for each of its subjects. Pure; versions are counted up.
 *
 * @param open alerts that are pending or fire
 */
export function stepAllAlerts(
  config: RuleSubjects & { readonly alerts: readonly AlertRule[] },
  open: readonly Alert[],
  silences: readonly AlertSilence[],
  { facts, components, inMaintenance }: AllAlertFacts,
): AllAlerts {
  const { now } = facts
  const left = new Map(open.map((alert) => [keyOf(alert.rule, alert.component), alert]))
  const steps: ChangedAlert[] = []
  const still: { readonly alert: Alert; readonly rule: AlertRule }[] = []
  for (const rule of config.alerts)
    for (const component of subjectsOf(rule, config)) {
      const before = left.get(keyOf(rule.id, component)) ?? null
      left.delete(keyOf(rule.id, component))
      const of = component === null ? null : (components.get(component) ?? null)
      const readings = readCondition(rule.when, of, facts)
      // Nothing of the condition can apply to it.
      if (readings.length === 0 && before === null) continue
      const silenced =
        component !== null && inMaintenance.has(component)
          ? 'maintenance'
          : isSilenced(silences, rule.id, component, now)
            ? 'silence'
            : null
      const { alert, moments } =
        readings.length === 0
          ? removeAlert(before!, now)
          : stepAlert(before, { rule, component, readings, silenced, now })
      const after =
        alert === null || alert === before ? alert : { ...alert, version: (before?.version ?? 0) + 1 }
      if (after !== before) steps.push({ before, after, moments })
      if (after !== null && after.endedAt === null) still.push({ alert: after, rule })
    }
  // What is left belongs to a rule, or to a component, that is no longer configured.
  for (const before of left.values()) {
    const { alert, moments } = removeAlert(before, now)
    steps.push({ before, after: alert && { ...alert, version: before.version + 1 }, moments })
  }
  return {
    changed: steps,
    open: still.map(({ alert }) => alert),
    nextChangeAt: Math.min(Infinity, ...still.map(({ alert, rule }) => nextChangeOf(alert, rule, now))),
  }
}
