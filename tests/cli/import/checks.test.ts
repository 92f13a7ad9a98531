import { expect, test } from 'vitest'
import { aHistoryCli } from '../history-fixture.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const yaml = `page: { name: X, timezone: UTC }
components:
  - { id: api, name: API, monitors: [{ id: m, kind: tcp, host: a, port: 1 }] }
`

test('an instant in seconds is refused with what to write, and nothing is imported', async () => {
  const { checks, store } = await aHistoryCli(yaml, now)
  await expect(checks({ monitor: 'm', at: 1_700_000_000, health: 'up' })).rejects.toThrow(
    '"at" 1700000000 is in seconds. Write milliseconds, 1700000000000, or ISO 8601',
  )
  expect((await store.series()).every(({ firstAt }) => firstAt === null)).toBe(true)
})

const places = `region: paris
regions: [{ id: paris }, { id: oslo }]
${yaml}`

test('with a list of places, a region that is not in it is refused by name, and nothing is imported', async () => {
  const { checks, store } = await aHistoryCli(places, now)
  const check = { monitor: 'm', at: '2026-11-19T00:00:00Z', health: 'up' }
  await expect(checks({ ...check, region: 'oslo' }, { ...check, region: 'olso' })).rejects.toThrow(
    '"region" "olso" is none of the places of the configuration.',
  )
  await expect(checks({ ...check, region: 'olso' })).rejects.toThrow(
    'Did you mean "oslo"? Write one of: paris, oslo. Or list it under regions in status.yaml, or leave "region" out for paris.',
  )
  expect((await store.series()).every(({ firstAt }) => firstAt === null)).toBe(true)
})

test('a check without a region is of the own place; without a list of places any region may have looked', async () => {
  const check = { monitor: 'm', at: '2026-11-19T00:00:00Z', health: 'up' }
  const looked = async (config: string) => {
    const { checks, store } = await aHistoryCli(config, now)
    await checks(check, { ...check, region: 'oslo' })
    return (await store.series())
      .flatMap(({ region, firstAt }) => (firstAt === null ? [] : [region]))
      .toSorted()
  }
  expect(await looked(places)).toEqual(['oslo', 'paris'])
  expect(await looked(yaml)).toEqual(['', 'oslo'])
})

test.each([
  ['none', ''],
  ['a name only', 'region: paris\n'],
  ['one', 'region: paris\nregions: [{ id: paris }]\n'],
  ['three', 'region: paris\nregions: [{ id: paris }, { id: oslo }, { id: rome }]\n'],
])(
  'what was recorded before places had names is exported so that it can be imported: places now: %s',
  async (_places, named) => {
    const at = (second: number): string =>
      new Date(Date.parse('2026-11-19T00:00:00Z') + second * 1_000).toISOString()
    const looks = Array.from({ length: 40 }, (_look, i) => ({
      monitor: 'm',
      at: at(30 * i),
      health: i > 10 && i < 20 ? 'down' : 'up',
    }))
    const later = { from: '2026-11-19T00:00:00Z', until: '2026-11-19T00:20:00Z' }
    const first = await aHistoryCli(yaml, now)
    await first.checks(...looks)
    const before = await first.exported()
    const { config: renamed } = await aHistoryCli(named + yaml, now)
    const exported = await first.exportedBy(renamed)
    expect(exported).toEqual(before)
    const second = await aHistoryCli(named + yaml, now)
    await second.checks(...exported)
    expect(await second.exported()).toEqual(exported)
    // What older versions wrote of them.
    await second.checks(...exported.map((line) => ({ ...line, region: '' })))
    expect(await second.exported()).toEqual(exported)
    if (!named.includes('oslo'))
      expect(await second.uptime('api', later)).toEqual(await first.uptime('api', later))
  },
)

test('what several places saw is exported with its places, and imported as it was', async () => {
  const three = `region: paris\nregions: [{ id: paris }, { id: oslo }, { id: rome }]\n${yaml}`
  const first = await aHistoryCli(three, now)
  const lines = ['paris', 'oslo', 'rome'].flatMap((region, place) =>
    Array.from({ length: 40 }, (_look, i) => ({
      monitor: 'm',
      at: new Date(Date.parse('2026-11-19T00:00:00Z') + 30_000 * i).toISOString(),
      health: i > 10 * place && i < 30 ? 'down' : 'up',
      region,
    })),
  )
  await first.checks(...lines)
  const second = await aHistoryCli(three, now)
  await second.checks(...(await first.exported()))
  expect(await second.exported()).toEqual(await first.exported())
  const span = { from: '2026-11-19T00:00:00Z', until: '2026-11-19T00:20:00Z' }
  const figures = await first.uptime('api', span)
  expect(figures.down).toBe(19 * 30_000)
  expect(await second.uptime('api', span)).toEqual(figures)
})
