import {
  type Impact,
  type Incident,
  type Postmortem,
  incidentStatus,
  resolvedAt,
} from '../../collector/core/incident.ts'
import { fill } from '../i18n/words.ts'
import { type CorrectionLine, correctionLines } from './corrections.ts'
import { type UpdateLine, affectedList, durationSoFar, line, timeHtml } from './incident.ts'
import { excerpt, toHtml } from './markdown.ts'
import { spanWords } from './span.ts'
import type { View } from './view.ts'

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
