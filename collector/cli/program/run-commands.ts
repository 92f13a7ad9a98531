import { join, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { AgentFlags } from '../run/agent.ts'
import type { ProgramContext } from '../io/program-context.ts'

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

type BuildFlags = { readonly out?: string; readonly json?: boolean; readonly acceptClock?: boolean }

const acceptClock = [
  '--accept-clock',
  'the clock is right although nothing was recorded for more than 92 days',
] as const

/** `vigie start`, `demo`, `once` and `build`: what watches and publishes. */
export function addRunCommands(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
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
  )
    .option(...acceptClock)
    .action(async (options) => {
      const { runStart } = await import('../run/start.ts')
      setExitCode(await runStart(createTerminal(options.json), options, false))
    })
  withServerOptions(
    program.command('demo').description('Run with 90 days of simulated history in a temporary folder'),
  )
    .addOption(new Option('--days <n>', 'days of history').default(90).argParser(parseDays))
    .action(async (options) => {
      const { runDemo } = await import('../run/demo.ts')
      setExitCode(await runDemo(createTerminal(options.json), options))
    })
  program
    .command('once')
    .description('Probe all monitors, confirm what fails, record, publish and exit')
    .option('--every <duration>', 'how often it is run: 5m; by default as often as its latest runs came')
    .option(...acceptClock)
    .option('--json', 'print JSON')
    .action(async ({ json, every, acceptClock: isAccepted }: BuildFlags & { every?: string }) => {
      const { runOnce } = await import('../run/once.ts')
      const terminal = createTerminal(json)
      setExitCode(await runOnce(terminal, every, isAccepted))
      if (json) terminal.out(JSON.stringify({ site: join(terminal.data, 'site') }))
    })
  program
    .command('build')
    .description('Publish stored data without probing')
    .option('--out <dir>', 'write the site there instead of DIR/site')
    .option(...acceptClock)
    .option('--json', 'print JSON')
    .action(async ({ out, json, acceptClock: isAccepted }: BuildFlags) => {
      const { runBuild } = await import('../run/once.ts')
      const terminal = createTerminal(json)
      const target = out === undefined ? undefined : resolve(out)
      setExitCode(await runBuild(terminal, target, isAccepted))
      if (json) terminal.out(JSON.stringify({ site: target ?? join(terminal.data, 'site') }))
    })
}

/** `vigie agent`: watch from another place. */
export function addAgentCommand(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
  program
    .command('agent')
    .description('Watch from another place and deliver to a collector')
    .requiredOption('--to <url>', 'address of the collector, such as https://status.example.com/')
    .option('--token <token>', 'token with the scope agent; better given as VIGIE_AGENT_TOKEN')
    .option('--region <id>', 'the place it watches from; by default the one of the token')
    .option('--json', 'write the log as JSON lines even on a terminal')
    .action(async ({ json, ...flags }: AgentFlags & { json?: boolean }) => {
      const { runAgentCommand } = await import('../run/agent.ts')
      setExitCode(await runAgentCommand(createTerminal(json), flags))
    })
}

/** `vigie dev`: work on the templates. */
export function addDevCommand(program: Command, { createTerminal, setExitCode }: ProgramContext): void {
  program
    .command('dev')
    .description('Run astro dev on the current snapshot, for work on the templates')
    .action(async () => {
      const { runDev } = await import('../run/dev.ts')
      setExitCode(await runDev(createTerminal()))
    })
}
