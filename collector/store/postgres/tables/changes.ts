import type { ChangeCounts, ChangeCursor, ChangeKind, ExternalChangeSet } from '../../changes.ts'
import type { Sql } from '../sql.ts'

type CountRow = { readonly kind: ChangeKind; readonly revision: number }

/** The channel on which commits are announced. */
const changeChannel = 'vigie_changes'

/** How many commits of each kind there have been. */
export const changeTable = {
  /**
   * Count a change of each kind. The last thing a transaction does: from here on others that change the same kinds wait until
   * it is durable, so that counts come in the order of commits. All of them lock the rows in one order.
   */
  async record(sql: Sql, kinds: readonly ChangeKind[]): Promise<void> {
    if (kinds.length === 0) return
    await sql.run(
      `WITH locked AS (SELECT kind FROM changes WHERE kind = ANY ($1::text[]) ORDER BY kind FOR UPDATE),
         announced AS (SELECT pg_notify($2, '') FROM locked LIMIT 1)
       UPDATE changes SET revision = revision + 1 FROM locked
       WHERE changes.kind = locked.kind AND (SELECT count(*) FROM announced) = 1`,
      kinds,
      changeChannel,
    )
  },
  async counts(sql: Sql): Promise<ChangeCounts> {
    const rows = await sql.rows<CountRow>('SELECT kind, revision FROM changes')
    return Object.fromEntries(rows.map(({ kind, revision }) => [kind, revision])) as ChangeCounts
  },
}

/** What this store committed itself, to be left out of what others did. */
export function ownChanges() {
  const own = new Map<ChangeKind, number>()
  return {
    /** To be told once they are durable. One whose outcome is not known counts as another's: it is only looked at again. */
    add(kinds: readonly ChangeKind[]): void {
      for (const kind of kinds) own.set(kind, (own.get(kind) ?? 0) + 1)
    },
    /** What others committed since a cursor, by all counts; with null nothing, but where the feed has come to. */
    since(counts: ChangeCounts, cursor: ChangeCursor | null): ExternalChangeSet {
      const now = Object.entries(counts).map(
        ([kind, count]) => [kind as ChangeKind, count - (own.get(kind as ChangeKind) ?? 0)] as const,
      )
      const kinds = now.filter(([kind, count]) => cursor !== null && count !== (cursor[kind] ?? 0))
      return { kinds: new Set(kinds.map(([kind]) => kind)), cursor: Object.fromEntries(now) }
    },
  }
}
