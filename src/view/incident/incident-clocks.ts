import {
  type IncidentClock,
  type DataLossClock,
  incidentClocks,
} from '../../../collector/core/slo/incident-clocks.ts'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { Verdict } from '../../../collector/core/slo/objective.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { millionths } from '../shared/percentages.ts'
import { verdictHtml } from '../shared/verdict.ts'
import { escape } from '../shared/html.ts'
import { type ClockStatement, clockStatement } from '../../../collector/core/report/incident-statements.ts'
import type { Judgement } from '../../../collector/core/report/statements.ts'
import type { View } from '../shared/view.ts'

/** A promised time of an incident in a sentence, with its verdict as HTML. */
export type ClockLine = { readonly text: string; readonly verdict: Verdict; readonly verdictHtml: string }

const sentences = {
  response: ['answered', 'notAnswered'],
  recovery: ['restored', 'notRestored'],
  resolution: ['resolved', 'notResolved'],
} as const

/** The clocks of an incident as of the snapshot. */
export const clocksOf = (view: View, incident: Incident) =>
  incidentClocks(incident, view.snapshot, view.snapshot.generatedAt)

/** A clock in words, as reports say it. */
export const clockText = (view: View, { took, objective, verdict, running }: IncidentClock): ClockStatement =>
  clockStatement(view, { took, promised: objective, verdict }, took !== null || !running)

const judgementHtml = (judgement: Judgement | null): string | null =>
  judgement && verdictHtml(judgement.verdict, judgement.word)

function clockLine(view: View, kind: keyof typeof sentences, clock: IncidentClock): ClockLine | null {
  const { clocks } = view.words.sla
  const { objective, took, elapsed, running, verdict } = clock
  if (objective === null) return null
  const text = clockText(view, clock)
  const [done, waiting] = sentences[kind]
  const values = { took: view.format.duration(elapsed), promised: view.format.span(objective) }
  return {
    text:
      took === null && !running
        ? text.value
        : fillPlaceholders(took === null ? clocks[waiting] : clocks[done], values),
    verdict,
    verdictHtml: judgementHtml(text.judgement) ?? '',
  }
}

/** What an incident was promised, each in a sentence: answered, restored, resolved. Empty where nothing was. */
export function clockLines(view: View, incident: Incident): ClockLine[] {
  const { response, recovery, resolution } = clocksOf(view, incident)
  return [
    clockLine(view, 'response', response),
    clockLine(view, 'recovery', recovery),
    // Both run alike: where the same time is promised twice, it is reported once.
    resolution.objective === recovery.objective ? null : clockLine(view, 'resolution', resolution),
  ].filter((one) => one !== null)
}

/** `tenu · promis 1 h` of a clock, as HTML; null where nothing is promised. */
export function clockNote(view: View, clock: IncidentClock): string | null {
  const { judgement, promised } = clockText(view, clock)
  const parts = [judgementHtml(judgement), promised === null ? null : escape(promised)].filter(
    (part) => part !== null,
  )
  return parts.length === 0 ? null : parts.join(' · ')
}

/** Data lost as declared, and `tenu · promis : aucune` as HTML; null where nothing was promised nor declared. */
export function dataLossFact(view: View, { objective, lost, verdict }: DataLossClock) {
  const { clocks } = view.words.sla
  if (objective === null && lost === null) return null
  const label =
    objective === null
      ? null
      : objective === 0
        ? clocks.objectiveZero
        : fillPlaceholders(clocks.objectiveShare, { share: view.format.percent(millionths(objective)) })
  return {
    value:
      lost === null
        ? clocks.notDeclared
        : lost === 0
          ? view.words.postmortem.noLoss
          : view.format.percent(millionths(lost)),
    noteHtml:
      label === null
        ? null
        : lost === null
          ? label
          : `${verdictHtml(verdict, view.words.sla.clockVerdict[verdict])} · ${label}`,
  }
}
