import type { Outcome } from '../core/check.ts'
import type { Config } from '../core/config.ts'
import type { ActiveMonitor } from '../core/monitor.ts'
import { Failed, type Terminal, WrongUsage, didYouMean, someOf, table } from './terminal.ts'

const phases = ['resolve', 'connect', 'tls', 'wait', 'transfer'] as const

/**
 * `vigie check [MONITOR…]`: probe now, print what came of it, record nothing. Resolves to 1 if any is down; degraded is 0.
 *
 * @param probe looks at one monitor; never rejects
 */
export async function check(
  terminal: Terminal,
  config: Config,
  ids: readonly string[],
  json: boolean,
  probe: (monitor: ActiveMonitor) => Promise<Outcome>,
): Promise<number> {
  const all = config.components.flatMap((component) => component.monitors)
  const unknown = ids.filter((id) => !all.some((monitor) => monitor.id === id || monitor.component === id))
  if (unknown.length > 0) {
    const known = [...new Set(all.flatMap((monitor) => [monitor.id, monitor.component]))]
    throw new WrongUsage(
      [
        ...unknown.map((id) => `there is no monitor or component "${id}".${didYouMean(id, known)}`),
        `There are: ${someOf(all.map((monitor) => monitor.id))}.`,
      ].join(' '),
    )
  }
  const wanted = all.filter(
    (monitor) => ids.length === 0 || ids.includes(monitor.id) || ids.includes(monitor.component),
  )
  const active = wanted.filter((monitor): monitor is ActiveMonitor => monitor.kind !== 'heartbeat')
  if (active.length === 0) throw new Failed('nothing to probe: heartbeat monitors wait to be told.')
  const found = await Promise.all(active.map(async (monitor) => ({ monitor, outcome: await probe(monitor) })))
  if (json)
    terminal.out(
      JSON.stringify(
        found.map(({ monitor, outcome }) => ({
          monitor: monitor.id,
          component: monitor.component,
          kind: monitor.kind,
          ...outcome,
        })),
      ),
    )
  else {
    const ms = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(1))
    const rows = [
      ['MONITOR', 'KIND', 'HEALTH', 'MS', ...phases.map((phase) => phase.toUpperCase()), 'WHY'],
      ...found.map(({ monitor, outcome }) => [
        monitor.id,
        monitor.kind,
        outcome.health,
        ms(outcome.took),
        ...phases.map((phase) => ms(outcome.phases?.[phase])),
        outcome.fault ? `${outcome.fault.code}: ${outcome.fault.detail}` : '',
      ]),
    ]
    for (const line of table(rows, new Set([3, 4, 5, 6, 7, 8]))) terminal.out(line)
  }
  return found.some(({ outcome }) => outcome.health === 'down') ? 1 : 0
}
