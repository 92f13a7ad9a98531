import type { Command } from 'commander'
import type { ProgramContext } from '../io/program-context.ts'

/** `vigie store copy`. */
export function addStoreCommands(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
  program
    .command('store')
    .description('Move history between SQLite and PostgreSQL')
    .command('copy <from> <to>')
    .description('Copy all history into an empty store, and verify it; the collector must not run')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nA store is sqlite:FILE, a plain path to a file, or postgres://USER:PASSWORD@HOST/DATABASE.',
    )
    .action(async (from: string, to: string, { json }: { json?: boolean }) => {
      const { runStoreCopy } = await import('../store/copy.ts')
      setExitCode(await runStoreCopy(createTerminal(json), from, to, json))
    })
}
