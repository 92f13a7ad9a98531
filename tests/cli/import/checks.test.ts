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
  for (const region of ['olso', ''])
    await expect(checks({ ...check, region: 'oslo' }, { ...check, region })).rejects.toThrow(
      `"region" "${region}" is none of the places of the configuration.`,
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
