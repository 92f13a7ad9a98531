import { CliError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { type Clock, sleep } from '../../core/time/clock.ts'
import { formatDuration } from '../../core/time/duration.ts'
import { minute } from '../../core/time/units.ts'
import type { VerdictView } from '../../deployments/deployment-schema.ts'
import { truncate } from '../io/plain-text.ts'
import { describeProgress, describeTrigger, describeVerdict } from './describe-verdict.ts'
import { Unreachable, type VerdictSource } from './verdict-source.ts'

/** How a guard is run. */
export type GuardOptions = {
  /** How long from now on, such as `30m`. */
  readonly for: string
  /** Events for programs instead of the verdict alone. */
  readonly json?: boolean
  /** Exit 0 where the verdict is unknown. */
  readonly allowUnknown?: boolean
}

/** What a guard works with. */
export type GuardDeps = {
  readonly terminal: Pick<Terminal, 'out' | 'err' | 'interactive'>
  readonly clock: Clock
  readonly source: VerdictSource
  /** Redraw the line of progress; an empty one takes it away. */
  readonly draw: (line: string) => void
}

/** How often the verdict is asked for, ms. */
const interval = 1_000
/** How often progress is said where no line can be redrawn, ms. */
const lineInterval = 30_000
/** A collector that has not answered for this long after the end of the watch is not waited for, ms. */
const patience = minute

/**
 * `vigie deploy guard`: follow a deployment until the verdict. Prints the verdict alone, or JSON events.
 *
 * @returns 0 when it passed, 1 otherwise: where the verdict is unknown, the guard does not vouch
 * @throws UsageError, CliError
 */
export async function guardDeployment(deps: GuardDeps, options: GuardOptions): Promise<number> {
  const { terminal, clock, source } = deps
  const emit = (event: string, view: VerdictView): void => {
    if (options.json) terminal.out(JSON.stringify({ event, ...view }))
  }
  let view = await source.watchFor(options.for)
  emit('watching', view)
  terminal.err(`guarding ${view.version} until ${view.until}`)
  const report = createProgress(deps, (one) => emit('progress', one))
  while (view.verdict === 'pending') {
    report(view)
    await sleep(clock, interval)
    view = await nextVerdict(deps, view)
  }
  deps.draw('')
  emit('verdict', view)
  if (!options.json) terminal.out(view.verdict)
  terminal.err(describeVerdict(view))
  const worthReading = view.triggers.filter(({ state }) => view.verdict === 'passed' || state !== 'kept')
  for (const trigger of worthReading) terminal.err(`  ${describeTrigger(trigger)}`)
  return view.verdict === 'passed' || (view.verdict === 'unknown' && options.allowUnknown) ? 0 : 1
}

/** The verdict as it is now, waited for while the collector does not answer. @throws CliError */
async function nextVerdict({ terminal, clock, source }: GuardDeps, last: VerdictView): Promise<VerdictView> {
  let isSaid = false
  for (;;) {
    try {
      return await source.verdict()
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      if (clock.now() > Date.parse(last.until) + patience)
        throw new CliError(`the verdict is not known: ${error.message}`)
      if (!isSaid) terminal.err(`asking again: ${error.message}`)
      isSaid = true
      await sleep(clock, interval)
    }
  }
}

/** Says how far the watch has come: on a line that is redrawn, or on lines of their own now and then and when something changes. */
function createProgress(
  { terminal, clock, draw }: GuardDeps,
  emit: (view: VerdictView) => void,
): (view: VerdictView) => void {
  let saidAt = -Infinity
  let states = ''
  return (view) => {
    const line = describeProgress(view)
    if (terminal.interactive) draw(truncate(line, 100))
    const now = clock.monotonic()
    const current = JSON.stringify(view.triggers.map(({ state }) => state))
    if (current === states && now - saidAt < lineInterval) return
    saidAt = now
    states = current
    emit(view)
    if (!terminal.interactive) terminal.err(line)
  }
}

/** A line on standard error that is redrawn in place. */
export function createLine(write: (text: string) => void): (line: string) => void {
  let isDrawn = false
  return (line) => {
    if (line !== '' || isDrawn) write(`\r\u001B[K${line}`)
    isDrawn = line !== ''
  }
}

/** `vigie deploy verdict`: what the watch has come to by now. @returns 1 where it says to roll back */
export async function showVerdict(
  terminal: Pick<Terminal, 'out' | 'err'>,
  source: VerdictSource,
  json = false,
): Promise<number> {
  const view = await source.verdict().catch((error: unknown) => {
    throw error instanceof Unreachable ? new CliError(error.message) : error
  })
  if (json) terminal.out(JSON.stringify(view))
  else {
    terminal.out(view.verdict)
    terminal.err(describeVerdict(view))
    for (const trigger of view.triggers) terminal.err(`  ${describeTrigger(trigger)}`)
    if (view.verdict === 'pending')
      terminal.err(`watched for ${formatDuration(Date.parse(view.until) - Date.parse(view.at))} more`)
  }
  return view.verdict === 'roll_back' ? 1 : 0
}
