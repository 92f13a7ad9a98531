import type { Config } from '../core/config/config.ts'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { type FreezeProgress, type ReportInputChange, createFreezer } from '../reports/freezer.ts'
import type { ReportTexts } from '../reports/report-texts.ts'
import type { StoredChange } from '../store/stored-change.ts'
import type { FactWriter } from '../store/facts.ts'
import type { ConsistentReader, StoreReader } from '../store/store.ts'

/** The frozen reports of a running collector. */
export type ReportArchiver = {
  /** Time has passed, ms: freeze what is over, correct what was corrected, beside everything else. */
  tick(now: number): void
  /** Somebody has written. */
  invalidate(what?: ReportInputChange): void
  /** Freeze and correct all there is, and wait for it. Rejects with StoreError. */
  settle(now: number): Promise<void>
  /** How far the freezing of several months has come; null when none is under way. */
  progress(): FreezeProgress | null
  /** Freeze by another configuration from the next report on; what is frozen is looked at again. */
  reconfigure(config: Config): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/**
 * @param onStored called when reports were added
 * @param onTrouble the store could not read or write; it is tried again
 */
export function createReportArchiver(
  store: FactWriter & StoreReader & ConsistentReader,
  config: Config,
  texts: ReportTexts,
  log: { info(text: string): void; error(text: string): void },
  onStored: (change: StoredChange) => void,
  onTrouble: (error: unknown) => void,
): ReportArchiver {
  let freezer = createFreezer({ store, config, log, texts })
  let textsVersion: string | null = null
  let pending: Promise<void> | null = null
  let stopped = false

  async function freezeAll(now: number): Promise<void> {
    let any = false
    try {
      const version = await texts.version()
      if (version !== textsVersion) freezer.invalidate('texts')
      textsVersion = version
      while (!stopped && (await freezer.pass(now))) {
        any = true
        // What a pass waits for may all be there already: without this, no timer and no socket would get a turn.
        await yieldToEventLoop()
      }
    } finally {
      if (any) onStored({ kind: 'reports' })
    }
  }
  return {
    tick(now) {
      pending ??= freezeAll(now)
        .catch(onTrouble)
        .finally(() => (pending = null))
    },
    progress: () => freezer.progress(),
    invalidate: (what) => freezer.invalidate(what),
    reconfigure(changed) {
      freezer = createFreezer({ store, config: changed, log, texts })
    },
    async settle(now) {
      await pending
      await freezeAll(now)
    },
    async stop() {
      stopped = true
      await pending
    },
  }
}
