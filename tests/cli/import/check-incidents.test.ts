import { expect, test } from 'vitest'
import { isOpen, resolvedAt } from '../../../collector/core/incident/incident.ts'
import { aHistoryCli } from '../history-fixture.ts'

const now = Date.parse('2026-11-25T12:00:00Z')
const minute = 60_000
const yaml = `page: { name: X, timezone: UTC }
incidents: { reopen_within: 10m }
components:
  - id: api
    name: API
    monitors:
      - { id: a, kind: tcp, host: a, port: 1, every: 1m }
      - { id: b, kind: tcp, host: a, port: 2, every: 1m }
`
const at = (time: string): string => `2026-11-20T${time}:00Z`
const span = (monitor: string, from: string, until: string, health: string) => ({
  monitor,
  from: at(from),
  until: at(until),
  health,
  every: '1m',
})
/** First one of two falls, then both; later both at once. */
const history = [
  span('a', '08:00', '10:00', 'up'),
  span('a', '10:00', '11:00', 'down'),
  span('a', '11:00', '14:00', 'up'),
  span('a', '14:00', '14:20', 'down'),
  span('a', '14:20', '16:00', 'up'),
  span('b', '08:00', '10:30', 'up'),
  span('b', '10:30', '11:00', 'down'),
  span('b', '11:00', '16:00', 'up'),
]

test('without the flag checks open no incident', async () => {
  const { checksWith, store } = await aHistoryCli(yaml, now)
  await checksWith({}, history)
  expect(await store.incidents()).toEqual([])
})

test('with --incidents checks open and close what a collector would have, told to nobody', async () => {
  const { checksWith, store } = await aHistoryCli(yaml, now)
  const printed = await checksWith({ incidents: true }, history)
  expect(printed).toContain('2 incidents in them: 2 new or changed; nobody is told.')
  const incidents = (await store.incidents()).toSorted((a, b) => a.startedAt - b.startedAt)
  expect(incidents).toMatchObject([
    {
      automatic: true,
      about: 'api',
      priority: 'P1',
      startedAt: Date.parse(at('10:00')),
      detectedAt: Date.parse(at('10:01')),
      acknowledgedAt: null,
    },
    { automatic: true, about: 'api', priority: 'P2', startedAt: Date.parse(at('14:00')) },
  ])
  expect(incidents.map(resolvedAt)).toEqual([Date.parse(at('11:00')), Date.parse(at('14:20'))])
})

test('a repetition changes nothing, and more history closes what was open', async () => {
  const { checksWith, store } = await aHistoryCli(yaml, now)
  const first = await checksWith({ incidents: true }, history.slice(0, 2).concat(history.slice(5, 7)))
  expect(first).toContain('Still open: ')
  await checksWith({ incidents: true }, history)
  const before = await store.incidents()
  expect(before.filter(isOpen)).toEqual([])
  expect(before.flatMap((one) => one.corrections ?? [])).toEqual([])
  const printed = await checksWith({ incidents: true }, history)
  expect(printed).toContain('2 incidents in them: nothing was new.')
  expect(await store.incidents()).toEqual(before)
})

test('what an incident on record tells already is not told twice', async () => {
  const { checksWith, notices, store } = await aHistoryCli(yaml, now)
  await notices({
    kind: 'incident',
    id: 'mine',
    title: 'Power cut',
    started_at: at('09:58'),
    updates: [
      { at: at('10:02'), status: 'investigating', body: 'b', components: { api: 'major_outage' } },
      { at: at('11:05'), status: 'resolved', body: 'r' },
    ],
  })
  await checksWith({ incidents: true }, history)
  expect((await store.incidents()).map(({ id, startedAt }) => [id === 'mine', startedAt])).toEqual(
    expect.arrayContaining([
      [true, Date.parse(at('09:58'))],
      [false, Date.parse(at('14:00'))],
    ]),
  )
  expect(await store.incidents()).toHaveLength(2)
})

test('an outage that comes back soon goes on in the same incident', async () => {
  const { checksWith, store } = await aHistoryCli(yaml, now)
  await checksWith({ incidents: true }, [
    span('a', '08:00', '09:00', 'up'),
    span('a', '09:00', '09:05', 'down'),
    span('a', '09:05', '09:10', 'up'),
    span('a', '09:10', '09:15', 'down'),
    span('a', '09:15', '12:00', 'up'),
  ])
  const incidents = await store.incidents()
  expect(incidents).toHaveLength(1)
  expect(resolvedAt(incidents[0]!)! - incidents[0]!.startedAt).toBe(15 * minute)
})
