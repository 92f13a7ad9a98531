import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { ActiveMonitor } from '../core/monitor.ts'
import { openStore, readConfig } from '../house.ts'
import { Failed, type Terminal, WrongUsage } from './terminal.ts'

type Global = { readonly data: string; readonly config?: string }

const port = (text: string): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('Write a number from 0 to 65535; 0 picks a free one.')
  return value
}

/**
 * Run the command line. Resolves to the exit code: 0 fine, 1 failed, 2 wrong usage or configuration. Modules are loaded
 * by the command that needs them, so that `vigie validate` does not wait for a web server.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0
  const program = new Command('vigie')
    .description('A public status page and the collector behind it.')
    .version('0.1.0')
    .addOption(new Option('--data <dir>', "the operator's folder").default('data').env('VIGIE_DATA'))
    .option('--config <file>', 'the configuration (default: DIR/status.yaml)')
    .showHelpAfterError('(vigie --help lists what there is)')
    .exitOverride()

  const terminal = (): Terminal => {
    const { data, config } = program.opts<Global>()
    return {
      data,
      configFile: config ?? `${data}/status.yaml`,
      env: process.env,
      out: (line) => void process.stdout.write(`${line}\n`),
      err: (line) => void process.stderr.write(`${line}\n`),
      interactive: process.stderr.isTTY === true,
    }
  }
  const serving = (command: Command): Command =>
    command
      .addOption(
        new Option('--port <n>', 'port of the page; 0 picks one').env('PORT').default(8080).argParser(port),
      )
      .option('--host <address>', 'address to listen on; 0.0.0.0 for all', '127.0.0.1')

  serving(program.command('start').description('watch, record, publish and serve until told to stop')).action(
    async (options) => {
      const { start } = await import('./start.ts')
      code = await start(terminal(), options, false)
    },
  )
  serving(
    program
      .command('demo')
      .description('the same page with 90 days of simulated history, in a temporary folder'),
  )
    .option('--days <n>', 'days of history', Number, 90)
    .action(async (options) => {
      const { demo } = await import('./demo.ts')
      code = await demo(terminal(), options)
    })
  program
    .command('once')
    .description('probe all monitors once, record, evaluate, publish, leave')
    .action(async () => {
      const { once } = await import('./once.ts')
      code = await once(terminal())
    })
  program
    .command('build')
    .description('publish from what is stored, without probing')
    .option('--out <dir>', 'write the site there instead of DIR/site')
    .action(async ({ out }: { out?: string }) => {
      const { build } = await import('./once.ts')
      code = await build(terminal(), out === undefined ? undefined : resolve(out))
    })
  program
    .command('check [monitor...]')
    .description('probe now and print what came of it; records nothing')
    .option('--json', 'for programs')
    .action(async (ids: string[], { json }: { json?: boolean }) => {
      const at = terminal()
      const config = await readConfig(at, (warning) => at.err(`warning: ${warning}`))
      const [{ check }, { probe }, { withServices }] = await Promise.all([
        import('./check.ts'),
        import('../probes/index.ts'),
        import('../demo/borrow.ts'),
      ])
      code = await withServices(config, () =>
        check(at, config, ids, json ?? false, (monitor: ActiveMonitor) =>
          probe(monitor, { secrets: config.secrets }),
        ),
      )
    })
  program
    .command('validate')
    .description('judge the configuration')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const { validate } = await import('./validate.ts')
      code = await validate(terminal(), json ?? false)
    })
  program
    .command('init')
    .description('write a first status.yaml; asks when flags are missing')
    .option('--name <name>', 'name of the page')
    .option('--url <url>', 'public address of the page')
    .option('--locale <locale...>', 'languages, the first at /')
    .option('--timezone <zone>', 'IANA zone of days and times')
    .option('--watch <url...>', 'addresses to watch')
    .option('--force', 'replace a status.yaml that is there')
    .action(async (options) => {
      const { init } = await import('./init.ts')
      code = await init(terminal(), options)
    })
  program
    .command('uptime <component>')
    .description('the figures of a component over any span')
    .option('--from <time>', 'default: the days of history the page shows')
    .option('--until <time>', 'default: now')
    .option('--json', 'for programs')
    .option('--explain', 'with the intervals')
    .action(async (component: string, options) => {
      const { uptime } = await import('./uptime.ts')
      code = await withStore(terminal(), (at, config, store) =>
        uptime(at, config, store, component, options, Date.now()),
      )
    })
  const kinds = program.command('import').description('backfill history')
  kinds
    .command('checks <file>')
    .description('one JSON object a line; - is standard input')
    .action(async (file: string) => {
      const { importChecks } = await import('./import.ts')
      code = await withStore(terminal(), (at, config, store) =>
        importChecks(at, config, store, file, Date.now()),
      )
    })
  const exports = program.command('export').description('write history as lines that import reads')
  exports
    .command('checks')
    .description('every raw check, one JSON object a line')
    .action(async () => {
      const { exportChecks } = await import('./export.ts')
      code = await withStore(terminal(), (at, _config, store) => exportChecks(at, store))
    })
  program
    .command('dev')
    .description('astro dev on the current snapshot, for whoever changes the look')
    .action(async () => {
      const { dev } = await import('./dev.ts')
      code = await dev(terminal())
    })
  program
    .command('backup <file>')
    .description('a consistent copy of the database, while running too')
    .action(async (file: string) => {
      code = await withStore(terminal(), async (at, _config, store) => {
        await store.backup(file)
        at.err(`the database was copied to ${file}`)
        return 0
      })
    })

  // Commander hands settings down only to commands made after them; these hold for every one.
  for (const command of [...program.commands, ...kinds.commands, ...exports.commands])
    command.exitOverride().showHelpAfterError('(vigie --help lists what there is)')
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    return refuse(error)
  }
  return code
}

async function withStore(
  terminal: Terminal,
  task: (
    terminal: Terminal,
    config: Awaited<ReturnType<typeof readConfig>>,
    store: Awaited<ReturnType<typeof openStore>>,
  ) => Promise<number>,
): Promise<number> {
  const config = await readConfig(terminal, (warning) => terminal.err(`warning: ${warning}`))
  const store = await openStore(terminal, config)
  try {
    return await task(terminal, config, store)
  } finally {
    await store.close()
  }
}

/** One clear message and the right exit code; never a stack trace, unless somebody asks for it. */
function refuse(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { message, stack, name } = error as Error
  process.stderr.write(`vigie: ${message}\n`)
  if (error instanceof WrongUsage) return 2
  if (!(error instanceof Failed) && name !== 'StoreError' && process.env['VIGIE_DEBUG'])
    process.stderr.write(`${stack}\n`)
  return 1
}
