import type { AuditActor, AuditRecord } from '../core/account/audit-chain.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import { type DeploymentWatch, beginWatch, extendWatch } from '../core/deployment/deployment-watch.ts'
import {
  decideWatch,
  judgeComponents,
  verdictOf,
  watchEnd,
  watchedFigures,
} from '../core/deployment/judge-deployment.ts'
import { formatDuration, parseDuration } from '../core/time/duration.ts'
import { day, minute } from '../core/time/units.ts'
import { parseInput, quoteInput } from '../notices/rules/validate.ts'
import { ValidationError } from '../notices/rules/validation-error.ts'
import type { Receipt } from '../store/access-store.ts'
import type { DeploymentReader } from '../store/deployment-store.ts'
import type { FactWriter } from '../store/facts.ts'
import { Conflict, type ConsistentReader } from '../store/store.ts'
import { type MeasurementConfig, createDeploymentMeasurement } from './measure-deployment.ts'
import { auditOfDeployment } from './deployment-audit.ts'
import { WatchDeployment } from './deployment-schema.ts'
import type { WatchReport } from './watch-report.ts'

/** What the watch service works with. */
export type WatchServiceDeps = {
  readonly store: FactWriter & DeploymentReader & ConsistentReader
  readonly config: MeasurementConfig
  /** ms since the epoch. */
  readonly now: () => number
  /** Called once something is on record. */
  readonly changed?: () => void
}

/** Watches over deployments: measures, decides and keeps the verdict. Every method rejects with StoreError. */
export type WatchService = {
  /** As of now; a verdict that is due is kept. @throws ValidationError not_found, not_now where it was never watched */
  report(id: string): Promise<WatchReport>
  /**
   * Watch it for some time from now on, `{ "for": "30m" }`, whatever was agreed before.
   * @throws ValidationError not_found, invalid
   */
  watchFor(id: string, input: unknown, actor: AuditActor, receipt?: WatchReceipt): Promise<WatchReport>
  /** Decide every watch that can be decided. Resolves to those that were, by this process. */
  decideDue(): Promise<readonly DeploymentWatch[]>
}

/** Makes the receipt that is stored with the answer to a request. */
type WatchReceipt = (report: WatchReport) => Receipt

/** Shortest and longest time that somebody may ask for, ms. */
const [shortestWatch, longestWatch] = [1_000, day]
/** What was measured at the end of a watch is stored within this time, ms. */
const settleTime = 2_000
/** What is measured since a start longer ago than this says little of the version, ms. */
const oldestStart = day

/** Open it; several may be open on one store, in several processes: of two that decide, one does. */
export function createWatchService({ store, config, now, changed }: WatchServiceDeps): WatchService {
  const measure = createDeploymentMeasurement(config)
  const triggers = config.deployments.rollback

  async function deploymentOf(id: string): Promise<Deployment> {
    const deployment = await store.deployment(id)
    if (deployment) return deployment
    throw new ValidationError('not_found', [
      { path: '', message: 'There is no such deployment. Look its id up in the list.' },
    ])
  }

  /** The report of a watch, and the watch as it is to be stored: the same object where nothing is decided. */
  async function judge(deployment: Deployment, watch: DeploymentWatch) {
    const at = now()
    if (watch.verdict !== 'pending')
      return {
        report: { deployment, watch, at, findings: watch.findings, figures: watch.figures },
        next: watch,
      }
    const end = watchEnd(watch, deployment)
    const until = Math.max(watch.from, Math.min(at, end))
    const span = { from: watch.from, to: until }
    const measured = await store.read((reader) => measure(reader, deployment, span, at))
    const findings = judgeComponents(measured, span, triggers)
    const figures = watchedFigures(measured)
    const isTakenBack = end < watch.until
    const verdict = verdictOf(findings, { isOver: at >= end + settleTime, isTakenBack })
    const next = decideWatch(watch, verdict, { findings, figures }, at)
    return { report: { deployment, watch: next, at, findings, figures }, next }
  }

  /** Store a watch. Resolves to false where another process stored another one first. */
  async function put(watch: DeploymentWatch, audit: readonly AuditRecord[] = []): Promise<boolean> {
    try {
      await store.commit({ deploymentWatches: [watch], audit })
      changed?.()
      return true
    } catch (error) {
      if (error instanceof Conflict) return false
      throw error
    }
  }

  async function report(id: string): Promise<WatchReport> {
    for (;;) {
      const deployment = await deploymentOf(id)
      const { watch } = deployment
      if (!watch)
        throw new ValidationError('not_now', [
          { path: '', message: 'This deployment was not watched: it was recorded before Vigie watched any.' },
        ])
      const decision = await judge(deployment, watch)
      if (decision.next === watch || (await put(decision.next))) return decision.report
    }
  }

  return {
    report,
    async watchFor(id, input, actor, receipt) {
      const ms = parseWatchTime(input)
      for (;;) {
        const deployment = await deploymentOf(id)
        const at = now()
        requireRecent(deployment, at)
        const next = watchUntil(deployment, at + ms)
        if (next !== deployment.watch && !(await put(next, [auditOfWatch(next, actor, at)]))) continue
        const result = await report(id)
        if (receipt) await store.commit({ receipts: [receipt(result)] })
        return result
      }
    },
    async decideDue() {
      const decided: DeploymentWatch[] = []
      for (const { deployment } of await store.pendingWatches()) {
        const current = await store.deployment(deployment)
        if (!current?.watch) continue
        const { next } = await judge(current, current.watch)
        if (next !== current.watch && (await put(next))) decided.push(next)
      }
      return decided
    },
  }
}

/** The watch over a deployment, longer where it ends before an instant (ms). */
const watchUntil = ({ id, startedAt, watch }: Deployment, until: number): DeploymentWatch =>
  watch ? extendWatch(watch, until) : beginWatch(id, startedAt, until - startedAt)

/** What the audit log says of a watch that somebody asked for, at an instant (ms). */
const auditOfWatch = ({ deployment, until }: DeploymentWatch, actor: AuditActor, at: number): AuditRecord =>
  auditOfDeployment('watch', deployment, actor, at, { until: new Date(until).toISOString() })

/** @throws ValidationError invalid */
function parseWatchTime(input: unknown): number {
  const written = parseInput(WatchDeployment, input, {
    '': '{ "for": "30m" }',
    for: 'a duration such as "30m"',
  })
  const ms = parseDuration(written.for)
  if (ms !== null && ms >= shortestWatch && ms <= longestWatch) return ms
  const problem =
    ms === null
      ? 'is no duration'
      : `is not between ${formatDuration(shortestWatch)} and ${formatDuration(longestWatch)}`
  throw new ValidationError('invalid', [
    { path: 'for', message: `${quoteInput(written.for)} ${problem}. Write a duration such as "30m".` },
  ])
}

function requireRecent({ startedAt }: Deployment, now: number): void {
  if (now - startedAt <= oldestStart) return
  throw new ValidationError('invalid', [
    {
      path: '',
      message: `It started ${formatDuration(Math.floor((now - startedAt) / minute) * minute)} ago: what was measured since says little of it. Guard a deployment within ${formatDuration(oldestStart)} of its start.`,
    },
  ])
}
