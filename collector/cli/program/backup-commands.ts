import type { Command } from 'commander'
import type { BackupFlags } from '../backup/backup.ts'
import type { RestoreFlags } from '../backup/restore.ts'
import type { ProgramContext } from '../io/program-context.ts'

/** `vigie backup`, `vigie restore` and `vigie discard-future`. */
export function addBackupCommands(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
  program
    .command('backup <file>')
    .description("Copy database, notices' files, theme and configuration into one file, also while running")
    .option('--force', 'replace the file if it is there')
    .option('--json', 'print JSON')
    .action(async (file: string, flags: BackupFlags) => {
      const { runBackup } = await import('../backup/backup.ts')
      setExitCode(await runBackup(createTerminal(flags.json), file, flags))
    })
  program
    .command('restore <file>')
    .description('Bring a backup back into the folder; the collector must not run')
    .option('--force', 'replace what is there; it is kept in a folder beside')
    .option('--json', 'print JSON')
    .action(async (file: string, flags: RestoreFlags) => {
      const { runRestore } = await import('../backup/restore.ts')
      setExitCode(await runRestore(createTerminal(flags.json), file, flags))
    })
  program
    .command('discard-future')
    .description('Take out what is dated after now, recorded while the clock was wrong; a backup is kept')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { runDiscardFuture } = await import('../backup/discard-future.ts')
      setExitCode(await runDiscardFuture(createTerminal(json), Date.now(), json))
    })
}
