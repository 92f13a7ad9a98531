import { join, resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { ActiveMonitor } from '../../core/monitoring/monitor.ts'
import { openStore, readConfig } from '../../app/bootstrap.ts'
import { addDeployCommands, hasDeployVersionFlag } from '../deploy/command.ts'
import { addMetricCommands } from '../metrics/command.ts'
import { addNoticeCommands } from '../notices/commands.ts'
import { addReportCommands } from '../report/command.ts'
import { addTokenCommands } from '../token/command.ts'
import { CliError, UsageError, describeSystemError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

type GlobalOptions = { readonly data: string; readonly config?: string }

const parsePort = (text: string): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('Write a number from 0 to 65535; 0 picks a free one.')
  return value
}

const parseDays = (text: string): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 366)
    throw new InvalidArgumentError('Write a number of days from 1 to 366.')
  return value
}

/** An empty folder is none: `VIGIE_DATA=` in an environment file must not mean the root of the disk. */
const parseDataFolder = (text: string): string => text || 'data'

/**
 * Run the command line. Resolves to the exit code: 0 fine, 1 failed, 2 wrong usage or configuration. Modules are loaded
 * by the command that needs them, so that `vigie validate` does not wait for a web server.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0
  const program = new Command('vigie')
    .description('A public status page and the collector behind it.')
    .addOption(
      new Option('--data <dir>', "the operator's folder")
        .default('data')
        .env('VIGIE_DATA')
        .argParser(parseDataFolder),
    )
    .option('--config <file>', 'the configuration (default: DIR/status.yaml)')
    .showHelpAfterError('(see vigie --help)')
    .exitOverride()
  if (!hasDeployVersionFlag(argv)) program.version('0.1.0')

  /** @param json a program reads along: nothing is drawn, and the log is JSON lines */
  const createTerminal = (json = false): Terminal => {
    const { data, config } = program.opts<GlobalOptions>()
    return {
      data,
      configFile: config || join(data, 'status.yaml'),
      env: process.env,
      out: (line) => void process.stdout.write(`${line}\n`),
      err: (line) => void process.stderr.write(`${line}\n`),
      interactive: process.stderr.isTTY && !json,
    }
  }
  const withServerOptions = (command: Command): Command =>
    command
      .addOption(
        new Option('--port <n>', 'port of the page; 0 picks one')
          .env('PORT')
          .default(8080)
          .argParser(parsePort),
      )
      .option('--host <address>', 'address to listen on; 0.0.0.0 for all', '127.0.0.1')
      .option('--json', 'write the log as JSON lines even on a terminal')

  withServerOptions(
    program.command('start').description('Run the collector: probe, record, publish and serve'),
  ).action(async (options) => {
    const { runStart } = await import('../run/start.ts')
    code = await runStart(createTerminal(options.json), options, false)
  })
  withServerOptions(
    program.command('demo').description('Run with 90 days of simulated history in a temporary folder'),
  )
    .addOption(new Option('--days <n>', 'days of history').default(90).argParser(parseDays))
    .action(async (options) => {
      const { runDemo } = await import('../run/demo.ts')
      code = await runDemo(createTerminal(options.json), options)
    })
  program
    .command('once')
    .description('Probe all monitors once, record, publish and exit')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { runOnce } = await import('../run/once.ts')
      const terminal = createTerminal(json)
      code = await runOnce(terminal)
      if (json) terminal.out(JSON.stringify({ site: join(terminal.data, 'site') }))
    })
  program
    .command('build')
    .description('Publish stored data without probing')
    .option('--out <dir>', 'write the site there instead of DIR/site')
    .option('--json', 'print JSON')
    .action(async ({ out, json }: { out?: string; json?: boolean }) => {
      const { runBuild } = await import('../run/once.ts')
      const terminal = createTerminal(json)
      const target = out === undefined ? undefined : resolve(out)
      code = await runBuild(terminal, target)
      if (json) terminal.out(JSON.stringify({ site: target ?? join(terminal.data, 'site') }))
    })
  program
    .command('check [monitor...]')
    .description('Probe now and print the outcome; records nothing')
    .option('--json', 'print JSON')
    .action(async (ids: string[], { json }: { json?: boolean }) => {
      const terminal = createTerminal()
      const config = await readConfig(terminal, (warning) => terminal.err(`warning: ${warning}`))
      const [{ checkMonitors }, { probe }, { withServices }] = await Promise.all([
        import('../monitoring/check.ts'),
        import('../../probes/index.ts'),
        import('../../demo/add-services.ts'),
      ])
      code = await withServices(config, () =>
        checkMonitors(terminal, config, ids, json ?? false, (monitor: ActiveMonitor) =>
          probe(monitor, { secrets: config.secrets }),
        ),
      )
    })
  program
    .command('validate')
    .description('Check the configuration and the notice files')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { validate } = await import('../config/validate.ts')
      code = await validate(createTerminal(), json ?? false, Date.now())
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
      code = await init(createTerminal(), options)
    })
  program
    .command('uptime <component>')
    .description('Show the availability of a component over any period')
    .option('--from <time>', 'default: the days of history the page shows')
    .option('--until <time>', 'default: now')
    .option('--json', 'print JSON')
    .option('--explain', 'list the intervals counted, excluded and unknown')
    .option('--csv', 'the intervals as CSV')
    .action(async (component: string, options) => {
      const { printUptime } = await import('../monitoring/uptime.ts')
      code = await withStore(createTerminal(), (terminal, config, store) =>
        printUptime(terminal, config, store, component, options, Date.now()),
      )
    })
  const importCommand = program.command('import').description('Import history')
  importCommand
    .command('checks <file>')
    .description('One JSON object a line; - is standard input')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { importChecks } = await import('../import/checks.ts')
      code = await withStore(createTerminal(json), (terminal, config, store) =>
        importChecks(terminal, config, store, file, Date.now(), json),
      )
    })
  importCommand
    .command('notices <file>')
    .description(
      'Incidents and maintenances, one JSON object a line; - is standard input; sends no notification',
    )
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { importNotices } = await import('../import/notices.ts')
      code = await withStore(createTerminal(json), (terminal, config, store) =>
        importNotices(terminal, config, store, file, Date.now(), json),
      )
    })
  importCommand
    .command('metrics <file>')
    .description('Points of metrics, one JSON object a line; - is standard input')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { importMetrics } = await import('../import/metrics.ts')
      code = await withStore(createTerminal(json), (terminal, config, store) =>
        importMetrics(terminal, config, store, file, Date.now(), json),
      )
    })
  const exportCommand = program.command('export').description('Export history in the format of import')
  exportCommand
    .command('checks')
    .description('Every raw check, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(async () => {
      const { exportChecks } = await import('../export/checks.ts')
      code = await withStore(createTerminal(), exportChecks)
    })
  exportCommand
    .command('notices')
    .description('Every incident and maintenance, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(async () => {
      const { exportNotices } = await import('../export/notices.ts')
      code = await withStore(createTerminal(), (terminal, _config, store) => exportNotices(terminal, store))
    })
  exportCommand
    .command('metrics')
    .description('Every stored metric point, one JSON object a line')
    .option('--json', 'the output is JSON lines in any case')
    .action(async () => {
      const { exportMetrics } = await import('../export/metrics.ts')
      code = await withStore(createTerminal(), (terminal, _config, store) => exportMetrics(terminal, store))
    })
  program
    .command('dev')
    .description('Run astro dev on the current snapshot, for work on the templates')
    .action(async () => {
      const { runDev } = await import('../run/dev.ts')
      code = await runDev(createTerminal())
    })
  program
    .command('backup <file>')
    .description('Write a consistent copy of the database, also while the collector runs')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      code = await withStore(createTerminal(json), async (terminal, _config, store) => {
        await store.backup(file)
        if (json) terminal.out(JSON.stringify({ file: resolve(file) }))
        terminal.err(`the database was copied to ${file}`)
        return 0
      })
    })

  // Commander hands settings down only to commands made after them; these hold for every one.
  for (const command of [...program.commands, ...importCommand.commands, ...exportCommand.commands])
    command.exitOverride().showHelpAfterError('(see vigie --help)')
  addNoticeCommands(program, argv, async (json, task) => {
    code = await withStore(createTerminal(json), task)
  })
  addTokenCommands(program, argv, async (json, task) => {
    code = await withStore(createTerminal(json), task)
  })
  addDeployCommands(program, argv, async (json, task) => {
    code = await withStore(createTerminal(json), task)
  })
  addReportCommands(program, argv, async (json, task) => {
    code = await withStore(createTerminal(json), task)
  })
  addMetricCommands(program, argv, async (json, task) => {
    code = await withStore(createTerminal(json), task)
  })
  // Whoever reads us may stop reading (`| head`): that is no failure of ours, and there is nobody left to tell.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit(code)
    })
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    // What a failed start has left open must not keep us: everything that was acknowledged is on disk.
    setTimeout(() => process.exit(process.exitCode), 1_000).unref()
    return reportError(error)
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
function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { message, stack, name } = error as Error
  const isExpected = error instanceof UsageError || error instanceof CliError
  process.stderr.write(`vigie: ${(isExpected ? null : describeSystemError(error)) ?? message}\n`)
  if (error instanceof UsageError) return 2
  if (!isExpected && name !== 'StoreError' && process.env['VIGIE_DEBUG']) process.stderr.write(`${stack}\n`)
  return 1
}
