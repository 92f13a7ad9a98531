import type { AlertRule } from '../core/alert/alert.ts'
import type { AlertCondition } from '../core/alert/condition.ts'
import { parseCondition } from '../core/alert/parse-condition.ts'
import { minute } from '../core/time/units.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** The rules for the team, in the order of the file. */
export const resolveAlerts = ({ alerts }: ConfigurationEntry): readonly AlertRule[] =>
  (alerts ?? []).map((alert) => {
    const when = conditionOf(alert.when, alert.over ?? null)
    return {
      id: alert.id,
      name: alert.name ?? null,
      when,
      holdFor: alert.for ?? 0,
      recover: alert.recover === undefined ? null : recoveryBound(when, alert.recover),
      recoverFor: alert.recover_for ?? minute,
      components: alert.components ?? null,
      severity: alert.severity ?? 'warning',
      notify: alert.notify ?? null,
      escalateAfter: alert.escalate_after ?? null,
      escalateTo: alert.escalate_to ?? null,
    }
  })

/** A condition that the schema has read before. */
function conditionOf(text: string, over: number | null): AlertCondition {
  const parsed = parseCondition(text, over)
  if ('problem' in parsed) throw new Error(`a condition that was valid: ${parsed.problem.issue}`)
  return parsed.condition
}

/** A bound in the unit of the only figure of a condition. */
const recoveryBound = ([term]: AlertCondition, written: string): number =>
  conditionOf(`${term!.figure} ${term!.operator} ${written}`, null)[0]!.bound
