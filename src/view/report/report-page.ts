import type { Report, WatchedDeployment } from '../../../collector/core/report/report-document.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { toHtml } from '../../../collector/core/text/markdown.ts'
import { unknownShare } from '../../../collector/core/availability/bounds.ts'
import { languageOfText } from '../shared/view.ts'
import { escape } from '../shared/html.ts'
import { reasonHtml } from './revision-reason.ts'
import { availabilityChart, p95Chart } from './report-charts.ts'
import {
  frozenOf,
  kindOf,
  reportDays,
  reportMonths,
  reportOf,
  reportPlace,
  revisionsOf,
} from './report-list.ts'
import { componentLines, incidentLines, metricGroups } from './report-tables.ts'
import type { View } from '../shared/view.ts'

const noValue = '–'

/** One of the figures at the top: what it is, how much, and what that was before or means. */
type ReportFact = { readonly label: string; readonly value: string; readonly notes: readonly string[] }

/** A report as its page tells it. */
export function reportPage(view: View, name: string) {
  const { snapshot, words } = view
  const report = reportOf(snapshot, name)
  const frozen = frozenOf(snapshot, name)
  return {
    report,
    title: titleOf(view, name),
    ...neighbours(view, name),
    stateHtml: stateHtml(view, report, name),
    facts: factsOf(view, report),
    prose:
      report.prose === undefined
        ? null
        : { html: toHtml(view.text(report.prose), 3), lang: languageOfText(view, report.prose) },
    priorities: (['P1', 'P2', 'P3', 'P4'] as const)
      .filter((one) => report.incidents.by_priority[one] > 0)
      .map(
        (one) =>
          `${words.priority[one]}${words.colon}${view.format.count(report.incidents.by_priority[one])}`,
      ),
    charts: {
      availability: availabilityChart(view, report.days),
      p95: p95Chart(view, report.days),
      ends: report.days.length > 1 ? [report.days[0]!.date, report.days.at(-1)!.date] : [],
    },
    days: report.kind === 'monthly' ? dayLines(view, report) : [],
    components: componentLines(view, report),
    incidents: incidentLines(view, report),
    metrics: metricGroups(view, report),
    proof: frozen
      ? {
          text: fillPlaceholders(words.reports.proofText, { sequence: String(frozen.sequence) }),
          hash: frozen.hash,
          data: frozen.data,
          previous: frozen.previous,
          revisions: revisionsOf(snapshot, name).map((one) => ({
            label:
              one.revision === 1
                ? words.reports.firstRevision
                : fillPlaceholders(words.reports.revision, { count: String(one.revision) }),
            atHtml: view.time(one.frozenAt, 'm'),
            whyHtml: one.why === null ? null : reasonHtml(view, one.why),
            href: view.file(`${reportPlace(name)}revision-${one.revision}.json`),
          })),
        }
      : null,
    files: [
      { label: words.reports.json, href: view.file(`${reportPlace(name)}report.json`) },
      { label: words.reports.csv, href: view.file(`${reportPlace(name)}report.csv`) },
      { label: words.reports.text, href: view.link(`${reportPlace(name)}report.txt`) },
      { label: words.reports.mail, href: view.link(`${reportPlace(name)}mail.html`) },
    ],
  }
}

/** The name of a period for readers: `novembre 2026`, `dimanche 22 novembre 2026`. */
const periodName = (view: View, name: string): string =>
  kindOf(name) === 'monthly' ? view.format.month(name) : view.format.weekdayWithYear(name)

const titleOf = (view: View, name: string): string =>
  fillPlaceholders(view.words.reports[kindOf(name) === 'monthly' ? 'ofMonth' : 'ofDay'], {
    period: periodName(view, name),
  })

function neighbours(view: View, name: string) {
  const { reports: words } = view.words
  const monthly = kindOf(name) === 'monthly'
  const all = monthly ? reportMonths(view.snapshot) : reportDays(view.snapshot)
  const at = all.indexOf(name)
  const neighbour = (other: string | undefined, sentence: string) => {
    if (other === undefined) return null
    const label = monthly ? view.format.month(other) : view.format.short(other)
    // The name that is read out has the words that are seen, so that they can be spoken to follow the link.
    return {
      href: view.link(reportPlace(other)),
      label,
      title: fillPlaceholders(sentence, { period: label }),
    }
  }
  return {
    previous: neighbour(all[at - 1], monthly ? words.previousMonth : words.previousDay),
    next: neighbour(all[at + 1], monthly ? words.nextMonth : words.nextDay),
  }
}

/** Is it running, closed, or frozen; and why there is another revision. */
function stateHtml(view: View, report: Report, name: string): string {
  const { reports: words } = view.words
  const withTime = (sentence: string, at: number): string =>
    fillPlaceholders(escape(sentence), { time: view.time(at, 'm') })
  const frozen = frozenOf(view.snapshot, name)
  if (frozen && frozen.revision > 1)
    return `${withTime(fillPlaceholders(words.revised, { count: String(frozen.revision), time: '{time}' }), frozen.frozenAt)} ${reasonHtml(view, frozen.why)}`
  if (frozen) return withTime(words.frozen, frozen.frozenAt)
  if (report.until < report.to) return withTime(words.running, Date.parse(report.until))
  return report.kind === 'daily' ? escape(words.closedDay) : withTime(words.closing, Date.parse(report.until))
}

