import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { promisedIncidents } from '../view/sla/incident-objectives.ts'
import { hash } from '../view/shared/hash.ts'
import { slaPlace } from '../view/shared/places.ts'
import { verdictOf } from '../view/sla/component-objectives.ts'
import { componentEventsKey, componentKey } from './component-keys.ts'
import { incidentKey } from './keys.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** What is promised, of whom, and whether it was kept: what readers must not wait for. Metrics and clocks may. */
function verdictsKey(snapshot: Snapshot, commonKey: string): string {
  const { tiers, objectives, priorities, components, customObjectives, reports } = snapshot
  return hash(
    [
      commonKey,
      JSON.stringify([tiers, objectives, priorities]),
      JSON.stringify(components.map((one) => [one.id, one.name, one.tier, verdictOf(one)])),
      JSON.stringify(
        customObjectives.map(({ objective, subjects }) => [
          objective,
          subjects.map((one) => [one.component, one.availability?.budget.verdict, one.response?.verdict]),
        ]),
      ),
      ...reports.map((report) => report.hash),
    ].join(),
  )
}

/** The page of all objectives. It shows running clocks, so it changes with the time. */
export function slaInputs({ snapshot, components, commonKey, liveKey, hourKey }: PageContext): PageInputs[] {
  const verdicts = lazily(() => verdictsKey(snapshot, commonKey))
  const { open, resolved } = promisedIncidents(snapshot)
  const incidents = lazily(() => [...open.map(incidentKey), '/', ...resolved.map(incidentKey)].join())
  const inputs = {
    fingerprint: lazily(() => {
      const values = JSON.stringify([
        snapshot.customObjectives,
        snapshot.weights,
        snapshot.components.map(({ months }) => months),
      ])
      return hash([liveKey, verdicts(), values, ...components.map(componentKey), incidents()].join())
    }),
    deferrableKey: verdicts,
    hourlyKey: lazily(() =>
      hash([hourKey, verdicts(), ...components.map(componentEventsKey), incidents()].join()),
    ),
  }
  // The clocks of an open incident run with the minutes.
  const { hourlyKey: _, ...running } = inputs
  return [lazyInputs(slaPlace, open.length > 0 ? running : inputs)]
}
