import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '../../collector/core/config/config.ts'
import { loadConfig } from '../../collector/config/load-config.ts'
import { pruneChecks } from '../../collector/monitoring/retention.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aFolder, runVigie } from './run-vigie.ts'

const config = `
page: { name: Example, timezone: Europe/Paris }
components:
  - id: api
    name: API
    monitors:
      - { id: api-health, kind: tcp, host: 127.0.0.1, port: 1 }
`
const line = (more: object): string =>
  JSON.stringify({ monitor: 'api-health', at: '2026-11-01T00:00:00Z', health: 'up', ...more })
const importText = async (text: string, configuration = config) => {
  const folder = await aFolder(configuration)
  const result = await runVigie(folder, ['import', 'checks', '-', '--json'], text)
  const { out } = await runVigie(folder, ['export', 'checks'])
  return {
    ...result,
    checks: out
      .split('\n')
      .filter(Boolean)
      .map((one) => JSON.parse(one)),
  }
}

test('a file of any system is read: byte order mark, CRLF, empty lines, no newline at the end', async () => {
  const {
    code,
    out,
    checks: kept,
  } = await importText(`\uFEFF${line({})}\r\n\r\n${line({ at: '2026-11-01T00:00:30Z', took: 1.26 })}`)
  expect({ code, out }).toEqual({ code: 0, out: '{"checks":2,"monitors":["api-health"]}\n' })
  expect(kept.map((one) => one.took)).toEqual([undefined, 1.3])
})

test('times without an offset are of the page, those with one are not', async () => {
  const { checks: kept } = await importText(
    [line({ at: '2026-11-01T02:00:00' }), line({ at: '2026-11-01T04:00:00+02:00' })].join('\n'),
  )
  expect(kept.map((one) => one.at)).toEqual(['2026-11-01T01:00:00.000Z', '2026-11-01T02:00:00.000Z'])
})

test('of two lines of one monitor and instant the later one stays', async () => {
  const { checks: kept } = await importText(
    [line({ health: 'down' }), line({ health: 'degraded' })].join('\n'),
  )
  expect(kept).toMatchObject([{ health: 'degraded' }])
})

test('faults survive, and those of other programs become one that pages have words for', async () => {
  const { checks: kept } = await importText(
    [
      line({ at: '2026-11-01T00:00:00Z', health: 'down', fault: { code: 'status', detail: '500' } }),
      line({ at: '2026-11-01T00:00:30Z', health: 'down', fault: 'timeout' }),
      line({ at: '2026-11-01T00:01:00Z', health: 'down', fault: { code: 'E\n42', detail: 'no\tway' } }),
      line({ at: '2026-11-01T00:01:30Z', health: 'down', region: 'eu' }),
    ].join('\n'),
  )
  expect(kept.map((one) => one.fault)).toEqual([
    { code: 'status', detail: '500' },
    { code: 'timeout', detail: '' },
    { code: 'failed', detail: 'E 42: no way' },
    undefined,
  ])
  expect(kept[3].region).toBe('eu')
})

test('a check without a region belongs to the one of the collector, and comes out as it went in', async () => {
  const { checks: kept } = await importText(
    [line({}), line({ region: 'lyon' }), line({ region: '', at: '2026-11-02T10:00:00Z' })].join('\n'),
    `region: paris\n${config}`,
  )
  expect(kept.map((one) => one.region).toSorted()).toEqual(['lyon', undefined, undefined])
})

test('every line that cannot be read is named, with what to write, and nothing is imported', async () => {
  const {
    code,
    err,
    checks: kept,
  } = await importText(
    [
      line({}),
      line({ took: 1e300 }),
      line({ took: -1 }),
      line({ at: '2026-02-30T00:00:00Z' }),
      line({ at: '2999-01-01T00:00:00Z' }),
      line({ health: 'UP' }),
      line({ monitor: 'api-heath' }),
      line({ fault: 3 }),
      line({ region: 3 }),
      '[]',
      'x'.repeat(3_000_000),
    ].join('\n'),
  )
  expect(code).toBe(2)
  expect(kept).toEqual([])
  const messages = err.split('\n').filter((one) => one.includes('(standard input):'))
  expect(messages).toHaveLength(10)
  messages.forEach((one, i) => {
    expect(one).toContain(`(standard input):${i + 2}: `)
    expect(one).toMatch(/ [Ww]rite /)
    expect(one.length).toBeLessThan(250)
  })
  expect(err).toContain('Did you mean "api-health"?')
})

