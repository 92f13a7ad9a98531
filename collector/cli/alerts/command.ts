import type { Command } from 'commander'
import { addGroup, jsonCommandsOf, runAtNow } from '../io/command-group.ts'
import type { WithStore } from '../io/program-context.ts'
import type { SilenceFlags } from './actions.ts'

/** What people call these commands elsewhere. */
const aliases = {
  ls: 'list',
  show: 'list',
  mute: 'silence',
  snooze: 'silence',
  unmute: 'unsilence',
  expire: 'unsilence',
  acknowledge: 'ack',
  try: 'test',
}

/** `vigie alerts …`: rules that tell the team, and what they watch for. */
export function addAlertCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(
    program,
    { name: 'alerts', description: 'List, acknowledge, silence and test alerts', aliases },
    argv,
  )
  const command = jsonCommandsOf(group)
  const loadActions = () => import('./actions.ts')
  const run = runAtNow(withStore)

  command('list', 'List alerts that last, then those that are over, and the silences that hold').action(
    async ({ json }: { json?: boolean }) => {
      const { listAlerts } = await loadActions()
      await run(json, (context) => listAlerts(context, json))
    },
  )
  command('ack <id>', 'Say that somebody is looking: the alert does not escalate any more')
    .option('--by <name>', 'who looks; default: the name of this user')
    .action(async (id: string, flags: { by?: string; json?: boolean }) => {
      const { acknowledge } = await loadActions()
      await run(flags.json, (context) => acknowledge(context, id, flags))
    })
  command('silence <rule>', 'Tell nobody of what a rule watches for, for a while; prints the id')
    .requiredOption('--for <duration>', 'how long, such as 2h')
    .requiredOption('--reason <text>', 'why')
    .option('--component <id>', 'only for this component')
    .option('--by <name>', 'who says so; default: the name of this user')
    .action(async (rule: string, flags: SilenceFlags) => {
      const { silence } = await loadActions()
      await run(flags.json, (context) => silence(context, rule, flags))
    })
  command('unsilence <id>', 'End a silence before its time')
    .option('--by <name>', 'who says so; default: the name of this user')
    .action(async (id: string, flags: { by?: string; json?: boolean }) => {
      const { endSilence } = await loadActions()
      await run(flags.json, (context) => endSilence(context, id, flags))
    })
  command(
    'test <rule>',
    'Send what a rule would say, marked as a test; exits with 1 when it is refused',
  ).action(async (rule: string, { json }: { json?: boolean }) => {
    const { testRule } = await loadActions()
    await run(json, (context) => testRule(context, rule, json))
  })
}
