import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { latestRevisions, linkText, nextLink, verifyChain } from '../../../collector/core/report/chain.ts'
import type { FrozenReport } from '../../../collector/core/report/report-link.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A chain of these months; the same month again is a revision. */
function aChain(...months: string[]): FrozenReport[] {
  const chain: FrozenReport[] = []
  for (const period of months) {
    const revision = chain.filter((one) => one.period === period).length + 1
    const text = JSON.stringify({ version: 1, kind: 'monthly', period, revision })
    const why = revision > 1 ? 'An incident was changed.' : null
    const frozenAt = Date.UTC(2026, chain.length, 1, 1)
    chain.push(nextLink(chain.at(-1) ?? null, { period, revision, frozenAt, why, text }, sha256))
  }
  return chain
}

const chain = aChain('2026-08', '2026-09', '2026-08', '2026-10')
const problems = (reports: readonly FrozenReport[]): string[] =>
  verifyChain(reports, sha256).map((one) => `${one.sequence} ${one.period}.${one.revision}: ${one.problem}`)
const with1 = (more: Partial<FrozenReport>): FrozenReport[] =>
  chain.map((one, i) => (i === 1 ? { ...one, ...more } : one))

test('a chain that nobody touched is whole', () => {
  expect(problems(chain)).toEqual([])
  expect(problems([])).toEqual([])
  expect(chain[2]).toMatchObject({ sequence: 3, period: '2026-08', revision: 2, previous: chain[1]!.hash })
})

test('anybody can work out a hash: seven lines, each ended by a line feed', () => {
  expect(linkText(chain[0]!)).toBe(`1\n2026-08\n1\n2026-01-01T01:00:00.000Z\n\n${chain[0]!.data}\n\n`)
  expect(sha256(linkText(chain[0]!))).toBe(chain[0]!.hash)
})

test('an altered text is found', () => {
  expect(problems(with1({ text: chain[1]!.text.replace('"revision":1', '"revision":2') }))).toEqual([
    '2 2026-09.1: the text of the report is not the one that was frozen',
  ])
})

test.each([
  ['why', { why: 'nothing' }],
  ['when', { frozenAt: chain[1]!.frozenAt + 1 }],
  ['no time at all', { frozenAt: Number.NaN }],
  ['revision', { revision: 2 }],
] as const)('an altered head is found: %s', (_, more) => {
  expect(problems(with1(more))[0]).toMatch(/^2 2026-09\.[12]: its head is not the one that was frozen$/)
})

test('an altered text with hashes to match breaks the link after it', () => {
  const text = JSON.stringify({ version: 1, kind: 'monthly', period: '2026-09', lies: true })
  const forged = nextLink(chain[0]!, { ...chain[1]!, text }, sha256)
  expect(problems(with1(forged))).toEqual([
    '3 2026-08.2: it does not follow link 2: the hash of the link before is another',
  ])
})

test('a missing link, a missing beginning and another order are found', () => {
  expect(problems(chain.toSpliced(1, 1))).toEqual(['3 2026-08.2: link 2 is missing before it'])
  expect(problems(chain.slice(2))).toEqual([
    '3 2026-08.2: links 1 to 2 are missing before it',
    '3 2026-08.2: revision 1 of 2026-08 is missing before it',
  ])
  expect(problems([chain[1]!, chain[0]!, ...chain.slice(2)]).length).toBeGreaterThan(1)
  // Renumbered, so that no number is missing.
  const renumbered = chain.toSpliced(1, 1).map((one, i) => ({ ...one, sequence: i + 1 }))
  expect(problems(renumbered)).toContain('2 2026-08.2: its head is not the one that was frozen')
})

test('a report that stands under another month is found', () => {
  const text = JSON.stringify({ version: 1, kind: 'monthly', period: '2026-12' })
  expect(
    problems([nextLink(null, { period: '2026-11', revision: 1, frozenAt: 0, why: null, text }, sha256)]),
  ).toEqual(['1 2026-11.1: its text is no report of 2026-11'])
})

test('of several revisions the latest counts', () => {
  expect([...latestRevisions(chain).values()].map((one) => [one.period, one.revision])).toEqual([
    ['2026-08', 2],
    ['2026-09', 1],
    ['2026-10', 1],
  ])
})
