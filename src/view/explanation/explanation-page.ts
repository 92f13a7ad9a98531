import {
  type ExplanationDocument,
  formulaOf,
  quotient,
} from '../../../collector/core/explain/explanation-document.ts'
import { formatRatio } from '../../../collector/core/availability/format-ratio.ts'
import { touchesSpan } from '../../../collector/core/report/incident-report.ts'
import type { ReportTerms } from '../../../collector/core/report/report-document.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { isUnmonitored } from '../../../collector/core/availability/bounds.ts'
import { availabilityText } from '../../../collector/core/report/statements.ts'
import { dataPlace, explanationDataPlace } from '../shared/data-places.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { explainedMonths, explanationOf, frozenPeriod, recent } from './explained-periods.ts'
import { exactHtml, wholeSpan } from './explained-span.ts'
import { dayTable, rowTables, weightWords, windowTables } from './explanation-tables.ts'
import { escape } from '../shared/html.ts'
import {
  componentOf,
  componentPlace,
  explainedPlace,
  incidentOf,
  incidentPlace,
  incidentsAbout,
} from '../shared/places.ts'
import { reportMonths, reportPlace } from '../report/report-list.ts'
import { reasonHtml } from '../report/revision-reason.ts'
import type { View } from '../shared/view.ts'

/** The page that explains a component's figure over a period. What ends in `Html` is safe HTML. */
export function explanationPage(view: View, id: string, period: string) {
  const { snapshot, words, format } = view
  const texts = words.explanations
  const document = explanationOf(snapshot, id, period)
  const { availability, countedInterval } = document.explanation
  const name = view.text(document.name)
  const periodName =
    period === recent ? view.counted(texts.recent, snapshot.page.historyDays) : format.month(period)
  const component = componentOf(snapshot, id)
  const hasReport = period !== recent && reportMonths(snapshot).includes(period)
  return {
    document,
    title: fillPlaceholders(texts.title, { name, period: periodName }),
    description: fillPlaceholders(texts.description, { name, period: periodName }),
    componentHref: component ? view.link(componentPlace(id)) : null,
    nameHtml: view.html(document.name),
    periodName,
    printed: availabilityText(view, availability, texts.unknown),
    stateHtml: stateHtml(view, document, id, period),
    ...formulaWords(view, document),
    facts: factsOf(view, document, frozenPeriod(snapshot, id, period)?.report.terms ?? null),
    bounds: boundsOf(view, document),
    ...rowTables(view, document),
    anyExcluded: availability.excluded > 0,
    sums: {
      excluded: sumWords(view, availability.excluded),
      unknown: sumWords(view, availability.unknown),
    },
    windows: windowTables(view, document),
    daysHtml: dayTable(view, document),
    incidents: incidentsOf(view, document, id, period),
    beginsHtml:
      period !== recent && document.frozen === null && isCut(document)
        ? fillPlaceholders(escape(texts.begins), { time: view.time(countedInterval.from, 'm') })
        : null,
    report: hasReport
      ? {
          href: view.link(reportPlace(period)),
          hash: frozenPeriod(snapshot, id, period)?.frozen.hash ?? null,
        }
      : null,
    ...neighbours(view, id, period),
    recent:
      period !== recent && component
        ? {
            href: view.link(explainedPlace(id, recent)),
            label: fillPlaceholders(texts.recentLink, { count: format.count(snapshot.page.historyDays) }),
          }
        : null,
    files: dataFiles(view, id, period, component !== undefined),
  }
}

/** How the figure was computed: in a sentence, as a formula with its numbers, and what was rounded and weighed. */
function formulaWords(view: View, { explanation: { availability }, weights }: ExplanationDocument) {
  const { words, format } = view
  const texts = words.explanations
  const { observed, down, printed } = availability
  const share = quotient(availability)
  return {
    sentence:
      observed === 0
        ? texts.nothing
        : isUnmonitored(availability)
          ? texts.notMonitored
          : fillPlaceholders(down === 0 ? texts.sentenceUp : texts.sentence, {
              observed: wholeSpan(view, observed),
              down: wholeSpan(view, down),
            }),
    formula: texts.formula,
    numbers:
      share === null
        ? null
        : `1 − ${format.count(down)} ÷ ${format.count(observed)} = ${localDigits(view, share)}`,
    /** As in the files. */
    exact: formulaOf(availability),
    floored: printed === null ? null : fillPlaceholders(texts.floored, { printed: format.percent(printed) }),
    weighed: fillPlaceholders(texts.weighed, {
      partial: weightWords(view, weights.partial_outage),
      degraded: weightWords(view, weights.degraded_performance),
    }),
  }
}

/** The sum of a table of spans (ms); null where the table is empty. */
const sumWords = (view: View, ms: number): string | null =>
  ms > 0 ? fillPlaceholders(view.words.explanations.sum, { span: wholeSpan(view, ms) }) : null

/** The files with the same figures; those of all days only while the component is configured. */
function dataFiles(view: View, id: string, period: string, isConfigured: boolean) {
  const texts = view.words.explanations
  return [
    { label: texts.csv, type: 'text/csv', href: view.file(`${explanationDataPlace(id, period)}.csv`) },
    {
      label: texts.json,
      type: 'application/json',
      href: view.file(`${explanationDataPlace(id, period)}.json`),
    },
    ...(isConfigured
      ? [
          { label: texts.allDaysCsv, type: 'text/csv', href: view.file(`${dataPlace(id)}.csv`) },
          { label: texts.allDays, type: 'application/json', href: view.file(`${dataPlace(id)}.json`) },
        ]
      : []),
  ]
}

