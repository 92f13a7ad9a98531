import { expect, test } from 'vitest'
import { aHistoryCli } from '../history-fixture.ts'

const now = Date.parse('2026-11-25T22:40:00Z')
const minute = 60_000
const hour = 60 * minute
const yaml = `page: { name: X, timezone: UTC }
components:
  - { id: api, name: API, monitors: [{ id: m, kind: tcp, host: a, port: 1, every: 30s, timeout: 10s }] }
`
const iso = (at: number): string => new Date(at).toISOString()
const start = Date.parse('2026-11-22T00:00:00Z')
const outage = { from: start + 10 * hour, until: start + 16 * hour }

/** A day of checks so far apart (ms), down from 10:00 to 16:00. */
const aDay = (spacing: number) =>
  Array.from({ length: (24 * hour) / spacing }, (_, i) => {
    const at = start + i * spacing
    const isDown = at >= outage.from && at < outage.until
    return { monitor: 'm', at: iso(at), health: isDown ? 'down' : 'up', ...(!isDown && { took: 100 }) }
  })
const thatDay = { from: '2026-11-22', until: '2026-11-23' }

test('a history much coarser than its monitor looks is refused, with its spacing and what to write', async () => {
  const { checks, store } = await aHistoryCli(yaml, now)
  await expect(checks(...aDay(5 * minute))).rejects.toThrow(
    /m: these checks are 5m apart, but the monitor looks every 30s.*--every 5m.*Nothing was imported/s,
  )
  expect((await store.series()).every(({ firstAt }) => firstAt === null)).toBe(true)
})

test('with --every each check counts for that interval, and six hours down are six hours down', async () => {
  const { checksWith, uptime } = await aHistoryCli(yaml, now)
  await checksWith({ every: '5m' }, aDay(5 * minute))
  expect(await uptime('api', thatDay)).toMatchObject({ unknown: 0, down: 6 * hour, printed: '75.00' })
})

test('an interval far longer than the checks are apart is refused, with what they show', async () => {
  const { checksWith, store } = await aHistoryCli(yaml, now)
  await expect(checksWith({ every: '400d' }, aDay(5 * minute))).rejects.toThrow(
    /m: these checks are 5m apart, so --every 400d is not how often they were made\. Write --every 5m\.\s+Nothing was imported/,
  )
  expect((await store.series()).every(({ firstAt }) => firstAt === null)).toBe(true)
})

test('a coarse stretch in a dense history is found too', async () => {
  const { checks } = await aHistoryCli(yaml, now)
  const dense = Array.from({ length: 2_000 }, (_, i) => ({
    monitor: 'm',
    at: iso(start - (i + 1) * 30_000),
    health: 'up',
  }))
  await expect(checks(...dense, ...aDay(5 * minute))).rejects.toThrow('5m apart')
})

test.each([
  ['30s', 5 * minute, /their lines say "every":"30s".*"every":"5m".*take them as they are with --every 30s/],
  ['1m', hour, /1h apart, but their lines say "every":"1m".*"every":"1h"/],
  ['20s', 61_000, /1m apart, but their lines say "every":"20s".*"every":"1m"/],
])(
  'lines that say %s themselves and are %i ms apart are refused, with what to write',
  async (every, spacing, said) => {
    const { checks, checksWith, store } = await aHistoryCli(yaml, now)
    const lines = aDay(spacing).map((line) => ({ ...line, every }))
    await expect(checks(...lines)).rejects.toThrow(said)
    expect((await store.series()).every(({ firstAt }) => firstAt === null)).toBe(true)
    // Said twice, it is meant.
    await checksWith({ every }, lines)
  },
)

test.each([2, 3, 4, 5])(
  '%i checks may be single looks: they are taken, and it is said how far they are apart',
  async (count) => {
    const { checksWith, uptime } = await aHistoryCli(yaml, now)
    const lines = aDay(5 * minute).slice(10 * 12, 10 * 12 + count)
    const said = new RegExp(
      `m: these ${count} checks are 5m apart, but the monitor looks every 30s.*unknown.*import them again with --every 5m`,
    )
    expect(await checksWith({}, lines)).toMatch(said)
    expect(
      await checksWith(
        {},
        lines.map((line) => ({ ...line, every: '20s' })),
      ),
    ).toContain('"every":"5m"')
    expect(await checksWith({ every: '5m' }, lines)).not.toContain('apart')
    expect((await uptime('api', thatDay)).down).toBe((count - 1) * 5 * minute + 10 * minute + 10_000)
  },
)

test('single looks, spans and gaps in a dense history are no spacing', async () => {
  const { checks } = await aHistoryCli(yaml, now)
  await checks({ monitor: 'm', at: iso(start), health: 'down' })
  await checks(...aDay(minute).filter((_, i) => i % 100 < 60 || i % 100 > 90))
  await checks(
    ...Array.from({ length: 24 }, (_, i) => ({
      monitor: 'm',
      from: iso(start - i * hour),
      until: iso(start - i * hour + minute),
      health: 'up',
      every: '5m',
    })),
  )
})

