import type { AuditActor, AuditRecord } from '../core/account/audit-chain.ts'

/**
 * What the audit log says of a deployment that somebody changed.
 *
 * @param act what was done; `tick` is of a step of the check list, taken back where it is not `done`
 * @param at ms
 */
export const auditOfDeployment = (
  act: 'start' | 'finish' | 'watch' | 'tick',
  id: string,
  actor: AuditActor,
  at: number,
  detail: AuditRecord['detail'],
): AuditRecord => ({ at, actor, action: `deployment.${act}`, subject: id, detail })
