import { takesWindow } from '../../core/alert/condition.ts'
import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import type { ConfigurationEntry } from '../schema/configuration.ts'

/** What alert rules ask for that nothing comes of. */
export function alertRuleWarnings(
  { alerts: written = [] }: ConfigurationEntry,
  { alerts, components, tiers }: Config,
  locator: Locator,
): ConfigProblem[] {
  return alerts.flatMap((rule, index) => {
    const path = ['alerts', index]
    const watched = components.filter(({ id }) => rule.components?.includes(id) ?? true)
    const problems: ConfigProblem[] = []
    if (written[index]!.over !== undefined && !rule.when.some(({ figure }) => takesWindow(figure)))
      problems.push(
        locator.problem([...path, 'over'], 'is ignored: this figure takes no window of its own. Remove it.'),
      )
    const figures = rule.when.map(({ figure }) => figure)
    const isPromised = ({ tier }: Config['components'][number]): boolean =>
      tiers.some(({ id, availability }) => id === tier && availability !== null)
    if (figures.every((figure) => figure === 'burn_rate') && !watched.some(isPromised))
      problems.push(
        locator.problem(
          [...path, 'when'],
          'never holds: no component it is about has a tier with an availability. Give one a tier, or write another figure.',
        ),
      )
    const isHeartbeat = ({ monitors }: Config['components'][number]): boolean =>
      monitors.some(({ kind }) => kind === 'heartbeat')
    if (figures.every((figure) => figure.startsWith('heartbeat_')) && !watched.some(isHeartbeat))
      problems.push(
        locator.problem(
          [...path, 'when'],
          'never holds: no component it is about has a heartbeat monitor. Add one, or remove the rule.',
        ),
      )
    return problems
  })
}
