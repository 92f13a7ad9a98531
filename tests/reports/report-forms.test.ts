import { beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../collector/core/incident/incident.ts'
import type { Report, ReportClock, ReportIncident } from '../../collector/core/report/report-document.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { formats } from '../../collector/core/i18n/format.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import {
  type Language,
  boundsText,
  reportBudgetJudgement,
  responseJudgement,
} from '../../collector/core/report/statements.ts'
import { incidentStatements } from '../../collector/core/report/incident-statements.ts'
import { metricStatement, metricValue } from '../../collector/core/report/metric-statements.ts'
import { reportMail } from '../../collector/core/report/report-mail.ts'
import { reportText } from '../../collector/core/report/report-text.ts'
import { sampleMetrics } from '../../src/renderer/sample-metrics.ts'
import { aSnapshot, anIncident, now } from '../src/snapshots.ts'
import { loadSite, textOf } from '../src/site.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const minute = 60_000
const hour = 60 * minute

/** An incident of P1 with a name of its own, as long and as soon answered as said; ms, null for never. */
function aP1Incident(name: string, lasted: number | null, answered: number | null, lost?: number): Incident {
  const startedAt = now - 20 * hour
  const [first] = anIncident().updates
  const update = {
    ...first!,
    at: startedAt,
    author: 'collector',
    components: { api: 'major_outage' as const },
  }
  return anIncident({
    id: `forms${name}`.padEnd(12, '0'),
    title: `Told ${name}`,
    priority: 'P1',
    impact: 'critical',
    startedAt,
    detectedAt: startedAt,
    acknowledgedAt: answered === null ? null : startedAt + answered,
    automatic: true,
    about: 'api',
    updates:
      lasted === null
        ? [update]
        : [update, { ...update, id: `${name}2`, at: startedAt + lasted, status: 'resolved' }],
    ...(lost !== undefined && {
      postmortem: { body: 'b', rootCause: null, dataLoss: lost, actions: [], at: now, author: 'camille' },
    }),
  })
}

const objectives = { recovery: 15 * minute, resolution: 4 * hour, response: hour, dataLoss: 0 }
const plain = aSnapshot()
const snapshot = {
  ...plain,
  page: { ...plain.page, locales: ['fr', 'en', 'de', 'es'] },
  metrics: sampleMetrics(now),
  objectives: { ...plain.objectives, ...objectives },
  priorities: { P1: { description: null, response: 15 * minute, resolution: hour, examples: [] } },
  incidents: [
    aP1Incident('one', 30 * minute + 5_000, 5 * minute, 12),
    aP1Incident('two', 71 * minute + 1, null),
    aP1Incident('six', 4 * minute, null, 0),
    aP1Incident('ten', null, null),
    aP1Incident('odd', null, 2 * minute + 1),
  ],
}

const strip = (html: string): string =>
  html
    .replaceAll(/<style[^]*?<\/style>|<svg[^]*?<\/svg>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll(/[\s,·]+/g, ' ')

/** Plain text is read as it is: its `<` is no markup. */
const collapse = (text: string): string => text.replaceAll(/[\s,·]+/g, ' ')

const forms = ['page', 'text', 'mail'] as const
const file = { page: '', text: 'report.txt', mail: 'mail.html' }

/** What the period before had, where a report compares with it. */
function comparedFigures({ format }: Language, { before }: Report): string[] {
  if (!before) return []
  const lasting = [before.mtta, before.mttr].flatMap((ms) => (ms === null ? [] : [format.duration(ms)]))
  return [
    ...(before.printed === null ? [] : [format.percent(before.printed)]),
    ...lasting,
    ...(before.p95 === null ? [] : [format.latency(before.p95)]),
  ]
}

/** Every figure of a report with its verdict, as a language writes it and as `strip` leaves it. */
function figuresOf(language: Language, report: Report): string[] {
  const { format } = language
  const latency = (ms: number | null): string[] => (ms === null ? [] : [format.latency(ms)])
  const lasting = (ms: number | null): string[] => (ms === null ? [] : [format.duration(ms)])
  const { incidents, maintenance, response } = report
  const figures = [
    language.words.reports.availabilityOf,
    language.words.reports.downtimeOf,
    ...comparedFigures(language, report),
    format.percent(report.availability.printed!),
    format.duration(report.availability.down),
    format.duration(report.affected),
    ...[response.mean, response.p95, response.p99].flatMap(latency),
    ...[incidents.mtta, incidents.mttr].flatMap(lasting),
    format.count(incidents.begun),
    ...report.components.flatMap((one) => {
      const budget = reportBudgetJudgement(language, report, one)
      const answers = responseJudgement(language, report, one)
      return [
        ...(one.availability.printed === null ? [] : [format.percent(one.availability.printed)]),
        ...(one.availability.observed > 0 ? [format.duration(one.availability.down)] : []),
        ...latency(one.response.p95),
        ...(one.budget ? [format.percent(one.budget.target), format.remaining(one.budget.remaining)] : []),
        ...[budget, answers].flatMap((judgement) => (judgement ? [judgement.word] : [])),
      ]
    }),
    ...incidents.list.flatMap((one) =>
      incidentStatements(language, one).flatMap(({ label, value, judgement, promised }) => [
        [label, value, judgement?.word, promised].filter((part) => part != null).join(' '),
      ]),
    ),
    ...[maintenance.planned, maintenance.emergency].flatMap(({ windows, time }) =>
      windows === 0 ? [] : [format.duration(time), format.count(windows)],
    ),
    ...report.metrics.flatMap((one) => {
      const { goal, goalJudgement, growth, growthGoal, growthJudgement } = metricStatement(
        language,
        report,
        one,
      )
      return [
        ...(one.value === null ? [] : [metricValue(language, one, one.value)]),
        ...[goal, goalJudgement?.word, growth, growthGoal, growthJudgement?.word].flatMap(
          (texts) => texts ?? [],
        ),
      ]
    }),
  ]
  return figures.map(collapse)
}

async function readForms(period: string, locale = 'en') {
  const report = JSON.parse(await textOf(site, `/reports/${period}/report.json`, snapshot)) as Report
  const texts = await Promise.all(
    forms.map(async (form) => [
      form,
      (form === 'text' ? collapse : strip)(
        await textOf(
          site,
          `${locale === 'fr' ? '' : `/${locale}`}/reports/${period}/${file[form]}`,
          snapshot,
        ),
      ),
    ]),
  )
  return { report, texts: Object.fromEntries(texts) as Record<(typeof forms)[number], string> }
}

/** As NUMBERS.md has it: to the second below an hour, to the minute above, rounded up. */
function written(ms: number): string {
  const seconds = ms < hour ? Math.ceil(ms / 1000) : Math.ceil(ms / minute) * 60
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const units = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return units.join(' ') || '0 s'
}

function clockWords({ took, promised, verdict }: ReportClock, resolved: boolean): string {
  const limit = written(promised!)
  if (took !== null) return `${written(took)} ${verdict === 'kept' ? 'kept' : 'exceeded'} promised ${limit}`
  if (resolved) return verdict === 'broken' ? `no answer ${limit} exceeded` : 'resolved before any answer'
  const running = { kept: 'in time', at_risk: 'nearly exceeded', broken: 'exceeded', unknown: '' }
  return `not yet ${running[verdict]} promised ${limit}`
}

const incidentWords = (incident: ReportIncident): string[] => {
  const resolved = incident.resolved_at !== null
  const { lost, verdict } = incident.data_loss
  return [
    `Answered ${clockWords(incident.response, resolved)}`,
    `Restored ${clockWords(incident.recovery, resolved)}`,
    `Resolved ${clockWords(incident.resolution, resolved)}`,
    ...(lost === null
      ? []
      : [
          `Data lost ${lost === 0 ? 'none' : `${lost / 10_000}%`} ${verdict === 'kept' ? 'kept' : 'exceeded'}`,
        ]),
  ]
}

test('every form of a report says the same of each incident: recovery is not resolution, and no answer is no "never"', async () => {
  const { report, texts } = await readForms('2026-11')
  expect(report.incidents.list).toHaveLength(5)
  for (const form of forms) {
    for (const incident of report.incidents.list) {
      const begin = texts[form].indexOf(String(incident.title))
      const rest = texts[form].slice(begin, begin + 700)
      for (const words of incidentWords(incident))
        expect(rest, `${form}, ${String(incident.title)}`).toContain(words)
    }
    expect(texts[form]).not.toMatch(/never exceeded|never unknown/)
  }
})

test('the page of promises gives each incident the times and verdicts of the report', async () => {
  const { report } = await readForms('2026-11')
  const sla = strip(await textOf(site, '/en/sla/', snapshot))
  for (const incident of report.incidents.list.filter((one) => one.resolved_at !== null)) {
    const begin = sla.lastIndexOf(String(incident.title))
    const rest = sla.slice(begin, begin + 400)
    for (const clock of [incident.response, incident.recovery, incident.resolution])
      expect(rest).toContain(clockWords(clock, true))
  }
})

test('every form of a report has the figures of its JSON, rounded alike', async () => {
  for (const period of ['2026-11', '2026-11-21', '2026-11-22']) {
    const { report, texts } = await readForms(period)
    const percent = (printed: string | null): string[] => (printed === null ? [] : [`${printed}%`])
    const figures = [
      ...percent(report.availability.printed),
      written(report.availability.down),
      written(report.incidents.mttr ?? 0),
      written(report.incidents.mtta ?? 0),
      ...report.components.flatMap((one) => [
        ...percent(one.availability.printed),
        ...(one.availability.observed > 0 && one.availability.down > 0
          ? [written(one.availability.down)]
          : []),
        ...(one.budget ? percent(one.budget.target) : []),
      ]),
    ]
    for (const form of forms)
      for (const figure of figures.filter((one) => one !== '0 s'))
        expect(texts[form], `${period}, ${form}`).toContain(figure)
  }
})

test('a report has both ends of what an availability may have been, where much was not watched', async () => {
  const { report } = await readForms('2026-11')
  const [first, ...others] = report.components
  const { availability } = first!
  const unknown = availability.observed
  const unwatched = {
    ...report,
    components: [{ ...first!, availability: { ...availability, unknown, lower: 0.5, upper: 1 } }, ...others],
  }
  for (const locale of ['en', 'fr']) {
    const words = wordsOf(locale)
    const text = boundsText(
      { words, format: formats(locale, report.timezone, words) },
      unwatched.components[0]!,
    )
    expect(text).toMatch(/^(?:between|entre) /)
    const { html, text: mail } = reportMail(unwatched, locale)
    for (const form of [strip(html), collapse(mail), collapse(reportText(unwatched, locale))])
      expect(form).toContain(collapse(text!))
    expect(reportText({ ...report, components: others }, locale)).not.toContain(text!)
  }
})

test.each(['en', 'fr', 'de', 'es'])(
  'every form of a report has every figure of its JSON in %s: budgets, response times, maintenance, metrics, verdicts',
  async (locale) => {
    const words = wordsOf(locale)
    for (const period of ['2026-11', '2026-11-21']) {
      const { report, texts } = await readForms(period, locale)
      const figures = figuresOf({ locale, words, format: formats(locale, report.timezone, words) }, report)
      expect(figures.length).toBeGreaterThan(60)
      for (const form of forms)
        expect(
          figures.filter((figure) => !texts[form].includes(figure)),
          `${period}, ${form}`,
        ).toEqual([])
    }
  },
)

test.each(['en', 'fr', 'de', 'es'])(
  'every form of a report in %s has each row of a table in its prose in a line',
  async (locale) => {
    const { report } = await readForms('2026-11')
    const prose =
      '**Work** done:\n\n| Service | Before | After |\n|---|---:|---:|\n| API | 12 s | 9 s |\n| Web | 4 s | 1 s |'
    const { html, text } = reportMail({ ...report, prose }, locale)
    const laidOut =
      'Service  Before  After\n-------  ------  -----\nAPI        12 s    9 s\nWeb         4 s    1 s\n'
    for (const form of [text, reportText({ ...report, prose }, locale)])
      expect(form).toContain(`\nWork done:\n\n${laidOut}`)
    expect(strip(html)).toContain('Web 4 s 1 s')
  },
)

test('nothing of a running report is kept yet, and a closed one has no promise on track', async () => {
  const running = await readForms('2026-11')
  expect(running.report.components.some((one) => one.budget?.verdict === 'kept')).toBe(true)
  for (const form of forms) {
    expect(running.texts[form]).toContain('on track')
    const promises = running.texts[form].slice(0, running.texts[form].indexOf('Told '))
    expect(promises.replaceAll(/P95 kept on \d+ days? of \d+ \(so far\)/g, '')).not.toMatch(/\bkept\b/)
  }
  const closed = await readForms('2026-11-21')
  for (const form of forms) expect(closed.texts[form]).not.toContain('on track')
})

test('incidents of one component at one time are told to overlap in every form, with their time together', async () => {
  const { report, texts } = await readForms('2026-11')
  const [first] = report.incidents.list
  expect(first!.overlaps!.incidents).toHaveLength(report.incidents.list.length - 1)
  const words = `Overlaps 4 other incidents (${written(first!.overlaps!.time)} in all counted once)`
  for (const form of forms) expect(texts[form], form).toContain(words)
})

test('a text of a report is never cut, and no line is longer than 80 columns', async () => {
  for (const locale of ['', '/en']) {
    const text = await textOf(site, `${locale}/reports/2026-11/report.txt`, snapshot)
    expect(text).not.toContain('…')
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(80)
  }
})

test('a figure whose history is shorter than its period says since when it counts', async () => {
  const firstAt = now - 26 * hour
  const young = {
    ...snapshot,
    components: snapshot.components.map((one) => ({
      ...one,
      firstAt,
      evidence: { ...one.evidence, firstAt },
    })),
  }
  for (const path of [
    '/en/',
    '/en/sla/',
    '/en/components/api/',
    '/en/reports/2026-11/',
    '/en/reports/2026-11/report.txt',
    '/en/reports/2026-11/mail.html',
  ])
    expect(strip(await textOf(site, path, young)), path).toContain('since November 21 2026')
  expect(strip(await textOf(site, '/en/sla/', snapshot))).toContain('since November 1 2026')
  expect(strip(await textOf(site, '/en/', snapshot))).not.toContain('since November 21')
})

test('a chart of a report says what its edges stand for', async () => {
  const page = await textOf(site, '/en/reports/2026-11/', snapshot)
  const edges = [...page.matchAll(/<p class="edge[^>]*>([^<]*)</g)].map(([, edge]) => edge!.trim())
  expect(edges.slice(0, 4)).toEqual(['100%', '99.9%', '568\u00a0ms', '0\u00a0ms'])
})
