import { expect, test } from 'vitest'
import type { MetricView } from '../../../collector/core/metric/metric.ts'
import { figureText } from '../../../collector/core/metric/metric-number.ts'
import { scaleOf } from '../../../src/view/metrics/metric-scale.ts'
import { componentFigures, criticalFigures, figuresPage } from '../../../src/view/metrics/metrics-page.ts'
import { openMetrics } from '../../../src/view/metrics/metrics-data.ts'
import { aMetric, aShare, aView, plainWords } from './figures-builders.ts'
import { aSnapshot, now } from '../snapshots.ts'

const hour = 3_600_000
const firstOf = (metric: MetricView, locale = 'en') => figuresPage(aView([metric], locale))[0]!.figures[0]!
const chartsOf = (metric: MetricView, locale = 'en') =>
  firstOf(metric, locale).charts.map(({ chart }) => chart)
const spaced = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ')

test.each([
  // Nothing looks better than it was.
  [79.9, '<', 80.5, '79.9%'],
  [79.981, '<', 80, '79.99%'],
  [79.991, '<', 80, '79.991%'],
  [15.019, '>', 15, '15.01%'],
  // What missed its goal does not look as if it had met it, nor the other way round.
  [0.1004, '<', 0.1, '0.101%'],
  [80.0004, '<=', 80, '80.01%'],
  [15.0004, '>', 15, '15.0004%'],
  // Sums of decimals are off by a hair.
  [0.1 + 0.2, '<', 1, '0.3%'],
  [0, '<', 1, '0%'],
  [0.00012345, '<', 1, '0.000124%'],
] as const)('%d that should be %s %d is written %s', (value, operator, bound, written) => {
  const metric = {
    unit: '%',
    good: { operator, value: bound },
    thresholds: { warning: null, critical: null },
  }
  expect(figureText(aView([]), metric, value)).toBe(written)
})

test('a number is written as its reader writes numbers, with its unit', () => {
  const free = { good: null, thresholds: { warning: null, critical: null } }
  expect(spaced(figureText(aView([], 'fr'), { ...free, unit: '%' }, 2.1))).toBe('2,1 %')
  expect(spaced(figureText(aView([], 'fr'), { ...free, unit: 'req/min' }, 12_345.6))).toBe('12 346 req/min')
  expect(spaced(figureText(aView([]), { ...free, unit: 'req/min' }, 12_345.6))).toBe('12,346 req/min')
  expect(figureText(aView([]), { ...free, unit: null }, -4.56789)).toBe('−4.57')
})

test('an axis has few lines, at round numbers, and holds every value', () => {
  for (const [low, high] of [
    [0, 0],
    [0.02, 0.09],
    [42, 42],
    [11_900, 12_650],
    [-5, 3],
    [1e-9, 3e-9],
    [-7, -7],
    [99.9, 100],
  ] as const) {
    const { bottom, top, levels } = scaleOf(low, high)
    expect(bottom, `${low} to ${high}`).toBeLessThanOrEqual(low)
    expect(top).toBeGreaterThanOrEqual(high)
    expect(top).toBeGreaterThan(bottom)
    expect(levels.length).toBeGreaterThanOrEqual(2)
    expect(levels.length).toBeLessThanOrEqual(6)
  }
  expect(scaleOf(20, 95).levels).toEqual([100, 75, 50, 25, 0])
})

test('a goal is shown in words, in both languages', () => {
  const goals = (metric: MetricView, locale: string) => firstOf(metric, locale).goals.map(spaced)
  expect(goals(aShare(2, 80), 'en')).toEqual(['goal: under 80%', 'critical: over 800%'])
  expect(goals(aShare(2, 0.1), 'fr')).toEqual(['objectif : moins de 0,1 %', 'critique : plus de 1 %'])
  expect(goals(aMetric('users', { growth: 100_000 }), 'en')).toEqual([
    'promised growth: +10% from month to month',
  ])
})

test('a state is a sign, a word and a colour', () => {
  for (const [value, word, tone] of [
    [40, 'good', 'operational'],
    [81, 'to be watched', 'degraded_performance'],
    [900, 'critical', 'major_outage'],
  ] as const) {
    const { stateHtml } = firstOf(aShare(value, 80))
    expect(stateHtml).toContain('<svg')
    expect(stateHtml).toContain(`s-${tone}`)
    expect(plainWords(stateHtml!)).toContain(word)
  }
})

test('an old value is not said to be good, and one that nothing is expected of has no state', () => {
  const old = firstOf(aShare(2, 80, { state: 'unknown' }))
  expect(old.value).toBe('2%')
  expect(plainWords(old.stateHtml!)).toContain('unknown: no recent value')
  expect(firstOf(aMetric('users')).stateHtml).toBeNull()
})

test('a chart is broken where nothing was measured, and a lone hour is a dot', () => {
  const whole = aMetric()
  const [chart] = chartsOf(whole)
  // Three hours were missed.
  expect(chart!.line.match(/M/g)).toHaveLength(2)
  expect(chart!.band!.match(/M/g)).toHaveLength(2)
  const [dot] = chartsOf(aMetric('cpu', { hours: [whole.hours.at(-1)!] }))
  expect(dot!.line).toMatch(/^M950 \d+h0$/)
})

test('hours and days stand where they belong on the axis of time', () => {
  const metric = aMetric()
  const [hours, days] = chartsOf(metric)
  expect(hours!.line).toMatch(/^M10 /)
  expect(days!.line).toMatch(/^M5 .*L955 \d+$/)
  const late = chartsOf(aMetric('cpu', { days: metric.days.slice(-2) }))[1]
  expect(late!.line).toMatch(/^M944 \d+L955 \d+$/)
})

