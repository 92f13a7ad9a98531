import type { Sha256 } from '../report/chain.ts'

/**
 * By which way something was changed, and the name it is known by: of an account, an API token, `--by`, a file, the channel
 * whose message has the link.
 */
export type AuditActor = {
  readonly kind: 'account' | 'token' | 'command' | 'file' | 'link' | 'system'
  readonly name: string
}

/** Something that somebody did, before it is in the chain. No secret is in it. */
export type AuditRecord = {
  /** ms since the epoch. */
  readonly at: number
  readonly actor: AuditActor
  /** What was done: `account.create`, `incident.update`. */
  readonly action: string
  /** What it was done to: an id or a name; empty where it is the collector as a whole. */
  readonly subject: string
  /** What else is worth to know, by short names. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** An entry of the audit log: each has the hash of the one before, so that none can be changed or taken out unseen. */
export type AuditEntry = AuditRecord & {
  /** 1 for the first, one more for each. */
  readonly seq: number
  /** Null for the first. */
  readonly previousHash: string | null
  /** SHA-256 of `auditText`, hex. */
  readonly hash: string
}

/** What the hash of an entry is taken of, UTF-8: its members as JSON without spaces, the names in alphabetical order. */
export const auditText = ({
  seq,
  at,
  actor,
  action,
  subject,
  detail,
  previousHash,
}: Omit<AuditEntry, 'hash'>) =>
  canonicalJson({
    seq,
    at: new Date(at).toISOString(),
    actor: { kind: actor.kind, name: actor.name },
    action,
    subject,
    detail,
    previousHash,
  })

/** The entry that follows the last one (null for the first). */
export function nextAuditEntry(
  last: Pick<AuditEntry, 'seq' | 'hash'> | null,
  { at, actor, action, subject, detail }: AuditRecord,
  sha256: Sha256,
): AuditEntry {
  const entry = {
    seq: (last?.seq ?? 0) + 1,
    at,
    actor,
    action,
    subject,
    detail,
    previousHash: last?.hash ?? null,
  }
  return { ...entry, hash: sha256(auditText(entry)) }
}

/** Something about an entry that cannot be: the log was altered. */
export type AuditProblem = { readonly seq: number; readonly problem: string }

/** The problems of an entry after the one before it (null for the first); empty where it is as it was written. */
export function auditProblems(
  entry: AuditEntry,
  last: Pick<AuditEntry, 'seq' | 'hash'> | null,
  sha256: Sha256,
): AuditProblem[] {
  const due = (last?.seq ?? 0) + 1
  const problems: string[] = []
  if (entry.seq !== due)
    problems.push(
      entry.seq > due ? `entries are missing before it: number ${due} should follow` : 'it is there twice',
    )
  else if (entry.previousHash !== (last?.hash ?? null))
    problems.push('it does not follow the entry before it: that has another hash')
  if (!isTime(entry.at) || sha256(auditText(entry)) !== entry.hash)
    problems.push('it is not the one that was written')
  return problems.map((problem) => ({ seq: entry.seq, problem }))
}

/** Can it be written as a date at all? */
const isTime = (at: number): boolean => Number.isSafeInteger(at) && Math.abs(at) <= 8.64e15

/** JSON without spaces, the members of every object in the order of their names' UTF-16 units (as RFC 8785 has it). */
function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}
