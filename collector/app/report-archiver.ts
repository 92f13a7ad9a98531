import type { Config } from '../core/config/config.ts'
import { type Changed, freezer } from '../reports/freezer.ts'
import type { Store } from '../store/store.ts'

/** The frozen reports of a running collector. */
export type Archive = {
  /** Time has passed, ms: freeze what is over, correct what was corrected, beside everything else. */
  pass(now: number): void
  /** Somebody has written. */
  changed(what?: Changed): void
  /** Freeze and correct all there is, and wait for it. Rejects with StoreError. */
  settle(now: number): Promise<void>
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/**
 * @param onFrozen reports were added
 * @param onTrouble the store could not read or write; it is tried again
 */
export function openArchive(
  store: Store,
  config: Config,
  log: { info(text: string): void; error(text: string): void },
  onFrozen: () => void,
  onTrouble: (error: unknown) => void,
): Archive {
  const freezing = freezer({ store, config, log })
  let under: Promise<void> | null = null
  let stopped = false

  async function all(now: number): Promise<void> {
    let any = false
    try {
      while (!stopped && (await freezing.pass(now))) any = true
    } finally {
      if (any) onFrozen()
    }
  }
  return {
    pass(now) {
      under ??= all(now)
        .catch(onTrouble)
        .finally(() => (under = null))
    },
    changed: freezing.changed,
    async settle(now) {
      await under
      await all(now)
    },
    async stop() {
      stopped = true
      await under
    },
  }
}