test('a threshold far away does not press the line flat; a near one is drawn with its words', () => {
  const lines = (under: number) => chartsOf(aShare(40, under)).map((chart) => chart!.lines)
  expect(lines(60)[0]).toMatchObject([{ kind: 'goal', words: 'goal: under 60%' }])
  expect(lines(100_000)).toEqual([[], []])
})

test('the total of an hour is not compared with what is said of one value', () => {
  const [chart] = chartsOf(aShare(40, 30, { summary: 'sum' }))
  expect([chart!.lines, chart!.band]).toEqual([[], null])
  expect(chart!.summary).not.toContain('missed')
  expect(chart!.rowsHtml.split('</tr>')[0]!.match(/<td/g)).toHaveLength(1)
})

test('who does not see a chart reads what it shows, and has all of it as a table', () => {
  const metric = aShare(40, 42, { middle: 40 })
  const [hours, days] = chartsOf(metric)
  const missed = metric.hours.filter(({ value }) => value >= 42).length
  expect(missed).toBeGreaterThan(1)
  expect(hours!.label).toMatch(
    /^Error rate, The last 48 hours, mean of the hour\. From [\d.]+% to [\d.]+%; most recently [\d.]+%\. /,
  )
  expect(days!.label).toContain('The last 90 days, mean of the day. ')
  expect(hours!.summary).toContain(`Goal missed for ${missed} hours.`)
  expect(hours!.rowsHtml.match(/<tr/g)).toHaveLength(metric.hours.length)
  expect(days!.rowsHtml.match(/<tr/g)).toHaveLength(90)
  expect(plainWords(days!.rowsHtml.split('</tr>')[0]!)).toContain('Nov 22')
})

test('a metric without values, or without recent ones, says so', () => {
  const none = firstOf(aMetric('new', { latest: null, hours: [], days: [] }))
  expect([none.value, none.stateHtml, none.charts]).toEqual([null, null, []])
  const [hours, days] = firstOf(aMetric('old', { hours: [] })).charts
  expect([hours!.chart, hours!.none]).toEqual([null, 'No value in the last 48 hours.'])
  expect(days!.chart).not.toBeNull()
})

test('groups stand in the order of the configuration, what has none last', () => {
  const metrics = ['a', 'b', null, 'a'].map((group, i) => aMetric(`m${i}`, { group }))
  const groups = figuresPage(aView(metrics))
  expect(groups.map(({ nameHtml }) => plainWords(nameHtml).trim())).toEqual(['a', 'b', 'Other figures'])
  expect(groups[0]!.figures.map(({ anchor }) => anchor)).toEqual(['m0', 'm3'])
})

test('the overview names critical figures only, three of them, and counts the rest', () => {
  const critical = (i: number) => aShare(2.1, 0.1, { id: `e${i}` })
  expect(criticalFigures(aView([aShare(0.05, 0.1), aShare(0.2, 0.1)], 'en', '/'))).toBeNull()
  const one = criticalFigures(aView([aShare(0.05, 0.1), critical(1)], 'en', '/'))!
  expect(one).toContain('<a href="../en/figures/#e1"><bdi>Error rate</bdi></a>: 2.1% (goal: under 0.1%)')
  expect(one.match(/<a /g)).toHaveLength(1)
  const many = criticalFigures(aView([1, 2, 3, 4, 5].map(critical), 'en', '/'))!
  expect(many.match(/<a /g)).toHaveLength(4)
  expect(many).toContain('and 2 more')
})

test('a component’s page tells of its own figures', () => {
  const view = aView([aMetric('a', { component: 'api' }), aMetric('b', { component: 'web' }), aMetric('c')])
  expect(componentFigures(view, 'api').map(({ href }) => href)).toEqual(['../../en/figures/#a'])
  expect(componentFigures(view, 'api')[0]!.spark!.label).toMatch(
    /^a, The last 48 hours, mean of the hour\. From/,
  )
  expect(componentFigures(view, 'db')).toEqual([])
})

test('open data has every public metric with its hours and days, in times that programs read', () => {
  const metric = aShare(0.05, 0.1, { growth: 100_000, months: { '2026-11': {} as never } })
  const data = openMetrics(aSnapshot({ metrics: [metric] }), aView([]).format.key)
  expect(data).toMatchObject({
    timezone: 'Europe/Paris',
    generated_at: new Date(now).toISOString(),
    metrics: [
      {
        id: 'error-rate',
        good: { operator: '<', value: 0.1 },
        growth: 0.1,
        state: 'good',
        latest: { at: new Date(now - 20_000).toISOString(), value: 0.05 },
      },
    ],
  })
  const [published] = data.metrics
  expect(published!.hours[0]).toEqual({
    at: new Date(Math.floor(now / hour) * hour - 47 * hour).toISOString(),
    value: published!.hours[0]!.value,
    min: published!.hours[0]!.min,
    max: published!.hours[0]!.max,
    p95: published!.hours[0]!.p95,
    points: 60,
  })
  expect(published!.days.at(-1)).toMatchObject({ date: '2026-11-22', at: '2026-11-21T23:00:00.000Z' })
  expect(published).not.toHaveProperty('months')
})

test.each([
  ['en', /mean of the hour.*most recently/],
  ['fr', /moyenne de l’heure.*au plus récent/],
  ['de', /Mittel der Stunde.*zuletzt|Mittelwert der Stunde.*zuletzt/],
  ['es', /media de la hora.*lo más reciente/],
])(
  'a chart in %s says of which values it is, and calls the mean of an hour no latest value',
  (locale, words) => {
    const [hours] = chartsOf(aShare(40, 42, { middle: 40 }), locale)
    expect(spaced(hours!.label)).toMatch(words)
    expect(spaced(hours!.summary)).not.toMatch(/latest value|dernière valeur|letzter Wert|el último/)
  },
)
