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
import { type BeforePart, type MonthFacts, snapshotDigest } from './report-facts.ts'
import { reportsAnything } from './period-input.ts'
import type { FactWriter } from '../store/facts.ts'

/** A month is frozen this long after its end, ms: what was under way at midnight is written by then. */
const freezeDelay = 3_600_000

/** What may have changed in months that are frozen. */
export type ReportInputChange = 'notices' | 'deployments' | 'history' | 'metrics' | 'everything'

export type FreezeDeps = {
  readonly store: FactWriter & StoreReader & ConsistentReader
  readonly config: Config
  readonly log: { info(text: string): void; error(text: string): void }
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
export function createFreezer({ store, config, log }: FreezeDeps): Freezer {
  const zone = config.page.timezone
  let pending = new Set<ReportInputChange>(['notices', 'history'])
  let nextAt = -Infinity
  /** Facts that were compared already, by the hash of the report: they made no other report. */
  const compared = new Map<string, MonthFacts>()
  const chain = createFrozenChain(store, log)
  const { reportOf, append } = chain

  async function freeze(period: ReportPeriod, now: number, frozen: Frozen): Promise<void> {
    const last = frozen.get(previousMonth(period.name))
    const before = reportsAnything(await reportOf(last))
    const { report, facts } = await store.read((reader) =>
      monthReport(reader, config, period, now, before, partOf(last)),
    )
    await append(period.name, 1, null, report, facts, now)
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
    const facts = await currentFacts(store, config, period, now, partOf(last), knownFacts, readAgain(changes))
    if (describeChanges(knownFacts, facts, period).length > 0) {
      const report = await reportOf(was)
      const before = reportsAnything(await reportOf(last))
      const recomputed =
        report && (await recomputeReport(store, config, period, { report, facts: was.facts }, facts, before))
      if (recomputed && JSON.stringify(recomputed) !== JSON.stringify(report)) {
        const why = joinSentences(describeChanges(was.facts, facts, period))
        await append(was.period, was.revision + 1, why, recomputed, withLives(facts, recomputed), now)
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

  const again = (changes: ReadonlySet<ReportInputChange>): void => {
    for (const what of changes) pending.add(what)
  }

  return {
    async pass(now) {
      if (pending.size === 0 && now < nextAt) return false
      const changes = pending
      // What is told while this is under way belongs to the next time.
      pending = new Set()
      try {
        const frozen = await once(now, changes)
        if (frozen) again(changes)
        else nextAt = nextEnd(now, zone)
        return frozen
      } catch (error) {
        again(changes)
        nextAt = -Infinity
        chain.forget()
        // Another process was faster: what is due is decided anew from what is there then.
        if (error instanceof Conflict) return true
        throw error
      }
    },
    invalidate(what = 'everything') {
      pending.add(what)
    },
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