/** How many deployments were within every limit. */
function verdictNote(
  watched: readonly WatchedDeployment[],
  { format, words: { reports: texts } }: View,
): string {
  const count = (verdict: WatchedDeployment['verdict']): string =>
    format.count(watched.filter((one) => one.verdict === verdict).length)
  return fillPlaceholders(texts.verdicts, {
    passed: count('passed'),
    roll_back: count('roll_back'),
    unknown: count('unknown'),
  })
}

function factsOf(view: View, report: Report): readonly ReportFact[] {
  const { format, words, counted } = view
  const { reports: texts } = words
  const { before, incidents, response, maintenance, deployments, availability } = report
  const against = (value: string | null): string[] =>
    value === null ? [] : [fillPlaceholders(texts.against[report.kind], { value })]
  const latency = (ms: number | null): string => (ms === null ? noValue : format.latency(ms))
  const lasting = (ms: number | null): string => (ms === null ? noValue : format.duration(ms))
  return [
    {
      label: texts.availability,
      value: availability.printed === null ? texts.noData : format.percent(availability.printed),
      notes: [
        texts.availabilityOf,
        ...against(before?.printed == null ? null : format.percent(before.printed)),
      ],
    },
    {
      label: texts.downtime,
      value: availability.printed === null ? noValue : format.duration(availability.down),
      notes: [
        texts.downtimeOf,
        ...(report.affected > 0
          ? [fillPlaceholders(texts.affected, { time: format.duration(report.affected) })]
          : []),
      ],
    },
    {
      label: texts.incidents,
      value: format.count(incidents.begun),
      notes: [
        ...(incidents.false_alarms > 0 ? [counted(texts.falseAlarms, incidents.false_alarms)] : []),
        ...against(before ? format.count(before.incidents) : null),
      ],
    },
    {
      label: texts.mtta,
      value: lasting(incidents.mtta),
      notes: against(before?.mtta == null ? null : lasting(before.mtta)),
    },
    {
      label: texts.mttr,
      value: lasting(incidents.mttr),
      notes: against(before?.mttr == null ? null : lasting(before.mttr)),
    },
    { label: texts.responseMean, value: latency(response.mean), notes: [] },
    {
      label: texts.p95,
      value: latency(response.p95),
      notes: [texts.p95Of, ...against(before?.p95 == null ? null : latency(before.p95))],
    },
    { label: texts.p99, value: latency(response.p99), notes: [texts.p99Of] },
    {
      label: texts.planned,
      value: format.duration(maintenance.planned.time),
      notes: [counted(texts.windows, maintenance.planned.windows)],
    },
    {
      label: texts.emergency,
      value: format.duration(maintenance.emergency.time),
      notes: [counted(texts.windows, maintenance.emergency.windows)],
    },
    ...(deployments
      ? [
          {
            label: texts.deployments,
            value: format.count(deployments.count),
            notes: [
              (['succeeded', 'failed', 'rolled_back'] as const)
                .filter((outcome) => deployments[outcome] > 0)
                .map((outcome) => counted(texts.outcomes[outcome], deployments[outcome]))
                .join(', '),
              ...(deployments.watched ? [verdictNote(deployments.watched, view)] : []),
            ].filter((note) => note !== ''),
          },
        ]
      : []),
  ]
}

/** The days that hardly anybody watched and nothing failed in: their figure would be that of a few minutes (NUMBERS.md). */
function hardlyWatchedDays({ components, days }: Report): ReadonlySet<string> {
  const totals = new Map<string, { observed: number; unknown: number }>()
  for (const component of components)
    for (const { date, observed, unknown } of component.days) {
      const total = totals.get(date) ?? { observed: 0, unknown: 0 }
      totals.set(date, { observed: total.observed + observed, unknown: total.unknown + unknown })
    }
  return new Set(
    days
      .filter(
        ({ date, down }) => down === 0 && unknownShare(totals.get(date) ?? { observed: 0, unknown: 0 }) > 0.5,
      )
      .map(({ date }) => date),
  )
}

function dayLines(view: View, report: Report) {
  const shownDays = new Set(reportDays(view.snapshot))
  const unwatched = hardlyWatchedDays(report)
  return report.days.toReversed().map((day) => ({
    date: day.date,
    label: view.format.weekday(day.date),
    href: shownDays.has(day.date) ? view.link(reportPlace(day.date)) : null,
    printed: day.printed === null || unwatched.has(day.date) ? noValue : view.format.percent(day.printed),
    down: day.printed === null || unwatched.has(day.date) ? noValue : view.format.duration(day.down),
    p95: day.p95 === null ? noValue : view.format.latency(day.p95),
    incidents: day.incidents,
  }))
}
