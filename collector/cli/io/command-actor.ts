import { userInfo } from 'node:os'
import type { AuditActor } from '../../core/account/audit-chain.ts'
import { plainLine } from './plain-text.ts'

/** Who uses the command line: the name of `--by`, else that of this user. */
export const commandActor = ({ by }: { readonly by?: string | undefined }): AuditActor => ({
  kind: 'command',
  name: plainLine(by ?? userInfo().username).slice(0, 100) || 'unknown',
})
