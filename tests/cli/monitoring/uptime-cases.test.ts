import { expect, test } from 'vitest'
import { evaluateAvailability } from '../../../collector/core/slo/evaluate.ts'
import { isLate } from '../../../collector/core/maintenance/maintenance.ts'
import { aHistoryCli } from '../history-fixture.ts'

// The worked cases of the arithmetic, from lines of a file through the store to what the command says.

const yaml = (timezone = 'UTC'): string => `
page: { name: Example, timezone: ${timezone} }
notice: { default: 24h }
components:
  - id: api
    name: API
    monitors:
      - { id: a, kind: tcp, host: 127.0.0.1, port: 1, every: 30s, timeout: 10s, confirm: { failures: 2, successes: 1 } }
  - id: pair
    name: Pair
    monitors:
      - { id: one, kind: tcp, host: 127.0.0.1, port: 1, every: 30s, timeout: 10s, confirm: { failures: 2, successes: 1 } }
      - { id: two, kind: tcp, host: 127.0.0.1, port: 1, every: 30s, timeout: 10s, confirm: { failures: 2, successes: 1 } }
`
const now = Date.parse('2027-01-01T00:00:00Z')
const at = (time: string): number => Date.parse(`2026-11-01T${time.padEnd(8, ':00')}Z`)
const theDay = { from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' }
const dayLong = 86_400_000

type HealthAt = (at: number) => 'up' | 'down' | null
const downBetween =
  (from: string, to: string): HealthAt =>
  (instant) =>
    instant >= at(from) && instant < at(to) ? 'down' : 'up'

/** A check each 30 s over a span; none where nobody looked. */
function checks(monitor: string, healthAt: HealthAt, from = at('00:00'), to = from + dayLong): object[] {
  const lines: object[] = []
  for (let instant = from; instant < to; instant += 30_000) {
    const health = healthAt(instant)
    if (health) lines.push({ monitor, at: new Date(instant).toISOString(), health, took: 12.5 })
  }
  return lines
}
/** The maintenance of cases 4 to 6, published some hours ahead. */
const aMaintenanceLine = (ahead: number): object => ({
  kind: 'maintenance',
  id: 'switch',
  title: 'Switch',
  components: ['api'],
  published_at: new Date(at('09:30') - ahead * 3_600_000).toISOString(),
  from: '2026-11-01T09:30:00Z',
  until: '2026-11-01T11:00:00Z',
})
const outage = checks('a', downBetween('10:00', '10:03'))

test('case 1: six failing checks are three minutes of downtime, dated to the first of them', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...outage)
  const found = await cli.uptime('api', theDay)
  expect(found).toMatchObject({ period: dayLong, observed: dayLong, down: 180_000, printed: '99.79' })
  expect(found.availability).toBe(86_220_000 / 86_400_000)
  const changes = await cli.store.transitions({ from: at('00:00'), to: now })
  expect(changes.map(({ at: when, seenAt, health }) => [when, seenAt, health])).toEqual([
    [at('00:00'), at('00:00'), 'up'],
    [at('10:00'), at('10:00:30'), 'down'],
    [at('10:03'), at('10:03'), 'up'],
  ])
})

test('case 2: one failed check between good ones is no downtime', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...checks('a', downBetween('10:00', '10:00:30')))
  expect(await cli.uptime('api', theDay)).toMatchObject({ down: 0, availability: 1, printed: '100' })
})

test('case 3: an hour in which nobody looked is unknown, and bounds the figure', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(
    ...checks('a', (instant) => (instant > at('12:00') && instant < at('13:00') ? null : 'up')),
  )
  expect(await cli.uptime('api', theDay)).toMatchObject({
    unknown: 3_530_000,
    observed: 82_870_000,
    availability: 1,
    lower: 82_870_000 / 86_400_000,
    upper: 1,
  })
})

test('case 4: an outage inside a maintenance told in time is not counted, and raw says it was there', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...outage)
  await cli.notices(aMaintenanceLine(48))
  expect(await cli.uptime('api', theDay)).toMatchObject({
    excluded: 5_400_000,
    observed: 81_000_000,
    down: 0,
    availability: 1,
    raw: 86_220_000 / 86_400_000,
  })
})

test('case 5: told three hours ahead it is late, and nothing is excluded', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...outage)
  await cli.notices(aMaintenanceLine(3))
  expect(await cli.uptime('api', theDay)).toMatchObject({ excluded: 0, down: 180_000, printed: '99.79' })
  expect(isLate((await cli.store.maintenance('switch'))!, cli.config.notice)).toBe(true)
})

test('case 6: an outage that outlasts the maintenance counts from its end', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...checks('a', downBetween('10:00', '11:10')))
  await cli.notices(aMaintenanceLine(48))
  expect(await cli.uptime('api', theDay)).toMatchObject({
    excluded: 5_400_000,
    observed: 81_000_000,
    down: 600_000,
    availability: 80_400_000 / 81_000_000,
    printed: '99.25',
  })
})

