import type { AuditActor, AuditRecord } from '../core/account/audit-chain.ts'
import type { Alert, AlertSilence } from '../core/alert/alert.ts'

/** What the audit log says of an alert that somebody acknowledged, at an instant (ms). */
export const auditOfAlert = ({ id, rule }: Alert, actor: AuditActor, at: number): AuditRecord => ({
  at,
  actor,
  action: 'alert.acknowledge',
  subject: id,
  detail: { rule },
})

/** What the audit log says of a silence that somebody began, or ended before its time, at an instant (ms). */
export const auditOfSilence = (
  { id, rule, component, until, endedAt }: AlertSilence,
  actor: AuditActor,
  at: number,
): AuditRecord => ({
  at,
  actor,
  action: endedAt === null ? 'silence.begin' : 'silence.end',
  subject: id,
  detail: { rule: rule ?? '*', component, until: new Date(until).toISOString() },
})
