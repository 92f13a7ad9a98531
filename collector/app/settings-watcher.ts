import { isDeepStrictEqual } from 'node:util'
import { type ConfigProblem, formatProblem } from '../config/load-config.ts'
import { type Clock, type Timer, every } from '../core/time/clock.ts'
import { fileSignature, joinSignatures } from './file-signature.ts'
import type { SettingsResult, ValidSettings } from './load-settings.ts'

/** What taking over a changed configuration needs. */
export type SettingsWatcherDeps = {
  readonly clock: Clock
  /** Those that hold when the watcher begins. */
  readonly initial: ValidSettings
  /** Read them as they are now; never rejects. */
  readonly load: () => Promise<SettingsResult>
  /** What forbids to take them over while this process runs, or nothing. */
  readonly refuse: (next: ValidSettings, current: ValidSettings) => readonly ConfigProblem[]
  /** Take them over. What it rejects with is temporary: it is tried again. */
  readonly apply: (next: ValidSettings, current: ValidSettings) => Promise<void>
  readonly log: { info(line: string): void; error(line: string): void }
  /** What messages call the configuration. */
  readonly file: string
}

/** Takes over the configuration whenever its files change. */
export type SettingsWatcher = {
  /** Read it again now, changed or not. */
  request(): void
  /** Why the configuration in use is not that of the files, `FILE:LINE:COLUMN what` each; empty where it is. */
  problems(): readonly string[]
  /** Resolves once nothing is under way. */
  stop(): Promise<void>
}

/** How often the files are looked at, ms. What reports changes by itself misses those of links and of network disks. */
const lookInterval = 500
/** They must look the same for so long before they are read: editors and copies write in pieces, ms. */
const settleDelay = 300
/** What is wrong must stand for so long before anybody is notified: the rest of the file may be on its way, ms. */
const doubtDelay = 1_000
/** What could not be taken over for a reason of its own is tried again after this time, ms. */
const retryDelay = 10_000

/** What the files looked like at one moment. */
type FilesSeen = { readonly signature: string; readonly at: number }

/**
 * Look after the files of a configuration. What is right is taken over; what is wrong leaves everything as it is, and is
 * reported with its place, once, until it is mended.
 */
export function watchSettings(deps: SettingsWatcherDeps): SettingsWatcher {
  const { clock, log, file } = deps
  let current = deps.initial
  let { paths } = deps.initial
  /** What the files looked like when they were last judged: reading many monitors takes seconds, and is done for a change only. */
  let handledSignature = deps.initial.signature
  let seen: FilesSeen | null = null
  let problems: readonly string[] = []
  let retryAt = Infinity
  let requested = false
  let pending: Promise<void> | null = null
  let stopped = false

  function report(lines: readonly string[]): void {
    const isNew = lines.join('\n') !== problems.join('\n')
    const wasWrong = problems.length > 0
    problems = lines
    if (!isNew) return
    for (const line of lines) log.error(line)
    if (lines.length > 0)
      log.error(`${file}: not taken over until it is corrected; the configuration before stays`)
    else if (wasWrong) log.info(`${file} is right again`)
  }

  async function judge(next: SettingsResult, wasAsked: boolean): Promise<void> {
    paths = next.paths
    const issues = next.ok ? deps.refuse(next, current) : next.problems
    if (!next.ok || issues.length > 0) return report(issues.map(formatProblem))
    if (isSame(next, current)) {
      report([])
      if (wasAsked) log.info(`${file} was read again: nothing has changed`)
      return
    }
    try {
      await deps.apply(next, current)
    } catch (error) {
      retryAt = clock.monotonic() + retryDelay
      return report([`${file}:1:1 could not be taken over: ${(error as Error).message}`])
    }
    current = next
    report([])
  }

  async function poll(): Promise<void> {
    const signature = await signatureOf(paths)
    const now = clock.monotonic()
    if (seen?.signature !== signature) seen = { signature, at: now }
    const wasAsked = requested
    const isChanged = signature !== handledSignature
    const isSettled = now - seen.at >= settleDelay
    if (!wasAsked && !(isChanged && isSettled) && now < retryAt) return
    const next = await deps.load()
    if (!wasAsked && now - seen.at < doubtDelay && !next.ok) return
    requested = false
    retryAt = Infinity
    await judge(next, wasAsked)
    handledSignature = next.signature
  }

  function begin(): void {
    if (stopped) return
    pending ??= poll().finally(() => {
      pending = null
      if (requested) begin()
    })
  }
  const timer: Timer = every(clock, lookInterval, begin)

  return {
    request() {
      requested = true
      begin()
    },
    problems: () => problems,
    async stop() {
      stopped = true
      timer.cancel()
      await pending
    },
  }
}

const isSame = (a: ValidSettings, b: ValidSettings): boolean =>
  isDeepStrictEqual(a.config, b.config) && isDeepStrictEqual(a.theme, b.theme)

/** What all of these files look like. */
const signatureOf = async (paths: readonly string[]): Promise<string> =>
  joinSignatures(await Promise.all(paths.map(fileSignature)))
