import type { FrozenReport, ReportLink } from './report-link.ts'
import type { Report } from './report-document.ts'
import { oncePer } from '../memo/once-per.ts'

/** What the hash of a link is taken of, UTF-8: seven lines, each ended by a line feed. */
export const linkText = (link: Omit<ReportLink, 'hash'>): string =>
  [
    link.sequence,
    link.period,
    link.revision,
    new Date(link.frozenAt).toISOString(),
    link.why ?? '',
    link.data,
    link.previous ?? '',
  ]
    .map((line) => `${line}\n`)
    .join('')

/** SHA-256 of a text in UTF-8, hex; handed in, for core has none. */
export type Sha256 = (text: string) => string

/** The next link after the last one (null for the first). */
export function nextLink(
  last: Pick<ReportLink, 'sequence' | 'hash'> | null,
  input: Pick<FrozenReport, 'period' | 'revision' | 'frozenAt' | 'why' | 'text'>,
  sha256: Sha256,
): FrozenReport {
  const { period, revision, frozenAt, why, text } = input
  const sequence = (last?.sequence ?? 0) + 1
  const link = { sequence, period, revision, frozenAt, why, data: sha256(text), previous: last?.hash ?? null }
  return { ...link, hash: sha256(linkText(link)), text }
}

/** Something about a link that cannot be: the chain, or what it holds, was altered. */
export type ChainProblem = {
  readonly sequence: number
  readonly period: string
  readonly revision: number
  readonly problem: string
}

/**
 * Everything wrong with a chain of frozen reports, in its order; empty when it is whole. A rewrite of its end
 * with new hashes is detected only by somebody who kept an earlier hash.
 */
export function verifyChain(reports: readonly FrozenReport[], sha256: Sha256): ChainProblem[] {
  const problems: ChainProblem[] = []
  const revisions = new Map<string, number>()
  let last: FrozenReport | null = null
  for (const report of reports) {
    const { sequence, period, revision } = report
    for (const problem of linkProblems(report, last, revisions.get(period) ?? 0, sha256))
      problems.push({ sequence, period, revision, problem })
    revisions.set(period, revision)
    last = report
  }
  return problems
}

function* linkProblems(
  report: FrozenReport,
  last: FrozenReport | null,
  lastRevision: number,
  sha256: Sha256,
): Generator<string> {
  const due = (last?.sequence ?? 0) + 1
  if (report.sequence > due)
    yield report.sequence === due + 1
      ? `link ${due} is missing before it`
      : `links ${due} to ${report.sequence - 1} are missing before it`
  else if (report.sequence < due) yield `it stands after link ${due - 1}`
  else if (report.previous !== (last?.hash ?? null))
    yield last
      ? `it does not follow link ${last.sequence}: the hash of the link before is another`
      : 'it is the first and names a link before it'
  if (sha256(report.text) !== report.data) yield 'the text of the report is not the one that was frozen'
  else if (!isReportOf(report)) yield `its text is no report of ${report.period}`
  if (isTime(report.frozenAt) && sha256(linkText(report)) === report.hash) {
    if (report.revision !== lastRevision + 1)
      yield `revision ${lastRevision + 1} of ${report.period} is missing before it`
  } else yield 'its head is not the one that was frozen'
}

/** Can it be written as a date at all? */
const isTime = (at: number): boolean => Number.isSafeInteger(at) && Math.abs(at) <= 8.64e15

function isReportOf({ text, period }: FrozenReport): boolean {
  try {
    const report = JSON.parse(text) as Partial<Report> | null
    return report?.version === 1 && report.kind === 'monthly' && report.period === period
  } catch {
    return false
  }
}

/** The latest revision of every frozen report, by period. */
export function latestRevisions<R extends FrozenReport>(reports: readonly R[]): ReadonlyMap<string, R> {
  const latest = new Map<string, R>()
  for (const report of reports) {
    const newest = latest.get(report.period)
    if (!newest || report.revision > newest.revision) latest.set(report.period, report)
  }
  return latest
}

/** What a frozen report tells; read once for each. Throws SyntaxError when it was tampered with. */
export const parseFrozenReport = oncePer((frozen: FrozenReport): Report => JSON.parse(frozen.text) as Report)
