import type { Outcome } from '../../core/monitoring/check.ts'
import type { Config } from '../../core/config/config.ts'
import type { ActiveMonitor } from '../../core/monitoring/monitor.ts'
import { CliError, UsageError, didYouMean, listSome } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { formatTable, wrapText } from '../io/table.ts'

/** Longer lines are hard to read, and most terminals are at least this wide, in characters. */
const maxLineWidth = 100
const phases = ['resolve', 'connect', 'tls', 'wait', 'transfer'] as const

/**
 * `vigie check [MONITOR…]`: probe now, print what came of it, record nothing. Resolves to 1 if any is down; degraded is 0.
 *
 * @param probe looks at one monitor; never rejects
 */
export async function checkMonitors(
  terminal: Terminal,
  config: Config,
  ids: readonly string[],
  json: boolean,
  probe: (monitor: ActiveMonitor) => Promise<Outcome>,
): Promise<number> {
  const all = config.components.flatMap((component) => component.monitors)
  const unknown = ids.filter((id) => !all.some((monitor) => monitor.id === id || monitor.component === id))
  if (unknown.length > 0) {
    const knownIds = [...new Set(all.flatMap((monitor) => [monitor.id, monitor.component]))]
    throw new UsageError(
      [
        ...unknown.map((id) => `there is no monitor or component "${id}".${didYouMean(id, knownIds)}`),
        `There are: ${listSome(all.map((monitor) => monitor.id))}.`,
      ].join(' '),
    )
  }
  const selected = all.filter(
    (monitor) => ids.length === 0 || ids.includes(monitor.id) || ids.includes(monitor.component),
  )
  const active = selected.filter((monitor): monitor is ActiveMonitor => monitor.kind !== 'heartbeat')
  if (active.length === 0) throw new CliError('nothing to probe: heartbeat monitors wait to be told.')
  const results = await Promise.all(
    active.map(async (monitor) => ({ monitor, outcome: await probe(monitor) })),
  )
  if (json)
    terminal.out(
      JSON.stringify(
        results.map(({ monitor, outcome }) => ({
          monitor: monitor.id,
          component: monitor.component,
          kind: monitor.kind,
          ...outcome,
        })),
      ),
    )
  else {
    const ms = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(1))
    const measuredPhases = phases.filter((phase) =>
      results.some(({ outcome }) => outcome.phases?.[phase] !== undefined),
    )
    const rows = [
      ['MONITOR', 'KIND', 'HEALTH', 'MS', ...measuredPhases.map((phase) => phase.toUpperCase())],
      ...results.map(({ monitor, outcome }) => [
        monitor.id,
        monitor.kind,
        outcome.health,
        ms(outcome.took),
        ...measuredPhases.map((phase) => ms(outcome.phases?.[phase])),
      ]),
    ]
    const [header, ...lines] = formatTable(rows, new Set([3, 4, 5, 6, 7, 8]))
    terminal.out(header!)
    for (const [i, line] of lines.entries()) {
      terminal.out(line)
      const fault = results[i]!.outcome.fault
      if (fault)
        for (const reason of wrapText(`${fault.code}: ${fault.detail}`, maxLineWidth - 4))
          terminal.out(`    ${reason}`)
    }
    for (const { id, kind } of selected)
      if (kind === 'heartbeat') terminal.err(`${id} was not probed: a heartbeat waits to be told.`)
  }
  return results.some(({ outcome }) => outcome.health === 'down') ? 1 : 0
}
