import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exportMetrics } from '../../../collector/cli/export/metrics.ts'
import { importMetrics } from '../../../collector/cli/import/metrics.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'
import { readConfig } from '../../../collector/app/bootstrap.ts'
import { openStore } from '../../../collector/app/store/open-store.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-22T15:00:00Z')
const yaml = `
page: { name: X }
components: [{ id: api, name: API }]
metrics:
  - { id: cpu, name: CPU }
  - { id: load, name: Load, pull: { kind: json, url: http://127.0.0.1:9/, path: $.load } }
`

test('a time without an offset is read in the zone of the page, and the import says so', async () => {
  const cli = await aMetricsCli('Europe/Paris')
  await cli.importLines([{ metric: 'cpu', at: '2026-11-20 12:00', value: 1 }])
  expect(cli.err.join('\n')).toContain('1 line has a time without an offset: it was read in Europe/Paris')
  await cli.exportLines()
  expect(JSON.parse(cli.out.join(''))).toEqual({ metric: 'cpu', at: '2026-11-20T11:00:00.000Z', value: 1 })
  await expect(cli.importLines([{ metric: 'cpu', at: '2026-10-25 02:30', value: 1 }])).rejects.toThrow(
    /"at" "2026-10-25 02:30" came twice/,
  )
})

/** A folder with two metrics in its configuration. */
async function aMetricsCli(timezone = 'UTC') {
  const data = await mkdtemp(join(tmpdir(), 'vigie-metrics-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  await writeFile(join(data, 'status.yaml'), yaml.replace('name: X', `name: X, timezone: ${timezone}`))
  const [out, err]: [string[], string[]] = [[], []]
  const terminal: Terminal = {
    data,
    configFile: join(data, 'status.yaml'),
    env: {},
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    interactive: false,
  }
  const config = await readConfig(terminal)
  const store = await openStore(terminal, config)
  onTestFinished(() => store.close())
  return {
    store,
    out,
    err,
    async importLines(lines: readonly (object | string)[], json = false) {
      const file = join(data, 'lines.jsonl')
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
      await writeFile(file, text)
      return importMetrics(terminal, config, store, file, now, json)
    },
    exportLines: () => exportMetrics(terminal, store),
  }
}

const aLine = (metric: string, at: number, value: number) => ({
  metric,
  at: new Date(at).toISOString(),
  value,
})

test('what was exported is imported again, and again, with the same hours', async () => {
  const first = await aMetricsCli()
  const lines = Array.from({ length: 300 }, (_, i) => aLine(i % 2 ? 'cpu' : 'load', now - i * 20 * 60_000, i))
  await first.importLines(lines.toReversed())
  expect(first.err.at(-1)).toBe('300 points of 2 metrics are on record.')
  await first.exportLines()
  expect(first.out).toHaveLength(300)
  expect(JSON.parse(first.out.at(-1)!)).toEqual(aLine('load', now, 0))
  const second = await aMetricsCli()
  for (let i = 0; i < 2; i++) await second.importLines(first.out)
  const all = { from: 0, to: now + hour }
  expect(await second.store.metricHours(all)).toEqual(await first.store.metricHours(all))
  await second.exportLines()
  expect(second.out).toEqual(first.out)
})

test('programs are told how much came', async () => {
  const { importLines, out } = await aMetricsCli()
  await importLines([aLine('cpu', now, 1), '', aLine('cpu', now - 1, -2.5)], true)
  expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([{ points: 2, metrics: ['cpu'] }])
})

test('every line that is wrong is named with what to write, and nothing is imported', async () => {
  const { importLines, store } = await aMetricsCli()
  const result = importLines([
    aLine('cpu', now, 1),
    'cpu 42',
    aLine('cpus', now, 1),
    { metric: 'cpu', at: 'soon', value: 1 },
    aLine('cpu', now + 1, 1),
    { metric: 'cpu', at: '2026-11-01T00:00:00Z', value: '42' },
    { at: '2026-11-01T00:00:00Z', value: 42 },
  ])
  const message = await result.then(
    () => '',
    (error: unknown) => (error as Error).message,
  )
  expect(message.split('\n').map((line) => line.replace(/^.*lines.jsonl:/, ''))).toEqual([
    '2: is not JSON. Write one object a line, such as {"metric":"cpu","at":"2026-11-01T00:00:00Z","value":42}.',
    '3: "metric" "cpus" is not in the configuration. Did you mean "cpu"? Write one of: cpu, load.',
    '4: "at" is not a time since 1970. Write ISO 8601, such as "2026-11-01T00:00:00Z".',
    '5: "at" 2026-11-22T15:00:00.001Z lies in the future. Write a time before now.',
    '6: "value" is not a number. Write one without quotes, such as 42.',
    '7: "metric" is missing. Write one of: cpu, load.',
    'Nothing was imported.',
  ])
  expect(await store.latestMetrics()).toEqual([])
})

test('an hour whose points were pruned is refused, for its figures would be lost', async () => {
  const { importLines, store } = await aMetricsCli()
  const old = now - 40 * 24 * hour
  await importLines([aLine('cpu', old, 1), aLine('cpu', old + 60_000, 2)])
  await store.pruneMetrics(old + hour)
  await expect(importLines([aLine('cpu', old + 5_000, 3), aLine('cpu', now, 1)])).rejects.toThrow(
    'The points of cpu were pruned for the hour 2026-10-13T15:00:00.000Z. Leave out what lies in them.\nNothing was imported.',
  )
  expect(await store.latestMetrics()).toEqual([])
  // Beside it there is room.
  await importLines([aLine('cpu', old - hour, 3)])
  expect(await store.metricHours({ from: 0, to: now }, ['cpu'])).toMatchObject([
    { sum: 3 },
    { sum: 3, count: 2 },
  ])
})
