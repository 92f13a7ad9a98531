import type { Deployment } from '../../../collector/core/deployment/deployment.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { componentOf } from '../shared/places.ts'
import type { View } from '../shared/view.ts'

/** How many deployments the page of a component lists. */
const listed = 5

/** A deployment that touched a component; one that names none touched them all. */
const touches = ({ components }: Deployment, id: string): boolean =>
  components.length === 0 || components.includes(id)

/** Those of a component that its page tells of, newest first. */
export const deploymentsOf = ({ deployments }: Snapshot, id: string): readonly Deployment[] =>
  (deployments ?? []).filter((one) => touches(one, id)).slice(0, listed)

/** Those of a component since an instant (ms), for the marks in its chart. */
export const deploymentsSince = (
  { deployments }: Snapshot,
  id: string,
  from: number,
): readonly Deployment[] => (deployments ?? []).filter((one) => touches(one, id) && one.startedAt >= from)

/** A deployment as readers see it. Where it is described stays with the team: that may be a machine of theirs. */
export type DeploymentLine = {
  readonly version: string
  readonly outcome: string
  readonly tone: 'operational' | 'major_outage' | 'partial_outage' | 'under_maintenance'
  readonly whenHtml: string
  readonly componentsHtml: string
}

/** A deployment in words. */
export function deploymentLine(view: View, deployment: Deployment): DeploymentLine {
  const { deployments: words } = view.words
  const { version, outcome, startedAt, finishedAt, components } = deployment
  const known = components.flatMap((id) => componentOf(view.snapshot, id) ?? [])
  return {
    version: fillPlaceholders(words.version, { version }),
    outcome: outcome === null ? words.underWay : words[outcome],
    tone:
      outcome === null
        ? 'under_maintenance'
        : ({ succeeded: 'operational', failed: 'major_outage', rolled_back: 'partial_outage' } as const)[
            outcome
          ],
    whenHtml: view.time(finishedAt ?? startedAt, 'm'),
    componentsHtml: known.map((one) => view.html(one.name)).join(', '),
  }
}
