import type { Config } from '../../core/config/config.ts'
import type { Deployment } from '../../core/deployment/deployment.ts'
import { formatDuration } from '../../core/time/duration.ts'
import { second } from '../../core/time/units.ts'
import { type DeploymentService, createDeploymentService } from '../../deployments/deployment-service.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import { deploymentView } from '../../deployments/deployment-schema.ts'
import type { Store } from '../../store/store.ts'
import { localTime } from '../io/local-time.ts'
import { newId } from '../io/new-id.ts'
import { cut, inColumns, plainLine } from '../io/plain-text.ts'
import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

/** What the commands about deployments work with; `now` in ms since the epoch. */
export type DeployWork = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'page' | 'components'>
  readonly store: Store
  readonly now: number
}

/** Flags of `vigie deploy start`. */
export type StartFlags = {
  readonly version: string
  readonly component?: readonly string[]
  readonly url?: string
  readonly json?: boolean
}

const deskOf = ({ store, config, now }: DeployWork): DeploymentService =>
  createDeploymentService({ store, config, now: () => now, id: newId })

/** `vigie deploy start`: prints the id alone. @throws UsageError for what cannot be read */
export async function startDeploy(work: DeployWork, flags: StartFlags): Promise<number> {
  const { version, component, url } = flags
  const started = await refusing(() =>
    deskOf(work).start({
      version,
      ...(component !== undefined && { components: component }),
      ...(url !== undefined && { url }),
    }),
  )
  work.terminal.out(flags.json ? JSON.stringify(deploymentView(started)) : started.id)
  work.terminal.err(
    `deployment ${started.id} of ${plainLine(started.version)} begins. When it has ended: vigie deploy finish ${started.id} --outcome succeeded`,
  )
  return 0
}

/** `vigie deploy finish`: told again it changes nothing. @throws UsageError; Failed where it ended otherwise, or is not there */
export async function finishDeploy(
  work: DeployWork,
  id: string,
  flags: { readonly outcome: string; readonly json?: boolean },
): Promise<number> {
  const desk = deskOf(work)
  const ended = await refusing(
    () => desk.finish(id, { outcome: flags.outcome }),
    () => notThere(desk, id),
  )
  if (flags.json) work.terminal.out(JSON.stringify(deploymentView(ended)))
  work.terminal.err(
    `deployment ${ended.id} of ${plainLine(ended.version)} ${inWords(ended)} after ${lasted(ended, work.now)}`,
  )
  return 0
}

/** `vigie deploy list`: newest first. */
export async function listDeploys(work: DeployWork, json = false): Promise<number> {
  const { terminal, config, now } = work
  const { timezone } = config.page
  const deployments = await deskOf(work).all()
  if (json) terminal.out(JSON.stringify(deployments.map(deploymentView)))
  else if (deployments.length === 0)
    terminal.err('There are no deployments. Tell of one with: vigie deploy start --version V')
  else
    for (const line of inColumns([
      ['ID', 'STARTED', 'TOOK', 'OUTCOME', `VERSION (times: ${timezone})`],
      ...deployments.map((one) => [
        one.id,
        localTime(one.startedAt, timezone),
        lasted(one, now),
        one.outcome ?? 'under way',
        [cut(plainLine(one.version), 24), one.components.map(plainLine).join(', ')]
          .filter(Boolean)
          .join(': '),
      ]),
    ]))
      terminal.out(line)
  return 0
}

const inWords = ({ outcome }: Deployment): string =>
  outcome === null ? 'is under way' : outcome === 'rolled_back' ? 'was rolled back' : outcome

/** To the second, as long as it took so far; the two largest units. */
function lasted({ startedAt, finishedAt }: Deployment, now: number): string {
  const ms = Math.max(0, (finishedAt ?? now) - startedAt)
  const words = formatDuration(Math.floor(ms / second) * second)
  return (words.match(/\d+\D+/g) ?? []).slice(0, 2).join('')
}

/** Flags by the field of the API that they fill. */
const flagOf: Readonly<Record<string, string>> = { components: '--component' }

/** Do it; what is refused is told in the words of the command line. @throws UsageError, Failed */
async function refusing<T>(task: () => Promise<T>, missing?: () => Promise<string>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const message = error.issues
      .map(({ path, message: wrong }) => {
        const [field = ''] = path.split('.')
        return field === '' ? wrong : `${flagOf[field] ?? `--${field}`}: ${wrong}`
      })
      .join('\n')
    if (error.reason === 'invalid') throw new UsageError(message)
    throw new CliError(error.reason === 'not_found' && missing ? await missing() : message)
  }
}

async function notThere(desk: DeploymentService, id: string): Promise<string> {
  const word = plainLine(id).slice(0, 64)
  const like = (await desk.all()).filter((one) => word.length >= 4 && one.id.startsWith(word))
  const near = like.length === 1 ? ` Did you mean ${like[0]!.id}?` : ''
  return `there is no deployment ${JSON.stringify(word)}.${near} See what there is with: vigie deploy list`
}
