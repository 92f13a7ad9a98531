import { escape } from '../shared/html.ts'
import { directionOf } from '../../../collector/core/i18n/direction.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { statusOfImpact } from '../../../collector/core/incident/impact.ts'
import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'
import {
  type Impact,
  type Incident,
  type IncidentStatus,
  type IncidentUpdate,
  affectedComponents,
  incidentStatus,
  isOpen,
  resolvedAt,
} from '../../../collector/core/incident/incident.ts'
import type { CorrectionLine } from '../shared/corrections.ts'
import { componentOf, componentPlace, incidentPlace } from '../shared/places.ts'
import { excerpt, toHtml } from '../../../collector/core/text/markdown.ts'
import { writtenLaterHtml } from '../shared/written-later.ts'
import type { View } from '../shared/view.ts'

/** The state whose colour and sign an update's status takes. */
export const toneOf: Record<IncidentStatus, ShownStatus> = {
  investigating: 'major_outage',
  identified: 'partial_outage',
  monitoring: 'degraded_performance',
  resolved: 'operational',
  postmortem: 'unknown',
}

/** One message of a timeline, ready to print. Texts ending in `Html` are safe HTML. */
export type UpdateLine = {
  readonly status: IncidentStatus
  readonly label: string
  readonly timeHtml: string
  readonly bodyHtml: string
  readonly automatic: boolean
  /** That it was written after its time; null where it was not. */
  readonly writtenLaterHtml: string | null
  /** The impact from this message on, in words; null where it stays as it was. */
  readonly impact: string | null
  /** It opens the incident again. */
  readonly reopened: boolean
  /** What this message said before. */
  readonly corrections: readonly CorrectionLine[]
}

/** An incident in a list of several. */
export type IncidentCard = {
  readonly titleHtml: string
  readonly href: string
  readonly badge: string
  readonly tone: ShownStatus
  readonly open: boolean
  /** The latest messages, newest first, in a line each. */
  readonly lines: readonly {
    readonly label: string
    readonly timeHtml: string
    readonly text: string
    readonly cut: boolean
  }[]
  /** `and 3 earlier messages`, null when all are in `lines`. */
  readonly earlier: string | null
}

const lineLimit = 3

function badgeOf(view: View, incident: Incident): string {
  const { words } = view
  const parts = incident.priority ? [incident.priority as string] : []
  const corrected: string[] = []
  const end = resolvedAt(incident)
  if (incident.corrections?.length) corrected.push(words.corrections.corrected)
  if (incident.falseAlarm) parts.push(words.falseAlarm)
  else if (end !== null)
    parts.push(
      end > incident.startedAt
        ? fillPlaceholders(words.resolvedIn, { duration: view.format.duration(end - incident.startedAt) })
        : words.incidentStatus.resolved,
    )
  else parts.push(words.incidentStatus[incidentStatus(incident)])
  return [...parts, ...corrected].join(' · ')
}

/** The colour of an incident in a list: what it felt like. */
const toneOfIncident = (incident: Incident): ShownStatus =>
  incident.falseAlarm || incident.impact === 'none' ? 'unknown' : statusOfImpact(incident.impact)

/** An instant: its time alone where the day is plain from the context, else with the date. */
export const timeHtml = (view: View, at: number, day: string | null): string =>
  view.time(at, day !== null && view.format.key(at) === day ? 't' : 'm')

/** An incident for a list; `day` (`YYYY-MM-DD`) is the one it is listed under, whose date need not be said again. */
export function incidentCard(view: View, incident: Incident, day: string | null): IncidentCard {
  const { words } = view
  const newest = incident.updates.slice(-lineLimit).toReversed()
  const hidden = incident.updates.length - newest.length
  return {
    titleHtml: view.html(incident.title),
    href: view.link(incidentPlace(incident.id)),
    badge: badgeOf(view, incident),
    tone: toneOfIncident(incident),
    open: isOpen(incident),
    lines: newest.map((update) => {
      const { text, cut } = excerpt(view.text(update.body))
      const label = words.incidentStatus[update.status]
      return { label, timeHtml: timeHtml(view, update.at, day), text, cut }
    }),
    earlier: hidden > 0 ? view.counted(words.earlierUpdates, hidden) : null,
  }
}

/** A message and the one before it; what was corrected in it stands on the incident's page. */
export const line = (
  view: View,
  update: IncidentUpdate,
  day: string | null,
  before?: IncidentUpdate,
  impactBefore?: Impact,
): UpdateLine => ({
  status: update.status,
  label: view.words.incidentStatus[update.status],
  timeHtml: timeHtml(view, update.at, day),
  bodyHtml: toHtml(view.text(update.body)),
  automatic: update.author === 'collector',
  writtenLaterHtml: writtenLaterHtml(view, update),
  impact:
    update.impact !== undefined && before !== undefined && update.impact !== impactBefore
      ? view.words.impact[update.impact]
      : null,
  reopened: before !== undefined && isClosing(before) && !isClosing(update),
  corrections: [],
})

const isClosing = ({ status }: IncidentUpdate): boolean => status === 'resolved' || status === 'postmortem'

/** What an open incident tells on the overview: its latest message in full, unless that is long. */
export function openNotice(view: View, incident: Incident) {
  const latest = incident.updates.at(-1)!
  const body = view.text(latest.body)
  const short = excerpt(body, 600)
  return {
    card: incidentCard(view, incident, null),
    tone: toneOfIncident(incident),
    startedHtml: view.time(incident.startedAt, 'm'),
    duration: durationSoFar(view, incident),
    impact: view.words.impact[incident.impact],
    namesHtml: affectedNames(view, incident),
    latest: { ...line(view, latest, null), bodyHtml: short.cut ? null : toHtml(body), excerpt: short.text },
  }
}

/** As many services as an incident names in a list of several; the rest is counted. */
const mostNames = 10

/** The services an open incident is about, in a line of HTML; empty where it names none. */
function affectedNames(view: View, incident: Incident): string {
  const names = affectedList(view, incident).map(({ nameHtml }) => nameHtml)
  if (names.length <= mostNames + 1) return names.join(' · ')
  return fillPlaceholders(escape(view.counted(view.words.messages.andMore, names.length - mostNames)), {
    names: names.slice(0, mostNames).join(' · '),
  })
}

/** How long an open incident has lasted when the snapshot was made. */
export const durationSoFar = (view: View, incident: Incident): string =>
  view.format.duration(Math.max(0, view.snapshot.generatedAt - incident.startedAt))

/** What was said of a component while the incident was open: each change once, oldest first. */
function course(incident: Incident, id: string): readonly ShownStatus[] {
  const impacts: ShownStatus[] = []
  for (const { components } of incident.updates) {
    const status = components[id]
    if (status !== undefined && status !== impacts.at(-1)) impacts.push(status)
  }
  // That it works again goes without saying once all is over.
  return isOpen(incident) || impacts.every((one) => one === 'operational')
    ? impacts
    : impacts.filter((one) => one !== 'operational')
}

/** The components an incident names, with what was said of each; one no longer configured by its id. */
export function affectedList(view: View, incident: Incident) {
  return Object.keys(affectedComponents(incident)).map((id) => {
    const component = componentOf(view.snapshot, id)
    const impacts = course(incident, id)
    return {
      nameHtml: view.html(component?.name ?? id),
      href: component ? view.link(componentPlace(id)) : null,
      status: impacts.at(-1) ?? ('unknown' as const),
      // The sign is one of no direction, which nothing mirrors.
      label: impacts
        .map((status) => view.words.shown[status])
        .join(directionOf(view.locale) === 'rtl' ? ' ← ' : ' → '),
    }
  })
}
