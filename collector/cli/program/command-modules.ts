import type { Command } from 'commander'
import type { ProgramContext } from '../io/program-context.ts'

/** Adds commands to the program. */
type AddCommands = (program: Command, argv: readonly string[], context: ProgramContext) => Promise<void>

/** Flags of the program that take the word behind them. */
const flagsWithValue: ReadonlySet<string | undefined> = new Set(['--data', '--config'])

/** The modules that define the commands, in the order of the help, and the commands of each. */
const commandModules: readonly (readonly [names: readonly string[], add: AddCommands])[] = [
  [
    ['start', 'demo', 'once', 'build'],
    async (program, _, context) => (await import('./run-commands.ts')).addRunCommands(program, context),
  ],
  [
    ['agent'],
    async (program, _, context) => (await import('./run-commands.ts')).addAgentCommand(program, context),
  ],
  [
    ['check'],
    async (program, _, context) =>
      (await import('./monitoring-commands.ts')).addCheckCommand(program, context),
  ],
  [
    ['validate', 'init'],
    async (program, _, context) => (await import('./config-commands.ts')).addConfigCommands(program, context),
  ],
  [
    ['uptime'],
    async (program, _, context) =>
      (await import('./monitoring-commands.ts')).addUptimeCommand(program, context),
  ],
  [
    ['import'],
    async (program, _, context) => (await import('./import-commands.ts')).addImportCommands(program, context),
  ],
  [
    ['export'],
    async (program, _, context) => (await import('./export-commands.ts')).addExportCommands(program, context),
  ],
  [
    ['dev'],
    async (program, _, context) => (await import('./run-commands.ts')).addDevCommand(program, context),
  ],
  [
    ['backup', 'restore', 'discard-future'],
    async (program, _, context) => (await import('./backup-commands.ts')).addBackupCommands(program, context),
  ],
  [
    ['store'],
    async (program, _, context) => (await import('./store-commands.ts')).addStoreCommands(program, context),
  ],
  [
    ['incident', 'announce', 'announcement', 'maintenance'],
    async (program, argv, { withStore }) =>
      (await import('./notice-commands.ts')).addNoticeCommands(program, argv, withStore),
  ],
  [
    ['token'],
    async (program, argv, { withStore }) =>
      (await import('../token/command.ts')).addTokenCommands(program, argv, withStore),
  ],
  [
    ['account', 'audit'],
    async (program, argv, { withStore }) =>
      (await import('../account/command.ts')).addAccountCommands(program, argv, withStore),
  ],
  [
    ['deploy'],
    async (program, argv, context) =>
      (await import('../deploy/command.ts')).addDeployCommands(program, argv, context),
  ],
  [
    ['report'],
    async (program, argv, { withStore }) =>
      (await import('../report/command.ts')).addReportCommands(program, argv, withStore),
  ],
  [
    ['preview'],
    async (program, argv, { withStore }) =>
      (await import('../preview/command.ts')).addPreviewCommands(program, argv, withStore),
  ],
  [
    ['metrics'],
    async (program, argv, { withStore }) =>
      (await import('../metrics/command.ts')).addMetricCommands(program, argv, withStore),
  ],
  [
    ['alerts'],
    async (program, argv, { withStore }) =>
      (await import('../alerts/command.ts')).addAlertCommands(program, argv, withStore),
  ],
  [
    ['channels'],
    async (program, argv, { withStore }) =>
      (await import('../channels/command.ts')).addChannelCommands(program, argv, withStore),
  ],
  [
    ['deliveries'],
    async (program, argv, { withStore }) =>
      (await import('../deliveries/command.ts')).addDeliveryCommands(program, argv, withStore),
  ],
  [
    ['subscribers'],
    async (program, argv, { withStore }) =>
      (await import('../subscribers/command.ts')).addSubscriberCommands(program, argv, withStore),
  ],
]

/** What adds the command of a command line; all of them, in the order of the help, where it names none. */
export function modulesFor(argv: readonly string[]): readonly AddCommands[] {
  const word = argv.find((each, i) => !each.startsWith('-') && !flagsWithValue.has(argv[i - 1]))
  const own = commandModules.filter(([names]) => word !== undefined && names.includes(word))
  return (own.length > 0 ? own : commandModules).map(([, add]) => add)
}
