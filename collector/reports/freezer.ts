import type { Config } from '../core/config/config.ts'
import { previousMonth } from '../core/time/period.ts'
import type { Report } from '../core/report/report-document.ts'
import type { ReportPeriod } from '../core/report/report-input.ts'
import { reportPeriod } from '../core/report/report-period.ts'
import { Conflict, type ConsistentReader, type StoreReader } from '../store/store.ts'
import { dueMonths, nextFreezeAt } from './due-months.ts'
import { type FrozenReportHead, createFrozenChain } from './frozen-chain.ts'
import { monthReport } from './frozen-report.ts'
import { currentFacts, recomputeReport } from './recompute-report.ts'
import { describeChanges, joinSentences } from './report-changes.ts'
import type { Text } from '../core/text/localized-text.ts'
import { type ReportTexts, withProse } from './report-texts.ts'
import { type BeforePart, type MonthFacts, proseDigest, snapshotDigest } from './report-facts.ts'
import { reportsAnything } from './period-input.ts'
import { createEventLoopYield } from '../publishing/release/yield-to-event-loop.ts'
import type { FactWriter } from '../store/facts.ts'

/** What may have changed in months that are frozen. */
export type ReportInputChange = 'notices' | 'deployments' | 'history' | 'metrics' | 'texts' | 'everything'

export type FreezeDeps = {
  readonly store: FactWriter & StoreReader & ConsistentReader
  readonly config: Config
  readonly log: { info(text: string): void; error(text: string): void }
  /** What the team writes to months; without it nothing is written. */
  readonly texts?: Pick<ReportTexts, 'read'>
}

/** Months that were frozen in a row, and how many there were to freeze. */
export type FreezeProgress = { readonly done: number; readonly total: number }

/** Freezes the report of every month that is over, and adds a revision where its facts were corrected. */
export type Freezer = {
  /**
   * One report at most; resolves to whether one was frozen, by this process or another, and then there may be more. Costs
   * nothing while nothing has changed and no month has ended. Rejects with StoreError, and then tries again when next called.
   */
  pass(now: number): Promise<boolean>
  /** How far the freezing of several months has come; null where there is none to freeze, or a single one. */
  progress(): FreezeProgress | null
  /** Somebody has written: look again for what was corrected. A new one looks at all but metrics by itself. */
  invalidate(what?: ReportInputChange): void
}

/** @returns a freezer that works on what is stored, by any process; two processes may freeze at once */
export function createFreezer(deps: FreezeDeps): Freezer {
  const { store, config, log } = deps
  const zone = config.page.timezone
  let pending = new Set<ReportInputChange>(['notices', 'history'])
  let nextAt = -Infinity
  /** Months to freeze, oldest first, as they were last looked for; null when that is to be done again. */
  let due: ReportPeriod[] | null = null
  let frozenInARow = 0
  /** The last month that was looked at for corrections: they change later months only. */
  let compareAfter = ''
  const yieldToEventLoop = createEventLoopYield()
  const chain = createFrozenChain(store, log)
  const { freeze, correct } = createMonthWriter(deps, chain)

  async function once(now: number, changes: ReadonlySet<ReportInputChange>): Promise<boolean> {
    const frozen: Frozen = new Map((await chain.heads()).map((one) => [one.period, one]))
    due ??= await dueMonths(store, zone, now, (month) => frozen.has(month))
    const next = due[0]
    if (next) {
      if (!frozen.has(next.name)) await freeze(next, now, frozen)
      due?.shift()
      frozenInARow++
      return true
    }
    due = null
    frozenInARow = 0
    if (changes.size === 0) return false
    const months = [...frozen.values()].toSorted((a, b) => (a.period < b.period ? -1 : 1))
    for (const month of months) {
      if (month.period <= compareAfter) continue
      await yieldToEventLoop()
      if (await correct(month, frozen, changes, now)) {
        // What was invalidated meanwhile may concern earlier months.
        if (pending.size === 0) compareAfter = month.period
        return true
      }
    }
    compareAfter = ''
    return false
  }

  function startAgain(): void {
    due = null
    compareAfter = ''
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
        else nextAt = nextFreezeAt(now, zone)
        return frozen
      } catch (error) {
        again(changes)
        nextAt = -Infinity
        startAgain()
        chain.invalidate()
        // Another process was faster: what is due is decided again from what is there then.
        if (error instanceof Conflict) return true
        throw error
      }
    },
    progress: () =>
      due === null || frozenInARow + due.length < 2
        ? null
        : { done: frozenInARow, total: frozenInARow + due.length },
    invalidate(what = 'everything') {
      startAgain()
      pending.add(what)
    },
  }
}

/** Makes the report of one month, and its revisions. */
function createMonthWriter(
  { store, config, log, texts }: FreezeDeps,
  { reportOf, append }: ReturnType<typeof createFrozenChain>,
) {
  /** Facts that were compared already, by the hash of the report: they made no other report. */
  const compared = new Map<string, MonthFacts>()

  async function freeze(period: ReportPeriod, now: number, frozen: Frozen): Promise<void> {
    const last = frozen.get(previousMonth(period.name))
    const before = reportsAnything(await reportOf(last))
    const { report, facts } = await store.read((reader) =>
      monthReport(reader, config, period, now, before, partOf(last)),
    )
    const prose = await texts?.read(period.name)
    await append(period.name, 1, null, withProse(report, prose), withProseFact(facts, prose), now)
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
      const report = await reportOf(was)
      const before = reportsAnything(await reportOf(last))
      const recomputed =
        report && (await recomputeReport(store, config, period, { report, facts: was.facts }, facts, before))
      const corrected = recomputed && withProse(recomputed, written === undefined ? report.prose : written)
      if (corrected && JSON.stringify(corrected) !== JSON.stringify(report)) {
        const why = joinSentences(describeChanges(was.facts, facts, period))
        await append(was.period, was.revision + 1, why, corrected, withLives(facts, corrected), now)
        log.info(`the report of ${was.period} was corrected (revision ${was.revision + 1}): ${why}`)
        return true
      }
    }
    compared.set(was.hash, facts)
    return false
  }

  return { freeze, correct }
}

/** What of a month is read again because of what may have changed. */
const readAgain = (changes: ReadonlySet<ReportInputChange>): { history: boolean; metrics: boolean } => ({
  history: changes.has('everything') || changes.has('history'),
  metrics: changes.has('everything') || changes.has('metrics'),
})

/** The facts with what is written now; undefined leaves them as they are. */
function withProseFact(facts: MonthFacts, prose: Text | null | undefined): MonthFacts {
  if (prose === undefined) return facts
  const { prose: _, ...rest } = facts
  return prose === null ? rest : { ...rest, prose: proseDigest(prose) }
}

const partOf = (head: FrozenReportHead | undefined): BeforePart | null =>
  head ? { period: head.period, revision: head.revision, digest: head.facts.tells } : null

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