test('case 7: two monitors of one component weigh 0.3 where one is down and 1 where both are', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(
    ...checks('one', downBetween('10:00', '10:10')),
    ...checks('two', downBetween('10:05', '10:15')),
  )
  expect(await cli.uptime('pair', theDay)).toMatchObject({
    observed: dayLong,
    down: 480_000,
    availability: 85_920_000 / 86_400_000,
    printed: '99.44',
  })
})

test('case 8: days on which the clocks of the page change have 25 and 23 hours', async () => {
  const cli = await aHistoryCli(yaml('Europe/Paris'), now)
  const days = [
    ['2026-03-29', '2026-03-30', 82_800_000],
    ['2026-10-25', '2026-10-26', 90_000_000],
  ] as const
  for (const [date, next, length] of days) {
    const from = Date.parse(`${date}T00:00:00Z`) - 6 * 3_600_000
    await cli.checks(...checks('a', () => 'up', from, from + 40 * 3_600_000))
    const found = await cli.uptime('api', { from: `${date} 00:00`, until: `${next} 00:00` })
    expect(found, date).toMatchObject({ period: length, observed: length, printed: '100' })
  }
})

test('case 9: four minutes in a month of 30 days print 99.990 and leave 19.2 s of a 99.99 % budget', async () => {
  const cli = await aHistoryCli(yaml(), now)
  const month = { from: at('00:00'), to: at('00:00') + 30 * dayLong }
  await cli.checks(...checks('a', downBetween('10:00', '10:04'), month.from, month.to))
  const found = await cli.uptime('api', { from: theDay.from, until: '2026-12-01T00:00:00Z' })
  expect(found).toMatchObject({
    observed: 2_592_000_000,
    down: 240_000,
    availability: 2_591_760_000 / 2_592_000_000,
    printed: '99.990',
  })
  const { budget } = evaluateAvailability(found, 999_900, month, now)
  expect(budget).toMatchObject({ allowed: 259_200, spent: 240_000, remaining: 19_200, verdict: 'at_risk' })
})

test('case 10: a declared outage counts although the monitors stay up', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...checks('a', () => 'up'))
  await cli.notices({
    kind: 'incident',
    id: 'gone',
    title: 'The API is gone',
    started_at: '2026-11-01T10:00:00Z',
    updates: [
      {
        at: '2026-11-01T10:00:00Z',
        status: 'investigating',
        body: 'We look.',
        components: { api: 'major_outage' },
      },
      { at: '2026-11-01T10:30:00Z', status: 'resolved', body: 'It is back.' },
    ],
  })
  expect(await cli.uptime('api', theDay)).toMatchObject({ observed: dayLong, down: 1_800_000 })
})

test('a component counts from its first declaration, also where that was long before what is asked for', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...checks('a', () => 'up', at('12:00'), at('00:00') + dayLong))
  const resolution = { status: 'resolved', body: 'It was gone.', components: { api: 'major_outage' } }
  await cli.notices({
    kind: 'incident',
    id: 'before',
    title: 'Before we looked',
    started_at: '2026-09-01T10:00:00Z',
    updates: [{ at: '2026-09-01T11:00:00Z', ...resolution }],
  })
  expect(await cli.uptime('api', theDay)).toMatchObject({
    period: dayLong,
    observed: dayLong / 2,
    unknown: dayLong / 2,
    lower: 0.5,
  })
})

test('a false alarm takes out what the monitors of the component it was opened for said', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(...outage)
  await cli.notices({
    kind: 'incident',
    id: 'alarm',
    title: 'The probe was wrong',
    started_at: '2026-11-01T10:00:00Z',
    automatic: true,
    about: 'api',
    updates: [{ at: '2026-11-01T10:02:00Z', status: 'resolved', body: 'It was the probe.' }],
    false_alarm: { reason: 'It was the probe.', at: '2026-11-01T10:05:00Z' },
  })
  expect(await cli.uptime('api', theDay)).toMatchObject({ observed: dayLong, down: 60_000 })
})

test('what a monitor saw before it was taken out of the configuration goes on counting', async () => {
  const cli = await aHistoryCli(yaml(), now)
  await cli.checks(
    ...checks('one', downBetween('10:00', '10:10'), at('00:00'), at('12:00')),
    ...checks('two', () => 'up', at('06:00')),
  )
  const without = cli.config.components.map((one) => ({
    ...one,
    monitors: one.monitors.filter(({ id }) => id !== 'one'),
  }))
  const found = await cli.uptime('pair', theDay, { ...cli.config, components: without })
  expect(found).toMatchObject({ period: dayLong, observed: dayLong, down: 180_000 })
  expect(found).toEqual(await cli.uptime('pair', theDay))
})
