import { beforeAll, expect, test } from 'vitest'
import type { MetricStatistics } from '../../../collector/core/metric/metric.ts'
import type { Report } from '../../../collector/core/report/report-document.ts'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { aMetric, plainWords } from './figures-builders.ts'
import { loadSite, textOf } from '../site.ts'
import { aSnapshot } from '../snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const month = (value: number): MetricStatistics => ({ value, min: value, max: value, p95: null, points: 1 })

/** A page whose metric should grow by 10 % a month, with the values of two months. */
function growing(before: number, now: number) {
  const plain = aSnapshot()
  const [latest] = Object.values(plain.response.months)
  const metric = aMetric('users', {
    growth: 100_000,
    months: { '2026-10': month(before), '2026-11': month(now) },
  })
  return {
    ...plain,
    response: { ...plain.response, months: { '2026-10': latest!, ...plain.response.months } },
    metrics: [metric, aMetric('free')],
  }
}

test.each([
  [1000, 1123, 'Évolution : +12,3 % (ce mois-ci)', 'en bonne voie'],
  [1000, 1050, 'Évolution : +5,0 % (ce mois-ci)', 'pas encore atteint'],
  [1000, 900, 'Évolution : −10,0 % (ce mois-ci)', 'pas encore atteint'],
])(
  'promised growth from %d to %d is judged on the page of metrics as in the report of the month',
  async (before, now, wording, verdict) => {
    const snapshot = growing(before, now)
    const page = plainWords(await textOf(site, '/figures/', snapshot))
    expect(page).toContain(`${wording} ${verdict}`)
    const report = JSON.parse(await textOf(site, '/reports/2026-11/report.json', snapshot)) as Report
    expect(report.metrics.find(({ id }) => id === 'users')!.growth).toBeCloseTo(now / before - 1)
    const reportText = plainWords(await textOf(site, '/reports/2026-11/', snapshot))
    expect(reportText).toContain(wording.replace('Évolution : ', 'Évolution ').replace(' (ce mois-ci)', ''))
    expect(reportText).toContain(verdict)
  },
)

test('a metric without a promise of growth, or without a month before, is not judged', async () => {
  const snapshot = growing(1000, 1123)
  const alone = { ...snapshot, metrics: [aMetric('users', { growth: 100_000, months: {} })] }
  const first = { ...alone, response: aSnapshot().response }
  expect(plainWords(await textOf(site, '/figures/', first))).not.toContain('(ce mois-ci)')
  const free = { ...snapshot, metrics: [aMetric('free')] }
  expect(plainWords(await textOf(site, '/figures/', free))).not.toContain('Évolution')
})
