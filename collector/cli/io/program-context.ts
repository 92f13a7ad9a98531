import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import type { Terminal } from '../../app/terminal.ts'

/** What is done with the operator's configuration and store; resolves to the exit code. */
export type StoreTask = (terminal: Terminal, config: Config, store: Store) => Promise<number>

/**
 * Run a task on the operator's folder, and keep its exit code.
 *
 * @param json a program reads along: nothing is drawn
 */
export type WithStore = (json: boolean, task: StoreTask) => Promise<void>

/** What commands of the program are run with. */
export type ProgramContext = {
  /** The operator's folder and where output goes. With `json` a program reads along: nothing is drawn, and the log is JSON lines. */
  readonly createTerminal: (json?: boolean) => Terminal
  readonly withStore: WithStore
  /** Keep what the program exits with. */
  readonly setExitCode: (code: number) => void
}
