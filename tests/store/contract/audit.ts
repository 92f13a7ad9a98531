import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  type AuditEntry,
  type AuditRecord,
  auditProblems,
} from '../../../collector/core/account/audit-chain.ts'
import { Conflict } from '../../../collector/store/store.ts'
import { anIncident, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const aRecord = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  at: start,
  actor: { kind: 'account', name: 'Ada' },
  action: 'incident.open',
  subject: 'incident0001',
  detail: { title: 'Slow « corrections »', version: 1 },
  ...more,
})

const sha256 = (text: string): string => hash('sha256', text)

/** Everything that is wrong with a whole chain. */
const problemsOf = (entries: readonly AuditEntry[]) =>
  entries.flatMap((entry, i) => auditProblems(entry, entries[i - 1] ?? null, sha256))

/** What every store must do with the audit log. */
export function auditContract({ store, location }: StoreUnderTest): void {
  test('what was done is a chain in the order of its commits, whichever process made them', async () => {
    const other = await location().open()
    await store().commit({ audit: [aRecord(), aRecord({ action: 'incident.update' })] })
    await Promise.all([
      store().commit({ audit: [aRecord({ action: 'token.create' })] }),
      other.commit({ audit: [aRecord({ actor: { kind: 'command', name: 'Bob' } })] }),
    ])
    const chain = await store().auditChain(0, 10)
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(problemsOf(chain)).toEqual([])
    expect(chain[0]).toMatchObject({ ...aRecord(), previousHash: null })
    expect((await store().auditChain(1, 2)).map(({ seq }) => seq)).toEqual([2, 3])
  })

  test('an entry is not there when what it tells of was refused', async () => {
    await expect(
      store().commit({ audit: [aRecord()], usedAccountLinks: [{ hash: 'x', at: start }] }),
    ).rejects.toThrow(Conflict)
    expect(await store().auditChain(0, 10)).toEqual([])
  })

  test('nor when another process changed the notice first', async () => {
    await store().commit({ incidents: [anIncident()], audit: [aRecord()] })
    await expect(
      store().commit({ incidents: [anIncident()], audit: [aRecord({ action: 'incident.update' })] }),
    ).rejects.toThrow(Conflict)
    expect((await store().auditChain(0, 10)).map(({ action }) => action)).toEqual(['incident.open'])
  })

  test('it is listed newest first, by who, by what, and page by page', async () => {
    await store().commit({
      audit: [
        aRecord(),
        aRecord({ actor: { kind: 'token', name: 'deploys' }, action: 'incident' }),
        aRecord({ action: 'incidental' }),
      ],
    })
    const seqs = async (filter = {}) =>
      (await store().auditEntries({ limit: 9, ...filter })).map(({ seq }) => seq)
    expect(await seqs()).toEqual([3, 2, 1])
    expect(await seqs({ limit: 2 })).toEqual([3, 2])
    expect(await seqs({ before: 2 })).toEqual([1])
    expect(await seqs({ actor: 'deploys' })).toEqual([2])
    expect(await seqs({ action: 'incident' })).toEqual([2, 1])
  })
}
