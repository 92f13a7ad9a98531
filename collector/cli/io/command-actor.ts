import { userInfo } from 'node:os'
import type { AuditActor } from '../../core/account/audit-chain.ts'
import { plainLine } from './plain-text.ts'

/** Who uses the command line: the name of `--by`, else that of this user, else `cli`. */
export const commandActor = ({ by = '' }: { readonly by?: string | undefined } = {}): AuditActor => ({
  kind: 'command',
  name: (plainLine(by) || userName()).slice(0, 100) || 'cli',
})

function userName(): string {
  try {
    return plainLine(userInfo().username)
  } catch {
    // A user id without a name, as containers have.
    return ''
  }
}