test('what is no file is refused in words, with code 2', async () => {
  const folder = await aFolder(config)
  for (const [file, words] of [
    ['/nowhere/checks', 'there is no such file'],
    [folder, 'is a folder'],
  ] as const) {
    const { code, err } = await runVigie(folder, ['import', 'checks', file])
    expect(code).toBe(2)
    expect(err).toContain(`${file}: ${words}`)
  }
})

test('hours whose checks were pruned are refused by name, and then nothing is imported', async () => {
  const folder = await aFolder(`${config}      - { id: other, kind: tcp, host: 127.0.0.1, port: 1 }\n`)
  const hour = 3_600_000
  const start = Math.floor(Date.now() / hour) * hour - 40 * 24 * hour
  const history = [0, 1, 2, 5]
    .map((hours) => line({ at: new Date(start + hours * hour).toISOString() }))
    .join('\n')
  expect((await runVigie(folder, ['import', 'checks', '-'], history)).code).toBe(0)
  const { config: loaded } = loadConfig(join(folder, 'status.yaml'), {}) as { config: Config }
  const store = await openSqliteStore(join(folder, 'status.db'), { timezone: 'UTC' })
  while (await pruneChecks(store, loaded, Date.now()));
  await store.close()

  const fine = line({ monitor: 'other', at: '2026-11-01T00:00:00Z' })
  const { code, err } = await runVigie(folder, ['import', 'checks', '-'], `${fine}\n${history}`)
  const name = (hours: number): string => `${new Date(start + hours * hour).toISOString().slice(0, 13)}:00Z`
  expect(code).toBe(1)
  expect(err).toContain(`api-health: the raw checks of ${name(0)} to ${name(3)}, ${name(5)} were pruned`)
  expect(err).toContain('Nothing was imported.')
  expect((await runVigie(folder, ['export', 'checks'])).out).toBe('')
})

test('what several regions see of a monitor is announced once, on the page too', async () => {
  const folder = await aFolder(config)
  const seen = (region: string, health: string) =>
    Array.from({ length: 20 }, (_, i) =>
      line({ region, health, at: new Date(Date.parse('2026-11-01T00:00:00Z') + i * 30_000).toISOString() }),
    )
  const lines = [...seen('eu', 'down'), ...seen('us', 'up'), ...seen('asia', 'up')]
  await runVigie(folder, ['import', 'checks', '-'], lines.join('\n'))
  const span = ['--from', '2026-11-01T00:00:00Z', '--until', '2026-11-01T00:10:00Z', '--json']
  const { out } = await runVigie(folder, ['uptime', 'api', ...span])
  expect(JSON.parse(out)).toMatchObject({ observed: 600_000, down: 0, unknown: 0, printed: '100' })
  await runVigie(folder, ['build'])
  expect(await readFile(join(folder, 'site/components/api/index.html'), 'utf8')).toMatch(/100\s?%/)
})

// NUMBERS.md, cases 11 and 12.
test.each([
  [
    'three regions, majority',
    'majority',
    { paris: '10:00 10:10', oslo: '10:04 10:12', rome: '' },
    360_000,
    0,
  ],
  ['two of three regions silent', 'majority', { paris: '10:00 10:10' }, 0, 600_000],
  ['two regions, majority', 'majority', { paris: '10:00 10:30', oslo: '' }, 0, 0],
  ['two regions, quorum of one', '1', { paris: '10:00 10:30', oslo: '' }, 1_800_000, 0],
] as const)(
  '%s: the figures are those of the regions together',
  async (_, quorum, outages, down, unknown) => {
    const places = quorum === 'majority' && !('oslo' in outages && !('rome' in outages)) ? 3 : 2
    const ids = ['paris', 'oslo', 'rome'].slice(0, places)
    const regions = `region: paris\nregions: [${ids.map((id) => `{ id: ${id} }`).join(', ')}]\nquorum: ${quorum}\n`
    const folder = await aFolder(`${regions}${config}`)
    const day = Date.parse('2026-11-01T00:00:00Z')
    const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    const lines = Object.entries(outages).flatMap(([region, outage]) => {
      const [from = Infinity, until = Infinity] = outage === '' ? [] : outage.split(' ').map(minuteOf)
      return Array.from({ length: 240 }, (__, i) => {
        const minute = 540 + i / 2
        const health = minute >= from && minute < until ? 'down' : 'up'
        return line({ region, health, at: new Date(day + minute * 60_000).toISOString() })
      })
    })
    await runVigie(folder, ['import', 'checks', '-'], lines.join('\n'))
    const span = ['--from', '2026-11-01T09:30:00Z', '--until', '2026-11-01T10:40:00Z', '--json']
    const { out } = await runVigie(folder, ['uptime', 'api', ...span])
    expect(JSON.parse(out)).toMatchObject({ down, unknown })
  },
)
