import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { Flags } from '../io/text-flags.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

/** Run a task on the operator's folder, and keep its exit code. */
export type WithStore = (
  json: boolean,
  task: (terminal: Terminal, config: Config, store: Store) => Promise<number>,
) => Promise<void>

/** Run a command about notices with what it needs, and keep its exit code. */
export type RunNoticeCommand = (
  flags: Flags,
  task: (context: NoticeCommandContext) => Promise<number>,
) => Promise<void>
