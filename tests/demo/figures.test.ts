import { expect, test } from 'vitest'
import type { DemoService } from '../../collector/core/config/config.ts'
import { figureAt } from '../../collector/demo/services/figure.ts'
import { startServices } from '../../collector/demo/services/index.ts'
import { pullFigure } from '../../collector/metrics/sources/pull-metric.ts'
import { fromJson, fromPrometheus } from '../metrics/source-servers.ts'

const hour = 3_600_000
const monday = Date.parse('2026-11-23T00:00:00Z')
const range = { from: 35, to: 72 }

test('a figure stays in its range, is the same each time, and is higher in the afternoon than at night', () => {
  let [night, noon] = [0, 0]
  for (let at = monday; at < monday + 14 * 24 * hour; at += 10 * 60_000) {
    const value = figureAt('cpu', range, at)
    expect(value).toBeGreaterThanOrEqual(range.from)
    expect(value).toBeLessThanOrEqual(range.to)
    expect(figureAt('cpu', range, at)).toBe(value)
    const time = (at - monday) % (24 * hour)
    if (time < 4 * hour) night += value
    if (time >= 12 * hour && time < 16 * hour) noon += value
  }
  expect(noon).toBeGreaterThan(1.2 * night)
})

test('weekends are quieter than working days, and two figures do not move alike', () => {
  const dayOf = (name: string, day: number): number[] =>
    Array.from({ length: 24 }, (_, i) =>
      figureAt(name, { from: 0, to: 1000 }, monday + (day * 24 + i) * hour),
    )
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0)
  expect(sum(dayOf('a', 5))).toBeLessThan(0.9 * sum(dayOf('a', 2)))
  expect(dayOf('a', 1)).not.toEqual(dayOf('b', 1))
})

const aService = (more: Partial<DemoService> = {}): DemoService => ({
  id: 'figures',
  kind: 'metrics',
  port: 0,
  latency: 0,
  figures: { cpu: range, error_rate: { from: 0.01, to: 0.08 } },
  faults: [],
  ...more,
})

test('the stand-in answers the same figure as JSON and as Prometheus does', async () => {
  const services = await startServices([aService()], () => monday)
  try {
    const url = `http://${services.addresses.get('figures')}`
    const never = new AbortController().signal
    const expected = figureAt('cpu', range, monday)
    expect(await pullFigure(fromJson(`${url}/figures.json`), never)).toBe(expected)
    expect(await pullFigure(fromPrometheus(url), never)).toBe(expected)
    expect(await pullFigure(fromPrometheus(url, { query: 'error_rate' }), never)).toBeLessThan(0.08)
    await expect(pullFigure(fromPrometheus(url, { query: 'constructor' }), never)).rejects.toThrow(
      'no sample',
    )
    expect((await fetch(`${url}/`)).status).toBe(404)
  } finally {
    await services.close()
  }
})

test('while it fails there is no figure', async () => {
  const always = [{ kind: 'error', every: hour, after: 0, lasts: hour }] as const
  const services = await startServices([aService({ faults: always })], () => monday)
  try {
    const url = `http://${services.addresses.get('figures')}/figures.json`
    await expect(pullFigure(fromJson(url), new AbortController().signal)).rejects.toThrow('answered 500')
  } finally {
    await services.close()
  }
})