test('a monitor’s own pace, one a little slower and a few single looks are taken as they are', async () => {
  const { checksWith, uptime } = await aHistoryCli(yaml, now)
  await checksWith({}, aDay(30_000))
  await checksWith({}, aDay(minute))
  await checksWith(
    {},
    [1, 2, 3].map((day) => ({ monitor: 'm', at: iso(start - day * 24 * hour), health: 'up' })),
  )
  expect(await uptime('api', thatDay)).toMatchObject({ down: 6 * hour })
})

test('--every does not stretch the checks of a monitor whose history is dense', async () => {
  const { checksWith, uptime } = await aHistoryCli(yaml, now)
  const gap = { from: start + 18 * hour, until: start + 18 * hour + 8 * minute }
  await checksWith(
    { every: '5m' },
    aDay(30_000).filter(({ at }) => Date.parse(at) <= gap.from || Date.parse(at) >= gap.until),
  )
  expect(await uptime('api', thatDay)).toMatchObject({ unknown: 8 * minute - 70_000 })
})

test('with a shorter --every, what was checked is imported and the rest stays unknown', async () => {
  const { checksWith, uptime } = await aHistoryCli(yaml, now)
  await checksWith({ every: '30s' }, aDay(5 * minute))
  const day = await uptime('api', thatDay)
  expect(day.unknown).toBeGreaterThan(0.7 * 24 * hour)
})

test('a span stands for a check at every interval, and after it time is unknown', async () => {
  const { checks, uptime, exported } = await aHistoryCli(yaml, now)
  await checks(
    { monitor: 'm', from: iso(start), until: iso(outage.from), health: 'up', every: '5m', took: 123 },
    { monitor: 'm', from: iso(outage.from), until: iso(outage.until), health: 'down', every: '5m' },
  )
  const day = await uptime('api', thatDay)
  expect(day).toMatchObject({
    down: 6 * hour + 5 * minute + 10_000,
    unknown: 8 * hour - 5 * minute - 10_000,
  })
  expect((await exported())[0]).toEqual({
    monitor: 'm',
    at: iso(start),
    health: 'up',
    took: 123,
    every: '5m',
  })
})

test('what was imported at another pace is exported so that it can be imported again', async () => {
  const first = await aHistoryCli(yaml, now)
  await first.checksWith({ every: '5m' }, aDay(5 * minute))
  const second = await aHistoryCli(yaml, now)
  await second.checks(...(await first.exported()))
  expect(await second.exported()).toEqual(await first.exported())
  expect(await second.uptime('api', thatDay)).toEqual(await first.uptime('api', thatDay))
})

test.each([
  [{ from: iso(start), health: 'up', every: '5m' }, '"until" is missing'],
  [{ from: iso(start), until: iso(start), health: 'up', every: '5m' }, '"until" does not come after "from"'],
  [{ from: iso(start), until: iso(start + hour), health: 'up' }, '"every" is missing'],
  [{ from: iso(start), until: iso(start + hour), health: 'up', every: 5 }, '"every" is no duration'],
  [{ from: iso(start), until: iso(start + hour), health: 'up', every: '5ms' }, '"every" is not between'],
  [
    { at: iso(start), from: iso(start), until: iso(start + hour), health: 'up', every: '5m' },
    'both "at" and',
  ],
  [{ from: iso(0), until: iso(start), health: 'up', every: '1s' }, 'write shorter spans'],
  [{ from: iso(start), until: iso(now + hour), health: 'up', every: '5m' }, 'lies in the future'],
])('a span that cannot be read is refused with what to write: %j', async (line, problem) => {
  const { checks } = await aHistoryCli(yaml, now)
  await expect(checks({ monitor: 'm', ...line })).rejects.toThrow(new RegExp(problem, 'i'))
})

test('--skip-unknown leaves out monitors that are not known, and names them', async () => {
  const { checksWith, checks } = await aHistoryCli(yaml, now)
  const lines = [
    { monitor: 'm', at: iso(start), health: 'up' },
    { monitor: 'old', at: iso(start), health: 'up' },
    { monitor: 'old', at: iso(start + minute), health: 'up' },
  ]
  await expect(checks(...lines)).rejects.toThrow(/"old" is not in the configuration.*--skip-unknown/s)
  const printed = await checksWith({ skipUnknown: true }, lines)
  expect(printed).toContain('1 check of 1 monitor is on record.')
  expect(printed).toContain('2 lines were left out, about a monitor not known here: old (2).')
})

test('--skip-unknown does not forgive a line that is wrong', async () => {
  const { checksWith } = await aHistoryCli(yaml, now)
  await expect(
    checksWith({ skipUnknown: true }, [{ monitor: 'old', at: 'yesterdayish', health: 'up' }]),
  ).rejects.toThrow('"at" is not a time')
})
