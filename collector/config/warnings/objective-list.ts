import type { ObjectiveWindow } from '../../core/time/period.ts'
import type { ComponentConfig, Config } from '../../core/config/config.ts'
import type { CustomObjective } from '../../core/slo/objective.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { ConfigPath } from '../problem.ts'

/** One promised figure, and everybody it is promised of. */
export type ObjectiveTarget = {
  readonly measure: 'availability' | 'responseP95'
  /** Where the promise stands in the file. */
  readonly path: ConfigPath
  /** Millionths for availability, ms for P95. */
  readonly target: number
  readonly window: ObjectiveWindow
  /** Each is judged for itself; one of several components is a group, whose figure is the mean of theirs. */
  readonly subjects: readonly (readonly ComponentConfig[])[]
}

type TargetValues = Pick<CustomObjective, 'availability' | 'responseP95'>

const measures = [
  ['availability', 'availability'],
  ['responseP95', 'response_p95'],
] as const

/** Every promised figure of the file: those of tiers that a component has, then the further objectives. */
export function objectiveTargets(config: Config): ObjectiveTarget[] {
  const { tiers, objectives, components } = config
  const of = (
    written: TargetValues,
    path: ConfigPath,
    window: ObjectiveWindow | null,
    subjects: ObjectiveTarget['subjects'],
  ): ObjectiveTarget[] =>
    measures.flatMap(([measure, key]) => {
      const target = written[measure]
      return target === null || subjects.every((subject) => subject.length === 0)
        ? []
        : [{ measure, path: [...path, key], target, window: window ?? objectives.windows[measure], subjects }]
    })
  return [
    ...tiers.flatMap((tier, index) =>
      of(
        tier,
        ['tiers', index],
        null,
        components.filter((one) => one.tier === tier.id).map((one) => [one]),
      ),
    ),
    ...objectives.custom.flatMap((one, index) =>
      of(one, ['objectives', 'custom', index], one.window, subjectsOf(one, components)),
    ),
  ]
}

function subjectsOf(
  { of }: CustomObjective,
  components: readonly ComponentConfig[],
): ObjectiveTarget['subjects'] {
  if ('components' in of)
    return components.filter((one) => of.components.includes(one.id)).map((one) => [one])
  return [components.filter(({ group }) => group !== null && sharesText(group, of.group))]
}

const textsOf = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : Object.values(text))

/** Does a group's name, in any of its languages, name this one? */
const sharesText = (group: Text, name: Text): boolean =>
  textsOf(group).some((word) => word !== '' && textsOf(name).includes(word))
