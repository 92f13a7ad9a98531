import { join } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { CliError, UsageError, describeSystemError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { packageVersion } from '../../app/version.ts'
import { modulesFor } from './command-modules.ts'
import { hasDeployVersionFlag } from '../io/argument-parser.ts'
import type { ProgramContext, StoreTask } from '../io/program-context.ts'

type GlobalOptions = { readonly data: string; readonly config?: string }

/** An empty folder is none: `VIGIE_DATA=` in an environment file must not mean the root of the disk. */
const parseDataFolder = (text: string): string => text || 'data'

/** Where a command line is run: what it reads its settings from, and where it prints. */
export type ProgramHost = {
  readonly env: NodeJS.ProcessEnv
  /** What a program would read. */
  writeOut(text: string): void
  /** All else. */
  writeErr(text: string): void
  /** Is somebody looking at standard error? */
  readonly interactive: boolean
  /** A command failed, and may have left open what it had begun. */
  onFailure(): void
}

/**
 * Run the command line. Resolves to the exit code: 0 fine, 1 failed, 2 wrong usage or configuration. Modules are loaded
 * by the command that needs them: opening an incident does not wait for a web server to load.
 */
export async function main(argv: readonly string[], host: ProgramHost): Promise<number> {
  let code = 0
  const program = createProgram(argv, host)
  const createTerminal = (json = false): Terminal => {
    const { data, config } = program.opts<GlobalOptions>()
    return {
      data,
      configFile: config || join(data, 'status.yaml'),
      env: host.env,
      out: (line) => host.writeOut(`${line}\n`),
      err: (line) => host.writeErr(`${line}\n`),
      interactive: host.interactive && !json,
    }
  }
  const context: ProgramContext = {
    createTerminal,
    async withStore(json, task) {
      code = await runWithStore(createTerminal(json), task)
    },
    setExitCode: (exitCode) => void (code = exitCode),
  }
  for (const add of modulesFor(argv)) await add(program, argv, context)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    host.onFailure()
    return reportError(error, host)
  }
  return code
}

/** The program with the flags of every command, and no command yet. */
function createProgram(argv: readonly string[], { writeOut, writeErr }: ProgramHost): Command {
  const program = new Command('vigie')
    .description('A public status page and the collector behind it.')
    .addOption(
      new Option('--data <dir>', "the operator's folder")
        .default('data')
        .env('VIGIE_DATA')
        .argParser(parseDataFolder),
    )
    .option('--config <file>', 'the configuration (default: DIR/status.yaml)')
    .configureOutput({ writeOut, writeErr })
    .showHelpAfterError('(see vigie --help)')
    .exitOverride()
  if (!hasDeployVersionFlag(argv)) program.version(packageVersion())
  return program
}

/** Run a task on the operator's folder, and close the store behind it. Resolves to its exit code. */
async function runWithStore(terminal: Terminal, task: StoreTask): Promise<number> {
  const { readConfig } = await import('../../app/bootstrap.ts')
  const { openStore } = await import('../../app/store/open-store.ts')
  const config = await readConfig(terminal, (warning) => terminal.err(`warning: ${warning}`))
  const store = await openStore(terminal, config)
  try {
    return await task(terminal, config, store)
  } finally {
    await store.close()
  }
}

/** One clear message and the right exit code; never a stack trace, unless somebody asks for it. */
function reportError(error: unknown, { env, writeErr }: ProgramHost): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { message, stack, name } = error as Error
  const isExpected = error instanceof UsageError || error instanceof CliError
  writeErr(`vigie: ${(isExpected ? null : describeSystemError(error)) ?? message}\n`)
  if (error instanceof UsageError) return 2
  if (!isExpected && name !== 'StoreError' && env['VIGIE_DEBUG']) writeErr(`${stack}\n`)
  return 1
}
