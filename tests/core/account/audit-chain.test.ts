import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  type AuditEntry,
  auditProblems,
  auditText,
  nextAuditEntry,
} from '../../../collector/core/account/audit-chain.ts'

const sha256 = (text: string): string => hash('sha256', text)

/** A chain of three entries. */
function aChain(): AuditEntry[] {
  const chain: AuditEntry[] = []
  for (const subject of ['one', 'two', 'three'])
    chain.push(
      nextAuditEntry(
        chain.at(-1) ?? null,
        {
          at: 0,
          actor: { kind: 'token', name: 'deploys' },
          action: 'x',
          subject,
          detail: { b: 'é', a: null },
        },
        sha256,
      ),
    )
  return chain
}

const problemsOf = (chain: readonly AuditEntry[]) =>
  chain.flatMap((entry, i) =>
    auditProblems(entry, chain[i - 1] ?? null, sha256).map(({ problem }) => `${entry.seq}: ${problem}`),
  )

test('the hash is of a text that other programs can write, too', () => {
  expect(auditText(aChain()[0]!)).toBe(
    '{"action":"x","actor":{"kind":"token","name":"deploys"},"at":"1970-01-01T00:00:00.000Z","detail":{"a":null,"b":"é"},"previousHash":null,"seq":1,"subject":"one"}',
  )
})

test('a chain as it was written has no problem, and every change of it has one', () => {
  expect(problemsOf(aChain())).toEqual([])
  const [one, two, three] = aChain() as [AuditEntry, AuditEntry, AuditEntry]
  const changes: Partial<AuditEntry>[] = [
    { at: 1 },
    { at: Number.NaN },
    { actor: { kind: 'account', name: 'deploys' } },
    { action: 'y' },
    { subject: 'four' },
    { detail: {} },
    { previousHash: null },
    { hash: 'x' },
  ]
  for (const change of changes)
    expect(problemsOf([one, { ...two, ...change }, three]), JSON.stringify(change)).not.toEqual([])
  expect(problemsOf([one, three])).toEqual(['3: entries are missing before it: number 2 should follow'])
  expect(problemsOf([one, two, two])).toEqual(['2: it is there twice'])
  expect(problemsOf([two, three])).toHaveLength(1)
  const forged = nextAuditEntry(one, { ...two, subject: 'four' }, sha256)
  expect(problemsOf([one, forged, three])).toEqual([
    '3: it does not follow the entry before it: that has another hash',
  ])
})
