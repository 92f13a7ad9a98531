import type { ComponentConfig, Config } from '../../core/config/config.ts'
import type { Monitor } from '../../core/monitoring/monitor.ts'
import type { Locator } from '../locator.ts'
import type { ConfigPath, ConfigProblem } from '../problem.ts'
import { type ObjectiveTarget, objectiveTargets } from './objective-list.ts'
import { formatIds, formatSpan } from './warning-texts.ts'

/**
 * Promises that no report can judge, because nothing measures them. What is kept for how long needs no warning: figures
 * are made from changes of health and from rollups by the hour, and both are kept for ever.
 */
export function unmeasuredObjectives(config: Config, locator: Locator): ConfigProblem[] {
  return [
    ...objectiveTargets(config).flatMap((objective) =>
      objective.measure === 'availability'
        ? unmonitoredObjectives(objective, locator)
        : untimedObjectives(objective, locator),
    ),
    ...emptyObjectives(config, locator),
    ...fragileGrowth(config, locator),
  ]
}

/** Components of the promise of which something holds, each once. */
const componentIdsWhere = (
  { subjects }: ObjectiveTarget,
  is: (one: ComponentConfig) => boolean,
): string[] => [...new Set(subjects.flat().flatMap((one) => (is(one) ? [one.id] : [])))]

const singularOrPlural = (list: readonly string[], one: string, many: string): string =>
  list.length === 1 ? one : many

function unmonitoredObjectives(objective: ObjectiveTarget, locator: Locator): ConfigProblem[] {
  const found = componentIdsWhere(objective, ({ monitors }) => monitors.length === 0)
  if (found.length === 0) return []
  return [
    locator.problem(
      objective.path,
      `nothing measures it for ${formatIds(found, locator)}, which ${singularOrPlural(found, 'has', 'have')} no monitors: only what incidents declare counts, so it is unknown as long as nobody writes one. Add a monitor, or take the promise from ${singularOrPlural(found, 'it', 'them')}.`,
    ),
  ]
}

const isTimed = ({ kind }: Monitor): boolean => kind !== 'heartbeat'

function untimedObjectives(objective: ObjectiveTarget, locator: Locator): ConfigProblem[] {
  // A group's P95 is that of all its checks together: one component that is timed is enough.
  const groups = objective.subjects.filter(
    (members) => !members.some(({ monitors }) => monitors.some(isTimed)),
  )
  if (groups.length > 0)
    return [
      locator.problem(
        objective.path,
        `cannot be computed for ${formatIds([...new Set(groups.flat().map(({ id }) => id))], locator)}: ${groups.flat().some(({ monitors }) => monitors.length > 0) ? 'a heartbeat measures no response time, and no other monitor is there' : 'no monitor is there that measures response times'}. Add one, such as "kind: http", or take the promise away.`,
      ),
    ]
  const slowest = objective.subjects.flatMap((members) => {
    const limits = members.flatMap(({ monitors }) =>
      monitors.flatMap((one) =>
        one.kind === 'heartbeat' ? [] : [Math.min(one.timeout, one.expect.within ?? Infinity)],
      ),
    )
    const most = Math.max(...limits)
    return objective.target > most ? [{ most, members }] : []
  })
  const [first] = slowest
  if (!first) return []
  return [
    locator.problem(
      objective.path,
      `can never be broken for ${formatIds([...new Set(slowest.flatMap(({ members }) => members.map(({ id }) => id)))], locator)}: an answer slower than ${formatSpan(first.most)} (timeout or within) is down, and the response time of what is down is not measured. Promise ${formatSpan(first.most)} or less, or write a longer timeout.`,
    ),
  ]
}

/** Further objectives that promise nothing, or of nothing. */
const emptyObjectives = ({ objectives }: Config, locator: Locator): ConfigProblem[] =>
  objectives.custom.flatMap(({ of, availability, responseP95 }, index): ConfigProblem[] => {
    const path: ConfigPath = ['objectives', 'custom', index]
    if (!('components' in of) && of.group === '')
      return [
        locator.problem(
          path,
          'cannot be computed: it says of nobody what it promises. Write "components: [ID]" or "group: NAME".',
        ),
      ]
    if (availability !== null || responseP95 !== null) return []
    return [
      locator.problem(
        path,
        'cannot be computed: it promises nothing. Write "availability: 99.9%" or "response_p95: 2s".',
      ),
    ]
  })

/** Growth promised of a figure that tells a period by its lowest or highest point. */
const fragileGrowth = ({ metrics }: Config, locator: Locator): ConfigProblem[] =>
  metrics.flatMap(({ growth, summary }, index): ConfigProblem[] =>
    growth === null || (summary !== 'min' && summary !== 'max')
      ? []
      : [
          locator.problem(
            ['metrics', index, 'growth'],
            `is measured by the ${summary === 'max' ? 'highest' : 'lowest'} point of each month alone, so that one odd point makes or breaks it. Write "summary: mean", "sum" or "last".`,
          ),
        ],
  )
