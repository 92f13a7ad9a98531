import type { Config } from '../../core/config/config.ts'
import type { Deployment } from '../../core/deployment/deployment.ts'
import { formatDuration } from '../../core/time/duration.ts'
import { second } from '../../core/time/units.ts'
import { type DeploymentService, createDeploymentService } from '../../deployments/deployment-service.ts'
import { deploymentView } from '../../deployments/deployment-schema.ts'
import type { Store } from '../../store/store.ts'
import { commandActor } from '../io/command-actor.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { newId } from '../../app/new-id.ts'
import { truncate, formatColumns, plainLine } from '../io/plain-text.ts'
import type { Terminal } from '../../app/terminal.ts'
import { missingDeployment, withDeployUsageErrors } from './usage-errors.ts'

/** What the commands about deployments work with; `now` in ms since the epoch. */
export type DeployCommandContext = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'page' | 'components' | 'deployments' | 'notice' | 'uptime'>
  readonly store: Store
  readonly now: number
}

/** Flags of `vigie deploy start`. */
export type DeployStartFlags = {
  readonly version: string
  readonly component?: readonly string[]
  readonly url?: string
  readonly by?: string
  readonly json?: boolean
}

const serviceOf = ({ store, config, now }: DeployCommandContext): DeploymentService =>
  createDeploymentService({ store, config, now: () => now, id: newId })

/** `vigie deploy start`: prints the id alone. @throws UsageError for what cannot be read */
export async function startDeployment(
  context: DeployCommandContext,
  flags: DeployStartFlags,
): Promise<number> {
  const { version, component, url } = flags
  const deployment = await withDeployUsageErrors(() =>
    serviceOf(context).start(
      {
        version,
        ...(component !== undefined && { components: component }),
        ...(url !== undefined && { url }),
      },
      commandActor(flags),
    ),
  )
  context.terminal.out(flags.json ? JSON.stringify(deploymentView(deployment)) : deployment.id)
  context.terminal.err(
    `deployment ${deployment.id} of ${plainLine(deployment.version)} begins. To watch it: vigie deploy guard ${deployment.id}. When it has ended: vigie deploy finish ${deployment.id} --outcome succeeded`,
  )
  return 0
}

/** `vigie deploy finish`: told again it changes nothing. @throws UsageError; Failed where it ended otherwise, or is not there */
export async function finishDeployment(
  context: DeployCommandContext,
  id: string,
  flags: { readonly outcome: string; readonly by?: string; readonly json?: boolean },
): Promise<number> {
  const deployment = await withDeployUsageErrors(
    () => serviceOf(context).finish(id, { outcome: flags.outcome }, commandActor(flags)),
    () => missingDeployment(context.store, id),
  )
  if (flags.json) context.terminal.out(JSON.stringify(deploymentView(deployment)))
  context.terminal.err(
    `deployment ${deployment.id} of ${plainLine(deployment.version)} ${formatOutcome(deployment)} after ${formatElapsed(deployment, context.now)}`,
  )
  return 0
}

/** `vigie deploy list`: newest first. */
export async function listDeployments(context: DeployCommandContext, json = false): Promise<number> {
  const { terminal, config, now } = context
  const { timezone } = config.page
  const deployments = await serviceOf(context).all()
  if (json) terminal.out(JSON.stringify(deployments.map(deploymentView)))
  else if (deployments.length === 0)
    terminal.err('There are no deployments. Tell of one with: vigie deploy start --version V')
  else
    for (const line of formatColumns([
      ['ID', 'STARTED', 'TOOK', 'OUTCOME', 'VERDICT', `VERSION (times: ${timezone})`],
      ...deployments.map((deployment) => [
        deployment.id,
        formatLocalTime(deployment.startedAt, timezone),
        formatElapsed(deployment, now),
        deployment.outcome ?? 'under way',
        deployment.watch?.verdict ?? '-',
        [truncate(plainLine(deployment.version), 24), deployment.components.map(plainLine).join(', ')]
          .filter(Boolean)
          .join(': '),
      ]),
    ]))
      terminal.out(line)
  return 0
}

const formatOutcome = ({ outcome }: Deployment): string =>
  outcome === null ? 'is under way' : outcome === 'rolled_back' ? 'was rolled back' : outcome

/** To the second, as long as it took so far; the two largest units. */
function formatElapsed({ startedAt, finishedAt }: Deployment, now: number): string {
  const ms = Math.max(0, (finishedAt ?? now) - startedAt)
  const formatted = formatDuration(Math.floor(ms / second) * second)
  return (formatted.match(/\d+\D+/g) ?? []).slice(0, 2).join('')
}
