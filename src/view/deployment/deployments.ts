import type { Deployment } from '../../../collector/core/deployment/deployment.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { describeFinding } from '../../../collector/core/deployment/describe-finding.ts'
import type { WatchVerdict } from '../../../collector/core/deployment/deployment-watch.ts'
import { escape } from '../shared/html.ts'
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
  readonly tone: Tone
  readonly whenHtml: string
  readonly componentsHtml: string
  /** What the watch over it came to, or until when it is watched; null where it was not watched. */
  readonly verdict: { readonly textHtml: string; readonly tone: Tone | null } | null
  /** What speaks for the verdict, service by service; empty while it is watched. */
  readonly evidence: readonly { readonly nameHtml: string; readonly findings: readonly EvidenceLine[] }[]
  /** Null where readers are not shown it. */
  readonly checklist: {
    readonly summary: string
    readonly steps: readonly {
      readonly titleHtml: string
      readonly phase: string
      readonly whenHtml: string | null
    }[]
  } | null
}

type Tone = 'operational' | 'major_outage' | 'partial_outage' | 'under_maintenance'

/** A trigger held against a service. */
type EvidenceLine = {
  readonly trigger: string
  readonly measured: string
  readonly limit: string
  readonly finding: string
  readonly exceeded: boolean
}

/**
 * A deployment in words.
 *
 * @param on the page of a component tells of that component alone
 */
export function deploymentLine(view: View, deployment: Deployment, on: string | null = null): DeploymentLine {
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
    verdict: verdictOf(view, deployment),
    evidence: evidenceOf(view, deployment, on),
    checklist: checklistOf(view, deployment),
  }
}

const verdictTones: Readonly<Record<WatchVerdict, Tone | null>> = {
  pending: null,
  passed: 'operational',
  roll_back: 'major_outage',
  unknown: null,
  ended: null,
}

function verdictOf(view: View, { watch }: Deployment): DeploymentLine['verdict'] {
  const { deployments: words } = view.words
  if (!watch) return null
  const { verdict, until } = watch
  const textHtml =
    verdict === 'pending'
      ? escape(words.watchedUntil).replace('{time}', view.time(until, 't'))
      : escape(words.verdicts[verdict])
  return { textHtml, tone: verdictTones[verdict] }
}

function evidenceOf(view: View, { watch }: Deployment, on: string | null): DeploymentLine['evidence'] {
  const findings = (watch?.findings ?? []).filter(({ component }) => on === null || component === on)
  return [...Map.groupBy(findings, ({ component }) => component)].flatMap(([id, own]) => {
    const component = componentOf(view.snapshot, id)
    // What is no longer on the page has no name for readers.
    if (!component) return []
    const { checks = 0 } = watch!.figures.find((one) => one.component === id) ?? {}
    return [
      {
        nameHtml: `${view.html(component.name)} · ${escape(view.counted(view.words.deployments.checks, checks))}`,
        findings: own.map((finding) => ({
          ...describeFinding(finding, view.words, view.format),
          exceeded: finding.state === 'exceeded',
        })),
      },
    ]
  })
}

function checklistOf(view: View, { checklist }: Deployment): DeploymentLine['checklist'] {
  const { deployments: words } = view.words
  if (!checklist || checklist.length === 0) return null
  return {
    summary: fillPlaceholders(words.checklist, {
      done: view.format.count(checklist.filter(({ done }) => done).length),
      count: view.format.count(checklist.length),
    }),
    steps: checklist.map(({ title, phase, doneAt }) => ({
      titleHtml: view.html(title),
      phase: words.phases[phase],
      whenHtml: doneAt === null ? null : view.time(doneAt, 's'),
    })),
  }
}