/** Is there less of the month than the component has lived of it? */
const isCut = ({ evidence, explanation: { interval } }: ExplanationDocument): boolean =>
  evidence.firstAt !== null && evidence.firstAt < interval.from && evidence.slices[0]?.from === interval.from

/** A decimal fraction with the locale's own sign: its digits are kept. */
const localDigits = (view: View, share: string): string =>
  share.replace('.', view.format.percent('0.5').replace(/^.*0(.)5.*$/, '$1'))

/** Until when it tells, whether it may move still, and why it was revised. */
function stateHtml(view: View, { at, explanation }: ExplanationDocument, id: string, period: string): string {
  const texts = view.words.explanations
  const withTime = (sentence: string, time: number): string =>
    fillPlaceholders(escape(sentence), { time: view.time(time, 'm') })
  const closed = frozenPeriod(view.snapshot, id, period)
  if (closed) {
    const { revision, frozenAt, why } = closed.frozen
    return revision === 1
      ? withTime(texts.frozen, frozenAt)
      : `${withTime(fillPlaceholders(texts.revised, { count: String(revision), time: '{time}' }), frozenAt)} ${reasonHtml(view, why)}`
  }
  return explanation.interval.to <= at ? escape(texts.closing) : withTime(texts.asOf, at)
}

/** What the figure is made of, each as time and as exact milliseconds. */
function factsOf(
  view: View,
  { explanation: { availability, countedInterval } }: ExplanationDocument,
  terms: ReportTerms | null,
) {
  const texts = view.words.explanations
  const which = terms?.uptime.excludeMaintenance ?? view.snapshot.excludeMaintenance
  const fact = (label: string, ms: number, noteHtml: string) => ({
    label,
    html: exactHtml(view, ms),
    noteHtml,
  })
  const span = fillPlaceholders(escape(texts.periodNote), {
    from: view.time(countedInterval.from, 's'),
    until: view.time(countedInterval.to, 's'),
  })
  return [
    fact(texts.period, availability.period, availability.period > 0 ? span : ''),
    fact(
      texts.excluded,
      availability.excluded,
      escape(which === 'all' ? texts.excludedAll : texts.excludedNote),
    ),
    fact(texts.unwatched, availability.unknown, escape(texts.unwatchedNote)),
    fact(texts.observed, availability.observed, escape(texts.observedNote)),
    fact(texts.down, availability.down, escape(texts.downNote)),
    ...(availability.degraded > 0
      ? [fact(texts.degraded, availability.degraded, escape(texts.degradedNote))]
      : []),
  ]
}

/** What may have been at worst and at best, and what that means. */
function boundsOf(view: View, { explanation: { availability } }: ExplanationDocument) {
  const { down, observed, unknown } = availability
  if (unknown === 0) return null
  const texts = view.words.explanations
  const percent = (lost: number): string => view.format.percent(formatRatio(lost, observed + unknown) ?? '0')
  return {
    text: fillPlaceholders(texts.bounds, { lower: percent(down + unknown), upper: percent(down) }),
    what: fillPlaceholders(texts.boundsWhat, { unknown: wholeSpan(view, unknown) }),
  }
}

/** The incidents that touch the period, newest first: of a frozen month those that its report has. */
function incidentsOf(view: View, { explanation }: ExplanationDocument, id: string, period: string) {
  const { snapshot } = view
  const closed = frozenPeriod(snapshot, id, period)
  const line = (one: { id: string; title: Text; at: number; href: string | null }) => ({
    titleHtml: view.html(one.title),
    timeHtml: view.time(one.at, 's'),
    href: one.href,
  })
  if (!closed)
    return incidentsAbout(snapshot, id)
      .filter((one) => touchesSpan(one, explanation.interval))
      .map((one) =>
        line({ id: one.id, title: one.title, at: one.startedAt, href: view.link(incidentPlace(one.id)) }),
      )
  const mine = new Set(closed.components.get(id)!.incidents)
  return closed.report.incidents.list
    .filter((one) => mine.has(one.id))
    .toReversed()
    .map((one) =>
      line({
        id: one.id,
        title: one.title,
        at: Date.parse(one.started_at),
        href: incidentOf(snapshot, one.id) ? view.link(incidentPlace(one.id)) : null,
      }),
    )
}

function neighbours(view: View, id: string, period: string) {
  const months = explainedMonths(view.snapshot, id)
  const texts = view.words.explanations
  const at = months.indexOf(period)
  const neighbour = (month: string | undefined, sentence: string) =>
    month === undefined
      ? null
      : {
          href: view.link(explainedPlace(id, month)),
          label: view.format.month(month),
          title: fillPlaceholders(sentence, { month: view.format.month(month) }),
        }
  // From the days shown one gets to the latest month.
  if (period === recent) return { previous: neighbour(months.at(-1), texts.previous), next: null }
  return { previous: neighbour(months[at - 1], texts.previous), next: neighbour(months[at + 1], texts.next) }
}
