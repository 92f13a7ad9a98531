import { hash } from 'node:crypto'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { promisedIncidents } from '../../view/incident/incident-objectives.ts'
import { slaPlace } from '../../view/shared/places.ts'
import { verdictOf } from '../../view/sla/component-objectives.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

const storyKey = ({ id, version }: Incident): string => `${id} ${version}`

/** What is promised, of whom, and whether it was kept: what readers must not wait for. Figures and clocks may. */
function newsKey(snapshot: Snapshot, head: string): string {
  const { tiers, objectives, priorities, components, customObjectives, reports } = snapshot
  return short(
    [
      head,
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

/**
 * The page of all promises, below each locale. It tells of running clocks, so it changes with `live`, as time passes.
 *
 * @param head what every page depends on
 * @param components keys of all there is to know of each component
 */
export function* slaParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  live: string,
  components: Iterable<string>,
): Generator<Omit<Route, 'file'>> {
  const news = newsKey(snapshot, head)
  const figures = JSON.stringify([snapshot.customObjectives, snapshot.weights])
  const { open, resolved } = promisedIncidents(snapshot)
  const stories = [...open.map(storyKey), '/', ...resolved.map(storyKey)]
  const fingerprint = short([live, news, figures, ...components, ...stories].join())
  for (const locale of locales) {
    const at = locale === snapshot.page.locale ? '' : `/${locale}`
    yield { path: at + slaPlace, fingerprint, deferrable: news }
  }
}
