import { expect, test } from 'vitest'
import { assembleSnapshot } from '../../../collector/core/snapshot/assemble-snapshot.ts'
import { createSnapshotSource } from '../../../collector/publishing/gather/snapshot-source.ts'
import { readCsv, recompute } from '../../src/recompute.ts'
import { aHistoryCli } from '../history-fixture.ts'

const yaml = `
page: { name: Example, timezone: Europe/Paris }
notice: { default: 24h }
components:
  - id: api
    name: API
    monitors:
      - { id: a, kind: tcp, host: 127.0.0.1, port: 1, every: 30s, timeout: 10s, confirm: { failures: 2, successes: 1 } }
  - id: old
    name: { en: Old, fr: Ancien }
    monitors:
      - { id: o, kind: tcp, host: 127.0.0.1, port: 1, every: 30s, timeout: 10s, confirm: { failures: 2, successes: 1 } }
`
const now = Date.parse('2026-11-10T00:00:00Z')
const day = { from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' }
const begins = Date.parse(day.from)
const minute = 60_000

/** A check each 30 s of that day, down between some minutes of it. */
const checks = (monitor: string, from: number, to: number): object[] =>
  Array.from({ length: 2880 }, (_, i) => {
    const at = begins + i * 30_000
    const health = at >= begins + from * minute && at < begins + to * minute ? 'down' : 'up'
    return { monitor, at: new Date(at).toISOString(), health, took: 12 }
  })
const aMaintenanceLine = (id: string, from: string, until: string, published: string): object => ({
  kind: 'maintenance',
  id,
  title: 'Switch',
  components: ['api'],
  published_at: published,
  from,
  until,
})

/** Down from 10:00 to 11:10, maintenance told in time until 11:00 and told too late from 11:05. */
async function aDayOfHistory() {
  const cli = await aHistoryCli(yaml, now)
  await cli.checks(...checks('a', 600, 670))
  await cli.notices(
    aMaintenanceLine('=early', '2026-11-01T09:30:00Z', '2026-11-01T11:00:00Z', '2026-10-30T09:30:00Z'),
    aMaintenanceLine('late', '2026-11-01T11:05:00Z', '2026-11-01T11:30:00Z', '2026-11-01T08:00:00Z'),
  )
  return cli
}

test('--explain tells the intervals, what is excluded and by which window, and the formula', async () => {
  const cli = await aDayOfHistory()
  const output = await cli.uptimeOutput('api', { ...day, explain: true })
  expect(output).toMatch(/observed = 1 − 600000 \/ 81000000 = 0\.99259259…/)
  expect(output).toMatch(/2026-11-01T11:00:00\.000\+01:00 .* excluded .* =early/)
  expect(output).toMatch(
    /12:00:00\.000\+01:00 .*12:10:00\.000\+01:00 .*600000 ms .*major_outage .*x 1 .*= 600000 ms/,
  )
  expect(output).toMatch(
    /maintenance late .* notice given 3 h 5 min 0\.000 s, due 1 d 0 h 0 min 0\.000 s: too late: not excluded/,
  )
})

test('--explain --json has the same intervals and windows, and they add up to the figures', async () => {
  const cli = await aDayOfHistory()
  const explanation = JSON.parse(await cli.uptimeOutput('api', { ...day, explain: true, json: true }))
  expect(explanation).toMatchObject({
    down: 600_000,
    observed: 81_000_000,
    excluded: 5_400_000,
    printed: '99.25',
  })
  const counted = explanation.intervals.filter((one: { treatment: string }) => one.treatment === 'counted')
  expect(counted.reduce((sum: number, one: { ms: number }) => sum + one.ms, 0)).toBe(explanation.observed)
  expect(explanation.maintenance.map((one: { id: string; late: boolean }) => [one.id, one.late])).toEqual([
    ['=early', false],
    ['late', true],
  ])
  const plain = JSON.parse(await cli.uptimeOutput('api', { ...day, json: true }))
  expect(plain).not.toHaveProperty('intervals')
})

test('--csv is a table that a spreadsheet adds up to the same figure, and takes for no formula', async () => {
  const cli = await aDayOfHistory()
  const csv = await cli.uptimeOutput('api', { ...day, csv: true })
  expect(recompute(`${csv}\n`)).toMatchObject({
    observed: 81_000_000,
    down: 600_000,
    excluded: 5_400_000,
    availability: 80_400_000 / 81_000_000,
  })
  expect(readCsv(`${csv}\n`).find((row) => row['treatment'] === 'excluded')?.['windows']).toBe("'=early")
})

test('a component that left the configuration still has its figures, up to when it left', async () => {
  const cli = await aHistoryCli(yaml, now)
  await cli.checks(...checks('o', 600, 603))
  const without = { ...cli.config, components: cli.config.components.filter(({ id }) => id !== 'old') }
  await cli.store.commit({
    configuration: { at: begins - minute, components: cli.config.components, region: '' },
  })
  await cli.store.commit({
    configuration: { at: begins + 720 * minute, components: without.components, region: '' },
  })
  expect(await cli.uptime('old', day, without)).toMatchObject({
    period: 43_200_000,
    observed: 43_200_000,
    down: 180_000,
  })
  await expect(cli.uptime('odl', day, without)).rejects.toThrow('there is no component "odl"')
})

test('the response of today is known up to the start of the hour as well, for what is not told every minute', async () => {
  const noon = begins + 12 * 60 * minute + 20 * minute
  const cli = await aHistoryCli(yaml, noon)
  await cli.checks(...checks('a', 600, 610).slice(0, 1480))
  const live = () => ({ cutOff: false, demo: false })
  const [api] = assembleSnapshot(
    await createSnapshotSource(cli.store, cli.config, live, false).gather(noon),
  ).components
  // The day of Paris began an hour before that of the checks.
  expect(api!.days.at(-1)).toMatchObject({ date: '2026-11-01', checks: 1480 })
  expect(api!.hoursToday).toMatchObject({ checks: 1440, mean: 12 })
})
