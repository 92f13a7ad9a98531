import type { ComponentViewWindow } from './component-view.ts'
import type { Config } from '../config/config.ts'
import { shownFiguresAt } from '../explain/explain.ts'
import { groupAvailability } from '../slo/group-availability.ts'
import { evaluateAvailability, evaluateResponse } from '../slo/evaluate.ts'
import type { CustomObjective } from '../slo/objective.ts'
import { windowAt } from '../time/period.ts'
import type { ComponentView, CustomObjectiveVerdict } from './snapshot.ts'
import type { Text } from '../text/localized-text.ts'

/** Does a group's name, in any of its languages, name this one? */
const isGroup = (group: Text | null, name: Text): boolean => {
  const translations = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text))
  return group !== null && translations(group).some((one) => translations(name).includes(one))
}

/** A promise beside the tiers, held against what was measured of everything it is about. */
export function evaluateCustomObjectives(
  objective: CustomObjective,
  config: Config,
  components: readonly ComponentView[],
  { now, response }: Pick<ComponentViewWindow, 'now' | 'response'>,
): CustomObjectiveVerdict {
  const { of } = objective
  const zone = config.page.timezone
  const period = windowAt(objective.window ?? config.objectives.windows.availability, now, zone)
  const day = windowAt(objective.window ?? config.objectives.windows.responseP95, now, zone)
  const evaluateSubject = (
    component: string | null,
    members: readonly ComponentView[],
  ): CustomObjectiveVerdict['subjects'][number] => {
    const availabilities = members.map((one) =>
      shownFiguresAt(one.evidence, period, now, config.uptime.weights),
    )
    const ids = members.map((one) => one.id)
    return {
      component,
      availability:
        objective.availability === null
          ? null
          : evaluateAvailability(
              component === null ? groupAvailability(availabilities) : availabilities[0]!,
              objective.availability,
              period,
              now,
            ),
      response:
        objective.responseP95 === null
          ? null
          : evaluateResponse(response(ids, day), objective.responseP95, day),
    }
  }
  const namedComponents = 'components' in of ? components.filter((one) => of.components.includes(one.id)) : []
  return {
    objective,
    subjects:
      'group' in of
        ? [
            evaluateSubject(
              null,
              components.filter((one) => isGroup(one.group, of.group)),
            ),
          ]
        : namedComponents.map((one) => evaluateSubject(one.id, [one])),
  }
}
