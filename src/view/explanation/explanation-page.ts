import {
  type ExplanationDocument,
  formulaOf,
  quotient,
} from '../../../collector/core/explain/explanation-document.ts'
import { formatRatio } from '../../../collector/core/availability/format-ratio.ts'
import { touchesSpan } from '../../../collector/core/report/incident-report.ts'
import type { ReportTerms } from '../../../collector/core/report/report-document.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
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
import type { View } from '../shared/view.ts'

/** The page that explains a component's figure over a period. What ends in `Html` is safe HTML. */
export function explanationPage(view: View, id: string, period: string) {
  const { snapshot, words, format } = view
  const said = words.explanations
  const found = explanationOf(snapshot, id, period)
  const { availability, countedInterval } = found.explanation
  const name = view.text(found.name)
  const called =
    period === recent ? view.counted(said.recent, snapshot.page.historyDays) : format.month(period)
  const component = componentOf(snapshot, id)
  const hasReport = period !== recent && reportMonths(snapshot).includes(period)
  const share = quotient(availability)
  return {
    found,
    title: fillPlaceholders(said.title, { name, period: called }),
    description: fillPlaceholders(said.description, { name, period: called }),
    componentHref: component ? view.link(componentPlace(id)) : null,
    nameHtml: view.html(found.name),
    called,
    printed: availability.printed === null ? null : format.percent(availability.printed),
    stateHtml: stateHtml(view, found, id, period),
    sentence:
      availability.observed === 0
        ? said.nothing
        : fillPlaceholders(availability.down === 0 ? said.sentenceUp : said.sentence, {
            observed: wholeSpan(view, availability.observed),
            down: wholeSpan(view, availability.down),
          }),
    formula: said.formula,
    numbers:
      share === null
        ? null
        : `1 − ${format.count(availability.down)} ÷ ${format.count(availability.observed)} = ${localDigits(view, share)}`,
    /** As in the files. */
    exact: formulaOf(availability),
    floored:
      availability.printed === null
        ? null
        : fillPlaceholders(said.floored, { printed: format.percent(availability.printed) }),
    weighed: fillPlaceholders(said.weighed, {
      partial: weightWords(view, found.weights.partial_outage),
      degraded: weightWords(view, found.weights.degraded_performance),
    }),
    facts: factsOf(view, found, frozenPeriod(snapshot, id, period)?.report.terms ?? null),
    bounds: boundsOf(view, found),
    ...rowTables(view, found),
    anyExcluded: availability.excluded > 0,
    sums: {
      excluded:
        availability.excluded > 0
          ? fillPlaceholders(said.sum, { span: wholeSpan(view, availability.excluded) })
          : null,
      unknown:
        availability.unknown > 0
          ? fillPlaceholders(said.sum, { span: wholeSpan(view, availability.unknown) })
          : null,
    },
    windows: windowTables(view, found),
    daysHtml: dayTable(view, found),
    incidents: incidentsOf(view, found, id, period),
    beginsHtml:
      period !== recent && found.frozen === null && isCut(found)
        ? escape(said.begins).replace('{time}', view.time(countedInterval.from, 'm'))
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
            label: fillPlaceholders(said.recentLink, { count: format.count(snapshot.page.historyDays) }),
          }
        : null,
    files: [
      { label: said.csv, type: 'text/csv', href: view.file(`${explanationDataPlace(id, period)}.csv`) },
      {
        label: said.json,
        type: 'application/json',
        href: view.file(`${explanationDataPlace(id, period)}.json`),
      },
      ...(component
        ? [
            { label: said.allDaysCsv, type: 'text/csv', href: view.file(`${dataPlace(id)}.csv`) },
            { label: said.allDays, type: 'application/json', href: view.file(`${dataPlace(id)}.json`) },
          ]
        : []),
    ],
  }
}

/** Is there less of the month than the component has lived of it? */
const isCut = ({ evidence, explanation: { interval } }: ExplanationDocument): boolean =>
  evidence.firstAt !== null && evidence.firstAt < interval.from && evidence.slices[0]?.from === interval.from

/** A decimal fraction with the locale's own sign: its digits are kept. */
const localDigits = (view: View, share: string): string =>
  share.replace('.', view.format.percent('0.5').replace(/^.*0(.)5.*$/, '$1'))

/** Until when it tells, whether it may move still, and why it was revised. */
function stateHtml(view: View, { at, explanation }: ExplanationDocument, id: string, period: string): string {
  const said = view.words.explanations
  const withTime = (sentence: string, time: number): string =>
    escape(sentence).replace('{time}', view.time(time, 'm'))
  const closed = frozenPeriod(view.snapshot, id, period)
  if (closed) {
    const { revision, frozenAt, why } = closed.frozen
    return revision === 1
      ? withTime(said.frozen, frozenAt)
      : `${withTime(fillPlaceholders(said.revised, { count: String(revision), time: '{time}' }), frozenAt)} <bdi>${escape(why ?? '')}</bdi>`
  }
  return explanation.interval.to <= at ? escape(said.closing) : withTime(said.asOf, at)
}

/** What the figure is made of, each as time and as exact milliseconds. */
function factsOf(
  view: View,
  { explanation: { availability, countedInterval } }: ExplanationDocument,
  terms: ReportTerms | null,
) {
  const said = view.words.explanations
  const which = terms?.uptime.excludeMaintenance ?? view.snapshot.excludeMaintenance
  const fact = (label: string, ms: number, noteHtml: string) => ({
    label,
    html: exactHtml(view, ms),
    noteHtml,
  })
  const span = escape(said.periodNote)
    .replace('{from}', view.time(countedInterval.from, 's'))
    .replace('{until}', view.time(countedInterval.to, 's'))
  return [
    fact(said.period, availability.period, availability.period > 0 ? span : ''),
    fact(
      said.excluded,
      availability.excluded,
      escape(which === 'all' ? said.excludedAll : said.excludedNote),
    ),
    fact(said.unwatched, availability.unknown, escape(said.unwatchedNote)),
    fact(said.observed, availability.observed, escape(said.observedNote)),
    fact(said.down, availability.down, escape(said.downNote)),
    ...(availability.degraded > 0
      ? [fact(said.degraded, availability.degraded, escape(said.degradedNote))]
      : []),
  ]
}

/** What may have been at worst and at best, and what that means. */
function boundsOf(view: View, { explanation: { availability } }: ExplanationDocument) {
  const { down, observed, unknown } = availability
  if (unknown === 0) return null
  const said = view.words.explanations
  const percent = (lost: number): string => view.format.percent(formatRatio(lost, observed + unknown) ?? '0')
  return {
    text: fillPlaceholders(said.bounds, { lower: percent(down + unknown), upper: percent(down) }),
    what: fillPlaceholders(said.boundsWhat, { unknown: wholeSpan(view, unknown) }),
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
  const said = view.words.explanations
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
  if (period === recent) return { previous: neighbour(months.at(-1), said.previous), next: null }
  return { previous: neighbour(months[at - 1], said.previous), next: neighbour(months[at + 1], said.next) }
}
