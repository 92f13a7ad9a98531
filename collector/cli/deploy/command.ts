import type { Command } from 'commander'
import { addGroup, jsonCommandsOf, runAtNow } from '../io/command-group.ts'
import type { DeployStartFlags } from './actions.ts'
import { collectRepeated } from '../io/argument-parser.ts'
import type { ProgramContext } from '../io/program-context.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { VerdictSource } from './verdict-source.ts'

/** What people call these commands elsewhere. */
const aliases = {
  begin: 'start',
  new: 'start',
  create: 'start',
  open: 'start',
  end: 'finish',
  stop: 'finish',
  complete: 'finish',
  done: 'finish',
  ls: 'list',
  show: 'verdict',
  watch: 'guard',
  check: 'tick',
}

/** `vigie deploy …`: new versions that are brought to components. */
export function addDeployCommands(program: Command, argv: readonly string[], context: ProgramContext): void {
  const { withStore } = context
  const group = addGroup(
    program,
    { name: 'deploy', description: 'Record deployments, and watch over them', aliases },
    argv,
  )
  const command = jsonCommandsOf(group)
  const loadActions = () => import('./actions.ts')
  const run = runAtNow(withStore)
  const by = ['--by <name>', 'who does this, for the audit log; default: the name of this user'] as const

  command('start', 'Record the start of a deployment; prints its id')
    .requiredOption('--version <version>', 'version deployed, such as 2.14.0')
    .option('--component <id>', 'component deployed to; repeatable', collectRepeated)
    .option('--url <url>', 'link to the release or the pipeline')
    .option(...by)
    .action(async (flags: DeployStartFlags) => {
      const { startDeployment } = await loadActions()
      await run(flags.json, (own) => startDeployment(own, flags))
    })
  command('finish <id>', 'Record the end of a deployment')
    .requiredOption('--outcome <outcome>', 'succeeded, failed or rolled_back')
    .option(...by)
    .action(async (id: string, flags: { outcome: string; by?: string; json?: boolean }) => {
      const { finishDeployment } = await loadActions()
      await run(flags.json, (own) => finishDeployment(own, id, flags))
    })
  command('list', 'List deployments, newest first').action(async ({ json }: { json?: boolean }) => {
    const { listDeployments } = await loadActions()
    await run(json, (own) => listDeployments(own, json))
  })
  addWatchCommands(command, context)
  command('checklist <id>', 'Show the check list of a deployment').action(
    async (id: string, { json }: { json?: boolean }) => {
      const { showChecklist } = await import('./checklist.ts')
      await run(json, (own) => showChecklist(own, id, json))
    },
  )
  command('tick <id> <step>', 'Tick a step of the check list of a deployment')
    .option('--undo', 'take the tick back')
    .option('--by <name>', 'who says so')
    .action(async (id: string, step: string, flags: { undo?: boolean; by?: string; json?: boolean }) => {
      const { tickStep } = await import('./checklist.ts')
      await run(flags.json, (own) => tickStep(own, id, step, flags))
    })
}

type WatchFlags = {
  readonly for?: string
  readonly url?: string
  readonly token?: string
  readonly json?: boolean
  readonly allowUnknown?: boolean
}

/** The commands that read verdicts: from the store, or from a collector elsewhere. */
function addWatchCommands(
  command: (usage: string, description: string) => Command,
  { createTerminal, withStore, setExitCode }: ProgramContext,
): void {
  async function runWithVerdicts(
    id: string,
    { url, token, json = false }: WatchFlags,
    task: (terminal: Terminal, source: VerdictSource) => Promise<number>,
  ): Promise<void> {
    const { remoteVerdicts, storedVerdicts } = await import('./verdict-source.ts')
    if (url !== undefined) {
      const { requireToken } = await import('./usage-errors.ts')
      const terminal = createTerminal(json)
      setExitCode(await task(terminal, remoteVerdicts(url, requireToken(token, terminal.env), id)))
      return
    }
    const { createWatchService } = await import('../../deployments/watch-service.ts')
    await withStore(json, (terminal, config, store) =>
      task(terminal, storedVerdicts(createWatchService({ store, config, now: Date.now }), store, id)),
    )
  }
  const withCollector = (one: Command): Command =>
    one
      .option('--url <url>', 'ask a collector elsewhere, such as https://status.example.com')
      .option('--token <token>', 'its token, scope deployments (or VIGIE_TOKEN)')

  withCollector(command('guard <id>', 'Follow a deployment live; exits 1 when it is to be rolled back'))
    .option('--for <duration>', 'how long from now on', '30m')
    .option('--allow-unknown', 'exit 0 where the verdict is unknown')
    .action(async (id: string, flags: WatchFlags & { for: string }) => {
      const { createLine, guardDeployment } = await import('./guard.ts')
      const { systemClock } = await import('../../time/system-clock.ts')
      const draw = createLine((text) => void process.stderr.write(text))
      await runWithVerdicts(id, flags, (terminal, source) =>
        guardDeployment({ terminal, clock: systemClock(), source, draw }, flags),
      )
    })
  withCollector(command('verdict <id>', 'Show the verdict on a deployment with its evidence')).action(
    async (id: string, flags: WatchFlags) => {
      const { showVerdict } = await import('./guard.ts')
      await runWithVerdicts(id, flags, (terminal, source) => showVerdict(terminal, source, flags.json))
    },
  )
}
