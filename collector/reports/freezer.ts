import { monthInterval, monthOf } from '../core/time/calendar.ts'
import type { Config } from '../core/config/config.ts'
import { previousMonth, monthsOverlapping } from '../core/time/period.ts'
import type { Report } from '../core/report/report-document.ts'
import type { ReportPeriod } from '../core/report/report-input.ts'
import { reportPeriod } from '../core/report/report-period.ts'
import { Conflict, type ConsistentReader, type StoreReader } from '../store/store.ts'
import { type FrozenReportHead, createFrozenChain } from './frozen-chain.ts'
import { monthReport } from './frozen-report.ts'
import { currentFacts, recomputeReport } from './recompute-report.ts'
import { describeChanges, joinSentences } from './report-changes.ts'
import type { Text } from '../core/text/localized-text.ts'
import type { ReportTexts } from './report-texts.ts'
import { type BeforePart, type MonthFacts, proseDigest, snapshotDigest } from './report-facts.ts'
import { reportsAnything } from './period-input.ts'
import type { FactWriter } from '../store/facts.ts'

/** A month is frozen this long after its end, ms: what was under way at midnight is written by then. */
const freezeDelay = 3_600_000

/** What may have changed in months that are frozen. */
export type ReportInputChange = 'notices' | 'deployments' | 'history' | 'metrics' | 'texts' | 'everything'

export type FreezeDeps = {
  readonly store: FactWriter & StoreReader & ConsistentReader
  readonly config: Config
  readonly log: { info(text: string): void; error(text: string): void }
  /** What the team writes to months; without it nothing is written. */
  readonly texts?: Pick<ReportTexts, 'read'>
}

/** Freezes the report of every month that is over, and adds a revision where its facts were corrected. */
export type Freezer = {
  /**
   * One report at most; resolves to whether one was frozen, by this process or another, and then there may be more. Costs
   * nothing while nothing has changed and no month has ended. Rejects with StoreError, and then tries again when next called.
   */
  pass(now: number): Promise<boolean>
  /** Somebody has written: look again for what was corrected. A new one looks at all but metrics by itself. */
  invalidate(what?: ReportInputChange): void
}

/** @returns a freezer that works on what is stored, whoever wrote it; two processes may freeze at once */
export function createFreezer({ store, config, log, texts }: FreezeDeps): Freezer {
  const zone = config.page.timezone
  let pending = new Set<ReportInputChange>(['notices', 'history'])
  let nextAt = -Infinity
  /** Facts that made no other report, by the hash of the report. */
  const compared = new Map<string, MonthFacts>()
  const chain = createFrozenChain(store, log)

  async function freeze(period: ReportPeriod, now: number, frozen: Frozen): Promise<void> {
    const last = frozen.get(previousMonth(period.name))
    const before = reportsAnything(await chain.reportOf(last))
    const { report, facts } = await store.read((reader) =>
      monthReport(reader, config, period, now, before, partOf(last)),
    )
    const prose = await texts?.read(period.name)
    await chain.append(period.name, 1, null, withProse(report, prose), withProseFact(facts, prose), now)
    log.info(`the report of ${period.name} is frozen`)
  }

  /** Adds a revision if the facts of a frozen month tell another report now. */
  async function correct(
    was: FrozenReportHead,
    frozen: Frozen,
    changes: ReadonlySet<ReportInputChange>,
    now: number,
  ): Promise<boolean> {
    // Its own zone: that of the configuration may be another by now.
    const period = reportPeriod('monthly', was.period, was.facts.timezone)
    const last = frozen.get(previousMonth(was.period))
    const knownFacts = compared.get(was.hash) ?? was.facts
    const written = await texts?.read(was.period)
    const measured = await currentFacts(
      store,
      config,
      period,
      now,
      partOf(last),
      knownFacts,
      readAgain(changes),
    )
    const facts = withProseFact(measured, written)
    if (describeChanges(knownFacts, facts, period).length > 0) {
      const report = await chain.reportOf(was)
      const before = reportsAnything(await chain.reportOf(last))
      const recomputed =
        report && (await recomputeReport(store, config, period, { report, facts: was.facts }, facts, before))
      const corrected = recomputed && withProse(recomputed, written === undefined ? report.prose : written)
      if (corrected && JSON.stringify(corrected) !== JSON.stringify(report)) {
        const why = joinSentences(describeChanges(was.facts, facts, period))
        await chain.append(was.period, was.revision + 1, why, corrected, withLives(facts, corrected), now)
        log.info(`the report of ${was.period} was corrected (revision ${was.revision + 1}): ${why}`)
        return true
      }
    }
    compared.set(was.hash, facts)
    return false
  }

  async function once(now: number, changes: ReadonlySet<ReportInputChange>): Promise<boolean> {
    const frozen: Frozen = new Map((await chain.heads()).map((one) => [one.period, one]))
    const due = await oldestUnfrozen(store, zone, now, frozen)
    if (due) {
      await freeze(due, now, frozen)
      return true
    }
    if (changes.size === 0) return false
    const months = [...frozen.values()].toSorted((a, b) => (a.period < b.period ? -1 : 1))
    for (const month of months) if (await correct(month, frozen, changes, now)) return true
    return false
  }

  return {
    async pass(now) {
      if (pending.size === 0 && now < nextAt) return false
      const changes = pending
      // What is told while this is under way belongs to the next time.
      pending = new Set()
      try {
        const frozen = await once(now, changes)
        if (frozen) pending = pending.union(changes)
        else nextAt = nextEnd(now, zone)
        return frozen
      } catch (error) {
        pending = pending.union(changes)
        nextAt = -Infinity
        chain.forget()
        // Another process was faster: what is due is decided recomputed from what is there then.
        if (error instanceof Conflict) return true
        throw error
      }
    },
    invalidate: (what = 'everything') => void pending.add(what),
  }
}

