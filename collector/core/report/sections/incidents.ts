import type { ReportWords } from '../../i18n/words.ts'
import type { ReportIncident } from '../report-document.ts'
import type { ReportFormats } from '../report-formats.ts'
import { incidentStatements, overlapStatement, statementText } from '../incident-statements.ts'
import { type OutlineSection, type ReportSource, localize, comparedWith } from './section.ts'

/** How many incidents began and ended, and how long they took. */
export function incidentCountSection(source: ReportSource): OutlineSection {
  const { words } = source
  const { incidents, before } = source.report
  const { format } = source.language
  const { by_priority: by } = incidents
  const count = (label: string, value: number): string[][] =>
    value > 0 ? [[label, format.number(value)]] : []
  const duration = (ms: number): string => format.duration(ms)
  return {
    heading: words.incidents,
    columns: null,
    rows: [
      [words.begun, format.number(incidents.begun) + comparedWith(source, before?.incidents, format.number)],
      ...count('P1', by.P1),
      ...count('P2', by.P2),
      ...count('P3', by.P3),
      ...count('P4', by.P4),
      ...count(words.noPriority, by.none),
      [words.resolved, format.number(incidents.resolved)],
      ...count(words.falseAlarms, incidents.false_alarms),
      [words.mtta, meanCell(incidents.mtta, format) + comparedWith(source, before?.mtta, duration)],
      [words.mttr, meanCell(incidents.mttr, format) + comparedWith(source, before?.mttr, duration)],
    ],
  }
}

/** Each incident with its times. */
export function incidentListSection({ report, language, words }: ReportSource): OutlineSection {
  const { list } = report.incidents
  return {
    heading: `${words.incidents} (${list.length})`,
    columns: null,
    rows: list.flatMap((one) => [
      [
        language.format.momentOf(one.started_at),
        `${localize(language, one.title)} · ${priorityWords(one, words)}`,
      ],
      ...incidentStatements(language, one).map((statement) => [
        `  ${statement.label}`,
        statementText(statement),
      ]),
      ...[overlapStatement(language, one)].flatMap((overlap) =>
        overlap ? [[`  ${overlap.label}`, overlap.value]] : [],
      ),
    ]),
  }
}

const meanCell = (ms: number | null, format: ReportFormats): string =>
  ms === null ? '–' : format.duration(ms)

const priorityWords = ({ priority, false_alarm }: ReportIncident, words: ReportWords): string =>
  `${priority ?? '–'}${false_alarm ? `, ${words.falseAlarm}` : ''}`
