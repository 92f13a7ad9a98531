import type { ShownStatus } from '../../collector/core/health.ts'
import {
  type Impact,
  type Incident,
  type IncidentStatus,
  type IncidentUpdate,
  type Postmortem,
  affected,
  incidentStatus,
  isOpen,
  resolvedAt,
} from '../../collector/core/incident.ts'
import { fill } from '../i18n/words.ts'
import { type CorrectionLine, correctionLines } from './corrections.ts'
import { componentOf, componentPlace, incidentPlace } from './lookup.ts'
import { excerpt, toHtml } from './markdown.ts'
import { spanWords } from './span.ts'
import type { View } from './view.ts'

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
        ? words.resolvedIn.replace('{duration}', view.format.duration(end - incident.startedAt))
        : words.incidentStatus.resolved,
    )
  else parts.push(words.incidentStatus[incidentStatus(incident)])
  return [...parts, ...corrected].join(' · ')
}

const impactTone = {
  none: 'unknown',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
} as const

/** The colour of an incident in a list: what it felt like. */
const toneOfIncident = (incident: Incident): ShownStatus =>
  incident.falseAlarm ? 'unknown' : impactTone[incident.impact]

/** An instant: its time alone where the day is plain from the context, else with the date. */
const timeHtml = (view: View, at: number, day: string | null): string =>
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
const line = (
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
    names: affectedList(view, incident),
    latest: { ...line(view, latest, null), bodyHtml: short.cut ? null : toHtml(body), excerpt: short.text },
  }
}

const durationSoFar = (view: View, incident: Incident): string =>
  view.format.duration(Math.max(0, view.snapshot.generatedAt - incident.startedAt))

/** What was said of a component while the incident was open: each change once, oldest first. */
function course(incident: Incident, id: string): readonly ShownStatus[] {
  const said: ShownStatus[] = []
  for (const { components } of incident.updates) {
    const status = components[id]
    if (status !== undefined && status !== said.at(-1)) said.push(status)
  }
  // That it works again goes without saying once all is over.
  return isOpen(incident) || said.every((one) => one === 'operational')
    ? said
    : said.filter((one) => one !== 'operational')
}

/** The components an incident names, with what was said of each; one no longer configured by its id. */
export function affectedList(view: View, incident: Incident) {
  return Object.keys(affected(incident)).map((id) => {
    const component = componentOf(view.snapshot, id)
    const said = course(incident, id)
    return {
      nameHtml: view.html(component?.name ?? id),
      href: component ? view.link(componentPlace(id)) : null,
      status: said.at(-1) ?? ('unknown' as const),
      label: said.map((status) => view.words.shown[status]).join(' → '),
    }
  })
}

/** A fact about an incident. Texts ending in `Html` or called so are safe HTML. */
export type Fact = {
  readonly label: string
  readonly html: string
  readonly note?: string | null
  readonly promise?: { readonly text: string; readonly kept: boolean | null } | null
}

/** What was promised (ms) in words, and whether it was kept where that is known. */
function promiseLine(view: View, limit: number | null, took: number | null): Fact['promise'] {
  if (limit === null) return null
  const words = view.words.promised
  const text = fill(words.label, { span: spanWords(view, limit) })
  if (took === null) return { text, kept: null }
  const kept = took <= limit
  return { text: `${text} · ${kept ? words.kept : words.broken}`, kept }
}

/** What was learnt of an incident, ready to print. */
function postmortemOf(view: View, { body, rootCause, dataLoss, actions, at }: Postmortem) {
  return {
    atHtml: view.time(at, 'd'),
    bodyHtml: toHtml(view.text(body)),
    rootCauseHtml: rootCause === null ? null : toHtml(view.text(rootCause)),
    dataLoss:
      dataLoss === null
        ? null
        : dataLoss === 0
          ? view.words.postmortem.noLoss
          : view.format.percent(millionths(dataLoss)),
    actions: actions.map(({ text, done }) => ({ done, html: toHtml(view.text(text)) })),
  }
}

/** A share in millionths as a percentage with the digits it needs: 5 is `0.0005`. */
const millionths = (share: number): string => (share / 10_000).toFixed(4).replace(/\.?0+$/, '')

/** The messages of an incident, newest first, each with what it changes and what it said before. */
function lines(
  view: View,
  incident: Incident,
  day: string | null,
  corrected: CorrectionLinesOf,
): UpdateLine[] {
  let impact: Impact | undefined
  return incident.updates
    .map((update, index) => {
      const said = line(view, update, day, incident.updates[index - 1], impact)
      impact = update.impact ?? impact
      return { ...said, corrections: corrected.get(update.id) ?? [] }
    })
    .toReversed()
}

type CorrectionLinesOf = ReadonlyMap<string, readonly CorrectionLine[]>

/** Everything the page of one incident says. Only that of an open one looks at the snapshot's clock. */
export function incidentPage(view: View, incident: Incident) {
  const { words, format } = view
  const end = resolvedAt(incident)
  const startDay = format.key(incident.startedAt)
  const lastDay = format.key(incident.updates.at(-1)!.at)
  const oneDay = startDay === lastDay ? startDay : null
  const corrected = correctionLines(view, incident.corrections)
  const promise = incident.priority === null ? undefined : view.snapshot.priorities[incident.priority]
  const answered =
    incident.acknowledgedAt === null ? null : Math.max(0, incident.acknowledgedAt - incident.detectedAt)
  const lasted = end === null ? null : Math.max(0, end - incident.startedAt)
  // What never was is held against no promise.
  const promised = (limit: number | null | undefined, took: number | null) =>
    incident.falseAlarm ? null : promiseLine(view, limit ?? null, took)
  const facts: (Fact | null)[] = [
    { label: words.began, html: view.time(incident.startedAt, 'm') },
    end === null ? null : { label: words.ended, html: timeHtml(view, end, startDay) },
    {
      label: words.lasted,
      html:
        lasted === null
          ? words.openSince.replace('{duration}', durationSoFar(view, incident))
          : format.duration(lasted),
      promise: promised(promise?.resolution, lasted),
    },
    answered === null
      ? null
      : {
          label: words.acknowledgedIn,
          html: format.duration(answered),
          promise: promised(promise?.response, answered),
        },
    { label: words.impactLabel, html: words.impact[incident.impact] },
    incident.priority
      ? {
          label: words.priorityLabel,
          html: words.priority[incident.priority],
          note: promise?.description ? view.html(promise.description) : null,
        }
      : null,
  ]
  return {
    title: view.text(incident.title),
    titleHtml: view.html(incident.title),
    open: end === null,
    status: incidentStatus(incident),
    label: words.incidentStatus[incidentStatus(incident)],
    facts: facts.filter((fact) => fact !== null),
    affected: affectedList(view, incident),
    updates: lines(view, incident, oneDay, corrected.updates),
    corrections: corrected.notice,
    postmortem: incident.postmortem ? postmortemOf(view, incident.postmortem) : null,
    falseAlarm: incident.falseAlarm ? toHtml(view.text(incident.falseAlarm.reason)) : null,
    summary: excerpt(view.text(incident.updates.at(-1)!.body), 150).text,
  }
}
