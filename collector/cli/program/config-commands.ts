import type { Command } from 'commander'
import type { ProgramContext } from '../io/program-context.ts'

/** `vigie validate` and `vigie init`: the configuration. */
export function addConfigCommands(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
  program
    .command('validate')
    .description('Check the configuration and the notice files')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { validate } = await import('../config/validate.ts')
      setExitCode(await validate(createTerminal(), json ?? false, Date.now()))
    })
  program
    .command('init')
    .description('Write an initial status.yaml; prompts for what is missing')
    .option('--name <name>', 'name of the page')
    .option('--url <url>', 'public address of the page')
    .option('--locale <locale...>', 'languages, the first at /')
    .option('--timezone <zone>', 'IANA zone of days and times')
    .option('--watch <url...>', 'addresses to watch')
    .option('--force', 'overwrite an existing status.yaml')
    .option('--json', 'print JSON')
    .action(async (options) => {
      const { init } = await import('../config/init.ts')
      setExitCode(await init(createTerminal(), options))
    })
}
