import { fillPlaceholders } from '../../i18n/sentences.ts'
import type { Report, ReportComponent } from '../report-document.ts'
import {
  type Language,
  availabilityText,
  boundsText,
  budgetLeftText,
  promisedLatency,
  reportBudgetJudgement,
  responseJudgement,
} from '../statements.ts'
import {
  type OutlineSection,
  type ReportSource,
  localize,
  percent,
  latency,
  comparedWith,
} from './section.ts'

/** Availability and downtime of the whole page. */
export function availabilitySection(source: ReportSource): OutlineSection {
  const { report, language, words } = source
  const { reports } = language.words
  const { availability, before, affected } = report
  const { format } = language
  return {
    heading: words.availability,
    columns: null,
    rows: [
      [
        `${words.availability} (${reports.availabilityOf})`,
        percent(language, availability.printed) +
          comparedWith(source, before?.printed, (printed) => percent(language, printed)),
      ],
      [
        `${words.down} (${reports.downtimeOf})`,
        (availability.printed === null ? '–' : format.duration(availability.down)) +
          comparedWith(source, before?.down, (ms) => format.duration(ms)),
      ],
      [words.affected, format.duration(affected)],
    ],
  }
}

const withBounds = (figure: string, bounds: string | null): string =>
  bounds === null ? figure : `${figure} (${bounds})`

/** Each component with its availability, downtime and P95. */
export function componentSection({ report, language, words }: ReportSource): OutlineSection {
  const { format } = language
  return {
    heading: words.components,
    columns: [words.component, words.availability, words.down, 'P95'],
    rows: report.components.map(({ name, first_at, availability, response, budget }) => [
      localize(language, name) +
        (first_at !== null && first_at > report.from
          ? ` (${language.words.since} ${format.date(Date.parse(first_at))})`
          : ''),
      withBounds(
        availabilityText(language, availability, '–'),
        boundsText(language, { availability, budget }),
      ),
      availability.printed === null ? '–' : format.duration(availability.down),
      latency(language, response.p95),
    ]),
  }
}

/** The components that have an objective, and how each stands. */
export const objectiveSection = ({ report, language, words }: ReportSource): OutlineSection => ({
  heading: language.words.sla.title,
  columns: [words.component, words.availability, words.left, 'P95'],
  rows: report.components
    .filter((one) => one.budget !== null || one.response_promise !== null)
    .map((one) => [localize(language, one.name), ...promiseCells(report, one, language)]),
})

/** Response times of the whole page. */
export function responseSection(source: ReportSource): OutlineSection {
  const { report, language, words } = source
  const { before, response } = report
  return {
    heading: words.response,
    columns: null,
    rows: [
      [words.mean, latency(language, response.mean)],
      ['P50', latency(language, response.p50)],
      [
        'P95',
        latency(language, response.p95) + comparedWith(source, before?.p95, (ms) => latency(language, ms)),
      ],
      ['P99', latency(language, response.p99)],
      [words.checks, language.format.number(response.checks)],
    ],
  }
}

/** What is promised of a component, and how it stands: of availability, what is left of its budget, and of P95. */
function promiseCells(report: Report, component: ReportComponent, language: Language): string[] {
  const { format, words } = language
  const { budget, response_promise: response } = component
  const budgetVerdict = reportBudgetJudgement(language, report, component)
  const responseVerdict = responseJudgement(language, report, component)
  return [
    budget && budgetVerdict
      ? `${budgetVerdict.word}, ${fillPlaceholders(words.sla.promised, { share: format.percent(budget.target) })}`
      : '–',
    budgetLeftText(language, component) ?? '–',
    response && responseVerdict
      ? `${responseVerdict.word}, ${fillPlaceholders(words.sla.promisedUnder, { span: promisedLatency(language, response.target) })}`
      : '–',
  ]
}
