import type { Terminal } from './terminal.ts'
import type { Config } from '../core/config/config.ts'
import type { DoubtingClock } from '../time/system-clock.ts'
import type { Renderer } from '../core/snapshot/renderer.ts'
import type { Log } from './log.ts'
import type { Store } from '../store/store.ts'

/** What a collector is made of before it runs. */
export type AppContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly renderer: Renderer
  readonly log: Log
  readonly demo: boolean
  /** It only publishes what is stored, perhaps beside a collector that runs: it records nothing. */
  readonly publishOnly?: boolean
  /** How far apart its runs are, ms, where it leaves after each; null where that is not known. */
  readonly runsEvery?: number | null
  /** When the database was written to before it was opened, ms; null for a new one. */
  readonly lastWrittenAt?: number | null
  /** The time that everything goes by; absent: the machine's. */
  readonly clock?: DoubtingClock
  /** Somebody has said that the machine's clock is right, however long nothing was recorded. */
  readonly acceptClock?: boolean
}
