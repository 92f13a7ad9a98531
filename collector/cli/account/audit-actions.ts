import { hash } from 'node:crypto'
import { type AuditEntry, auditProblems } from '../../core/account/audit-chain.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine, truncate } from '../io/plain-text.ts'
import type { AccountCommandContext } from './actions.ts'

/** Entries read at once: the log may be long. */
const batch = 1_000

/** Every entry of the log, oldest first. */
async function* wholeChain({ store }: AccountCommandContext): AsyncGenerator<AuditEntry> {
  let after = 0
  for (;;) {
    const entries = await store.auditChain(after, batch)
    yield* entries
    if (entries.length < batch) return
    after = entries.at(-1)!.seq
  }
}

/** `vigie audit list`: the newest entries first. */
export async function listAudit(
  { terminal, config, store }: AccountCommandContext,
  limit: number,
  json = false,
): Promise<number> {
  const entries = await store.auditEntries({ limit })
  if (json) terminal.out(JSON.stringify(entries.map(entryJson)))
  else
    for (const line of formatColumns([
      ['#', `TIME (${config.page.timezone})`, 'BY', 'NAME', 'ACTION', 'SUBJECT'],
      ...entries.map(({ seq, at, actor, action, subject }) => [
        String(seq),
        formatLocalTime(at, config.page.timezone),
        actor.kind,
        truncate(plainLine(actor.name), 24),
        action,
        truncate(plainLine(subject), 40),
      ]),
    ]))
      terminal.out(line)
  return 0
}

/** `vigie audit export`: one JSON object a line, oldest first, as it was written: others can verify it, too. */
export async function exportAudit(context: AccountCommandContext): Promise<number> {
  for await (const entry of wholeChain(context)) context.terminal.out(JSON.stringify(entryJson(entry)))
  return 0
}

/** `vigie audit verify`: exits with 1 where an entry was changed or taken out. */
export async function verifyAudit(context: AccountCommandContext, json = false): Promise<number> {
  const { terminal } = context
  let last: AuditEntry | null = null
  let count = 0
  const problems: { readonly seq: number; readonly problem: string }[] = []
  for await (const entry of wholeChain(context)) {
    problems.push(...auditProblems(entry, last, (text) => hash('sha256', text)))
    last = entry
    count++
  }
  const head = last?.hash ?? null
  if (json) terminal.out(JSON.stringify({ entries: count, head, problems }))
  else {
    for (const { seq, problem } of problems) terminal.out(`entry ${seq}: ${problem}`)
    if (problems.length === 0)
      terminal.out(`ok: ${count} entries${head === null ? '' : `, the last is ${head}`}`)
  }
  return problems.length === 0 ? 0 : 1
}

const entryJson = ({ seq, at, actor, action, subject, detail, previousHash, hash: own }: AuditEntry) => ({
  seq,
  at: new Date(at).toISOString(),
  actor,
  action,
  subject,
  detail,
  previousHash,
  hash: own,
})
