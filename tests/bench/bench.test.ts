import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom, histogramQuantile, median, relativeSpread, quantile } from '../../bench/statistics.ts'

const root = join(import.meta.dirname, '../..')
const runBench = (...names: string[]) =>
  spawnSync(process.execPath, [join(root, 'bench/run.ts'), ...names], { encoding: 'utf8' })

test('an unknown figure ends with 2 and the names there are', () => {
  const { status, stdout, stderr } = runBench('check_ration')
  expect(status).toBe(2)
  expect(stdout).toBe('')
  for (const name of [
    'checks_per_cpu_second',
    'undici_checks_per_cpu_second',
    'check_ratio',
    'https_check_ratio',
    'cpu_ms_per_check_paced',
    'cpu_ratio_paced',
    'checks_ratio_paced',
    'rss_ratio_1000_monitors',
    'ready_ms_1000_monitors',
    'rss_mb_1000_monitors',
    'start_jitter_p99_ms',
    'publish_ms_20',
    'publish_ms_100',
    'astro_build_ms_20',
    'astro_build_ms_100',
    'notice_to_public_ms',
    'news_to_disk_ms_100',
    'news_cpu_ms_100',
    'minute_cpu_ms_100',
    'publish_growth_year',
    'bytes_per_check',
    'bars_ms_100_monitors',
    'overview_bytes_20',
    'pipelined_delay_ms',
    'pipelined_delay_ratio',
    'serving_ratio',
    'conditional_request_cpu_us',
    'help_ratio',
    'incident_open_ratio',
    'deliveries_per_second',
    'flood_messages_per_second',
    'flood_seconds',
    'lighthouse_performance',
    'lighthouse_accessibility',
    'lighthouse_best_practices',
    'lighthouse_seo',
  ])
    expect(stderr.split('\n').map((line) => line.trim())).toContain(name)
})

test('the median and quantiles lie between neighbours by proportion', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(quantile([0, 10], 0.9)).toBe(9)
  expect(relativeSpread([1, 2, 3])).toBe(0.5)
  expect(() => median([])).toThrow(RangeError)
})

test('a quantile of a Prometheus histogram is found within its bucket, over all labels', () => {
  const text = [
    'late_bucket{le="0.1",kind="http"} 40',
    'late_bucket{le="0.2",kind="http"} 50',
    'late_bucket{le="+Inf",kind="http"} 50',
    'late_bucket{le="0.1",kind="tcp"} 40',
    'late_bucket{le="0.2",kind="tcp"} 50',
    'late_bucket{le="+Inf",kind="tcp"} 50',
    'late_sum 3',
  ].join('\n')
  expect(histogramQuantile(text, 'late', 0.9)).toBeCloseTo(0.15, 10)
  expect(histogramQuantile(text, 'early', 0.9)).toBeNull()
})

test('the dice fall the same way twice, and evenly', () => {
  const [a, b] = [seededRandom(7), seededRandom(7)]
  const thrown = Array.from({ length: 10_000 }, () => a())
  expect(thrown.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => b()))
  expect(Math.min(...thrown)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...thrown)).toBeLessThan(1)
  expect(thrown.reduce((sum, one) => sum + one, 0) / thrown.length).toBeCloseTo(0.5, 1)
})