/** What of a month is read again because of what may have changed. */
const readAgain = (changes: ReadonlySet<ReportInputChange>): { history: boolean; metrics: boolean } => ({
  history: changes.has('everything') || changes.has('history'),
  metrics: changes.has('everything') || changes.has('metrics'),
})

/** When the next month is to be frozen: the one that runs, or the one that has just ended. */
const nextEnd = (now: number, zone: string): number =>
  monthInterval(monthOf(now - freezeDelay, zone), zone).to + freezeDelay

/** The oldest month that is over and has no report; null when there is none. */
async function oldestUnfrozen(
  store: Parameters<typeof firstOfAll>[0],
  zone: string,
  now: number,
  frozen: Frozen,
): Promise<ReportPeriod | null> {
  const first = await firstOfAll(store)
  if (first === null) return null
  for (const month of monthsOverlapping({ from: first, to: now }, zone)) {
    const period = reportPeriod('monthly', month, zone)
    if (period.to + freezeDelay > now) return null
    if (!frozen.has(month)) return period
  }
  return null
}

/** A report with what the team wrote to it, or without. */
function withProse(report: Report, prose: Text | null | undefined): Report {
  const { prose: _, ...rest } = report
  return prose == null ? rest : { ...rest, prose }
}

/** The facts with what is written now; undefined leaves them as they are. */
function withProseFact(facts: MonthFacts, prose: Text | null | undefined): MonthFacts {
  if (prose === undefined) return facts
  const { prose: _, ...rest } = facts
  return prose === null ? rest : { ...rest, prose: proseDigest(prose) }
}

const partOf = (head: FrozenReportHead | undefined): BeforePart | null =>
  head ? { period: head.period, revision: head.revision, digest: head.facts.tells } : null

/** The first check, declaration or appearance of anything, ms; null before it. */
async function firstOfAll(store: StoreReader): Promise<number | null> {
  const [series, known, incidents] = await Promise.all([
    store.series(),
    store.componentRecords(),
    store.incidents(),
  ])
  const firsts = [
    ...series.map((one) => one.firstAt).filter((at) => at !== null),
    ...known.map((one) => one.firstAt),
    ...incidents
      .filter(
        (one) => !one.withdrawn && one.updates.some((update) => Object.keys(update.components).length > 0),
      )
      .map((one) => one.startedAt),
  ]
  return firsts.reduce<number | null>((so, at) => (so === null ? at : Math.min(so, at)), null)
}

/** The latest revision of each frozen month. */
type Frozen = ReadonlyMap<string, FrozenReportHead>

/** The facts with the components that have come in by a correction: from then on they stay as they are. */
const withLives = (facts: MonthFacts, report: Report): MonthFacts => ({
  ...facts,
  tells: snapshotDigest(reportsAnything(report)),
  components: {
    ...facts.components,
    ...Object.fromEntries(
      report.components
        .filter((one) => !Object.hasOwn(facts.components, one.id))
        .map((one) => [
          one.id,
          { firstAt: one.first_at === null ? null : Date.parse(one.first_at), goneAt: null, watched: true },
        ]),
    ),
  },
})
