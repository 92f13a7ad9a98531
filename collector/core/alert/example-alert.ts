import type { Alert, AlertRule } from './alert.ts'
import { type RuleSubjects, subjectsOf } from './subjects.ts'

/** What a rule would tell of, with its bounds as what was measured: to try the ways to the team. `now` in ms. */
export const exampleAlert = (rule: AlertRule, config: RuleSubjects, now: number): Alert => ({
  id: 'test',
  rule: rule.id,
  component: subjectsOf(rule, config)[0] ?? null,
  name: rule.name,
  severity: rule.severity,
  readings: rule.when.slice(0, 1).map((term) => ({ term, values: [term.bound] })),
  since: now,
  firedAt: now,
  notifiedAt: now,
  silencedBy: null,
  escalatedSteps: [],
  acknowledgedAt: null,
  acknowledgedBy: null,
  clearSince: null,
  endedAt: null,
  endedBy: null,
  notify: rule.notify,
  escalation: rule.escalation,
  version: 1,
})
