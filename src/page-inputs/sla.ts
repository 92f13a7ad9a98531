import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { promisedIncidents } from '../view/sla/incident-objectives.ts'
import { hash } from '../view/shared/hash.ts'
import { slaPlace } from '../view/shared/places.ts'
import { verdictOf } from '../view/sla/component-objectives.ts'
import { incidentKey } from './keys.ts'
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
export function slaInputs({ snapshot, commonKey, liveKey, componentKeys }: PageContext): PageInputs[] {
  const verdicts = verdictsKey(snapshot, commonKey)
  const values = JSON.stringify([
    snapshot.customObjectives,
    snapshot.weights,
    snapshot.components.map(({ months }) => months),
  ])
  const { open, resolved } = promisedIncidents(snapshot)
  const incidents = [...open.map(incidentKey), '/', ...resolved.map(incidentKey)]
  const fingerprint = hash([liveKey, verdicts, values, ...componentKeys.values(), ...incidents].join())
  return [{ place: slaPlace, fingerprint, deferrableKey: verdicts }]
}
