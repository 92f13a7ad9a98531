import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import {
  type Impact,
  type Incident,
  type Postmortem,
  incidentStatus,
  resolvedAt,
} from '../../../collector/core/incident/incident.ts'
import type {
  IncidentClock,
  DataLossClock,
  IncidentClocks,
} from '../../../collector/core/slo/incident-clocks.ts'
import { clockNote, clockText, clocksOf, dataLossFact } from './incident-clocks.ts'
import { type CorrectionLine, correctionLines } from '../shared/corrections.ts'
import { type UpdateLine, affectedList, durationSoFar, line, timeHtml } from './incident.ts'
import { excerpt, toHtml } from '../../../collector/core/text/markdown.ts'
import { millionths } from '../shared/percentages.ts'
import type { View } from '../shared/view.ts'

/** A fact about an incident. Its value and its notes are safe HTML. */
export type IncidentFact = {
  readonly label: string
  readonly html: string
  readonly notes?: readonly string[]
}

/** What was learnt of an incident, ready to print. */
function postmortemOf(view: View, { body, rootCause, dataLoss, actions, at }: Postmortem) {
  return {
    atHtml: view.time(at, 'd'),
    bodyHtml: toHtml(view.text(body), 3),
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

/** A message on its incident's page. */
type PageLine = UpdateLine & {
  /** How it begins, where the whole of it stands below as what was learnt. */
  readonly begins: string | null
}

/** The messages of an incident, newest first, each with what it changes and what it said before. */
function lines(view: View, incident: Incident, day: string | null, corrected: CorrectionLinesOf): PageLine[] {
  const lessons = incident.postmortem && view.text(incident.postmortem.body)
  let impact: Impact | undefined
  return incident.updates
    .map((update, index) => {
      const entry = line(view, update, day, incident.updates[index - 1], impact)
      impact = update.impact ?? impact
      const text = view.text(update.body)
      const begins = update.status === 'postmortem' && text === lessons ? excerpt(text).text : null
      return { ...entry, corrections: corrected.get(update.id) ?? [], begins }
    })
    .toReversed()
}

type CorrectionLinesOf = ReadonlyMap<string, readonly CorrectionLine[]>

/** What was promised of the time until all was well again. Both clocks run alike: one promise is reported once. */
function restoreNotes(view: View, { recovery, resolution }: IncidentClocks): string[] {
  const notes = [clockNote(view, recovery), clockNote(view, resolution)]
  if (recovery.objective === resolution.objective) return notes.slice(0, 1).filter((one) => one !== null)
  const { clocks } = view.words.sla
  return [clocks.recovery, clocks.resolution].flatMap((label, index) =>
    notes[index] ? [`${label}${view.words.colon}${notes[index]}`] : [],
  )
}

/** When a person answered, against what was promised; null where nobody did and nothing was. */
function answeredFact(view: View, clock: IncidentClock): IncidentFact | null {
  const { took, elapsed, running } = clock
  const note = clockNote(view, clock)
  if (took === null && note === null && running) return null
  const { clocks } = view.words.sla
  const time = view.format.duration(took ?? elapsed)
  return {
    label: view.words.acknowledgedIn,
    html:
      took !== null
        ? time
        : running
          ? `${time} <small>${clocks.soFar}</small>`
          : clockText(view, clock).value,
    notes: note === null ? [] : [note],
  }
}

/** What the postmortem says of lost data, against what was promised; null where it says nothing. */
function lossFact(view: View, clock: DataLossClock): IncidentFact | null {
  const fact = clock.lost === null ? null : dataLossFact(view, clock)
  return (
    fact && {
      label: view.words.postmortem.dataLoss,
      html: fact.value,
      notes: fact.noteHtml === null ? [] : [fact.noteHtml],
    }
  )
}

/** Everything the page of one incident says. Only that of an open one looks at the snapshot's clock. */
export function incidentPage(view: View, incident: Incident) {
  const { words, format } = view
  const end = resolvedAt(incident)
  const startDay = format.key(incident.startedAt)
  const lastDay = format.key(incident.updates.at(-1)!.at)
  const oneDay = startDay === lastDay ? startDay : null
  const corrected = correctionLines(view, incident.corrections)
  const promise = incident.priority === null ? undefined : view.snapshot.priorities[incident.priority]
  const clocks = clocksOf(view, incident)
  const lasted = end === null ? null : Math.max(0, end - incident.startedAt)
  const facts: (IncidentFact | null)[] = [
    { label: words.began, html: view.time(incident.startedAt, 'm') },
    end === null ? null : { label: words.ended, html: timeHtml(view, end, startDay) },
    {
      label: words.lasted,
      html:
        lasted === null
          ? fillPlaceholders(words.openSince, { duration: durationSoFar(view, incident) })
          : format.duration(lasted),
      notes: restoreNotes(view, clocks),
    },
    answeredFact(view, clocks.response),
    lossFact(view, clocks.dataLoss),
    { label: words.impactLabel, html: words.impactDegree[incident.impact] },
    incident.priority
      ? {
          label: words.priorityLabel,
          html: words.priority[incident.priority],
          notes: promise?.description ? [view.html(promise.description)] : [],
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
    falseAlarm: incident.falseAlarm ? toHtml(view.text(incident.falseAlarm.reason), 3) : null,
    summary: excerpt(view.text(incident.updates.at(-1)!.body), 150).text,
  }
}
