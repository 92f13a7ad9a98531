import type { Config } from '../core/config/config.ts'
import { latestRevisions, parseFrozenReport } from '../core/report/chain.ts'
import type { RevisionInfo } from '../core/report/outline.ts'
import type { Report } from '../core/report/report-document.ts'
import type { ReportPeriod } from '../core/report/report-input.ts'
import { previousPeriodName, reportPeriod } from '../core/report/report-period.ts'
import type { Store } from '../store/store.ts'
import { periodReport } from './frozen-report.ts'
import { reportsAnything } from './period-input.ts'
import { sha256 } from './report-facts.ts'
import { type ReportTexts, withProse } from './report-texts.ts'

/** A frozen report is not the one that was frozen. */
export class AlteredReportError extends Error {
  constructor(period: string) {
    super(`the frozen report of ${period} was altered. See: vigie report verify`)
    this.name = 'AlteredReportError'
  }
}

/** A report with its JSON; of a frozen one byte for byte as it was hashed. */
type LoadedReport = { readonly report: Report; readonly text: string; readonly revised: RevisionInfo }

/**
 * The report of a period: a frozen month as it was frozen, everything else from what is stored, as of `now` (ms).
 *
 * @param texts what the team wrote, for months that are over but not frozen yet
 * @throws AlteredReportError for a frozen report that somebody changed; StoreError
 */
export async function loadReport(
  store: Store,
  config: Config,
  period: ReportPeriod,
  now: number,
  texts?: Pick<ReportTexts, 'read'>,
): Promise<LoadedReport> {
  const frozen = latestRevisions(await store.reports())
  const frozenEntry = period.kind === 'monthly' ? frozen.get(period.name) : undefined
  if (frozenEntry && sha256(frozenEntry.text) !== frozenEntry.data) throw new AlteredReportError(period.name)
  if (frozenEntry)
    return {
      report: parseFrozenReport(frozenEntry),
      text: frozenEntry.text,
      revised: { revision: frozenEntry.revision, why: frozenEntry.why },
    }
  const previousName = previousPeriodName(period.kind, period.name)
  const previousEntry = period.kind === 'monthly' ? frozen.get(previousName) : undefined
  const previousPeriod = reportPeriod(period.kind, previousName, config.page.timezone)
  const previousReport = previousEntry
    ? parseFrozenReport(previousEntry)
    : (await hasHistoryBefore(store, previousPeriod.to))
      ? await periodReport(store, config, previousPeriod, now, reportsAnything(null))
      : null
  const computed = await periodReport(store, config, period, now, reportsAnything(previousReport))
  const isOver = period.kind === 'monthly' && period.to <= now
  const report = isOver ? withProse(computed, await texts?.read(period.name)) : computed
  return { report, text: JSON.stringify(report), revised: null }
}

/** Had anything been looked at, or told, before an instant (ms)? */
async function hasHistoryBefore(store: Store, at: number): Promise<boolean> {
  const [series, records] = await Promise.all([store.series(), store.componentRecords()])
  return [...series, ...records].some((one) => one.firstAt !== null && one.firstAt < at)
}
