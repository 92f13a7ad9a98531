import { fillPlaceholders, formatCount } from '../i18n/sentences.ts'
import type { ReportClock, ReportIncident } from './report-document.ts'
import type { Language, Judgement } from './statements.ts'

/** A time of an incident: what it took, the verdict on it, and what was promised; null where there is none of it. */
export type ClockStatement = {
  readonly value: string
  readonly judgement: Judgement | null
  readonly promised: string | null
}

/** A promised time of an incident, in words. */
export function clockStatement(
  { words, format }: Pick<Language, 'words' | 'format'>,
  { took, promised, verdict }: ReportClock,
  resolved: boolean,
): ClockStatement {
  const { clocks, clockVerdict, inTime } = words.sla
  const limit = promised === null ? null : format.span(promised)
  if (took === null && resolved) {
    // "No answer: exceeded" must never read as if nothing had been exceeded.
    if (limit === null || verdict !== 'broken')
      return { value: clocks.resolvedFirst, judgement: null, promised: null }
    const word = fillPlaceholders(clocks.limitExceeded, { promised: limit })
    return { value: clocks.noAnswer, judgement: { verdict, word }, promised: null }
  }
  return {
    value: took === null ? words.reports.stillOpen : format.duration(took),
    judgement:
      limit === null
        ? null
        : { verdict, word: took === null && verdict === 'kept' ? inTime : clockVerdict[verdict] },
    promised: limit === null ? null : fillPlaceholders(clocks.label, { span: limit }),
  }
}

/** An incident's times, each by its own name, and its loss of data where it was declared. Nothing of a false alarm. */
export function incidentStatements(
  language: Language,
  incident: ReportIncident,
): readonly (ClockStatement & { readonly label: string })[] {
  if (incident.false_alarm) return []
  const { reports, postmortem, sla } = language.words
  const resolved = incident.resolved_at !== null
  const labelled = (label: string, clock: ReportClock) => ({
    label,
    ...clockStatement(language, clock, resolved),
  })
  const { lost, verdict } = incident.data_loss
  const loss =
    lost === null
      ? []
      : [
          {
            label: reports.dataLoss,
            value: lost === 0 ? postmortem.noLoss : language.format.percent(String(lost / 10_000)),
            judgement: verdict === 'unknown' ? null : { verdict, word: sla.clockVerdict[verdict] },
            promised: null,
          },
        ]
  return [
    labelled(reports.answered, incident.response),
    labelled(reports.restored, incident.recovery),
    // Both are one measured time: where a resolution is not promised, it is reported once.
    ...(incident.resolution.promised === null ? [] : [labelled(reports.resolved, incident.resolution)]),
    ...loss,
  ]
}

/** How many incidents overlap one of a report's, and how long they took together; null where it stands alone. */
export function overlapStatement(
  { locale, words: { reports }, format }: Language,
  { overlaps }: ReportIncident,
): { readonly label: string; readonly value: string } | null {
  if (overlaps === undefined) return null
  const sentence = formatCount(locale, reports.overlapsWith, overlaps.incidents.length)
  return {
    label: reports.overlaps,
    value: fillPlaceholders(sentence, { time: format.duration(overlaps.time) }),
  }
}

/** A statement in one line of text. */
export const statementText = ({ value, judgement, promised }: ClockStatement): string =>
  [value, judgement?.word, promised].filter((part) => part != null).join(', ')
