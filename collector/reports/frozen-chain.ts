import { nextLink } from '../core/report/chain.ts'
import type { Report } from '../core/report/report-document.ts'
import type { ReportLink } from '../core/report/report-link.ts'
import type { StoredReportHead } from '../store/report-store.ts'
import type { Store } from '../store/store.ts'
import { type MonthFacts, sha256 } from './report-facts.ts'

/** A frozen report without its text, which may be long. */
export type FrozenReportHead = ReportLink & { readonly facts: MonthFacts }

/** The frozen reports as links of a chain, each with the hash of the one before; kept in memory once read. */
type FrozenChain = {
  /** All links, oldest first. */
  heads(): Promise<readonly FrozenReportHead[]>
  /** The report of a link; null where somebody altered it since: nothing is built on that. */
  reportOf(head: FrozenReportHead | undefined): Promise<Report | null>
  /**
   * Add a report at the end, frozen at `now` (ms), and why it is another than the revision before. Rejects with Conflict
   * when another process added one meanwhile.
   */
  append(
    period: string,
    revision: number,
    why: string | null,
    report: Report,
    facts: MonthFacts,
    now: number,
  ): Promise<void>
  /** Read it again when it is next needed. */
  invalidate(): void
}

/** The chain of the reports in a store. */
export function createFrozenChain(
  store: Pick<Store, 'report' | 'reportHeads' | 'commit'>,
  log: { error(text: string): void },
): FrozenChain {
  /** As it was last read. That another process added to it is told by a Conflict. */
  let chain: readonly FrozenReportHead[] | null = null

  return {
    async heads() {
      chain ??= (await store.reportHeads()).map(parseHead)
      return chain
    },
    async reportOf(head) {
      const found = head && (await store.report(head.sequence))
      if (found && sha256(found.text) === found.data) return JSON.parse(found.text) as Report
      if (found) log.error(`the frozen report of ${found.period} was altered: see vigie report verify`)
      return null
    },
    async append(period, revision, why, report, facts, now) {
      const last = chain?.at(-1) ?? null
      const text = JSON.stringify(report)
      const frozenAt = Math.max(now, last?.frozenAt ?? 0)
      const link = nextLink(last, { period, revision, frozenAt, why, text }, sha256)
      await store.commit({ reports: [{ ...link, facts: JSON.stringify(facts) }] })
      chain = [...(chain ?? []), headOf(link, facts)]
    },
    invalidate() {
      chain = null
    },
  }
}

const parseHead = (head: StoredReportHead): FrozenReportHead =>
  headOf(head, JSON.parse(head.facts) as MonthFacts)

const headOf = (link: ReportLink, facts: MonthFacts): FrozenReportHead => {
  const { sequence, period, revision, frozenAt, why, data, previous, hash } = link
  return { sequence, period, revision, frozenAt, why, data, previous, hash, facts }
}
