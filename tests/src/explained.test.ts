import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { explanationInstant } from '../../collector/core/explain/explanation-instant.ts'
import { quotient } from '../../collector/core/explain/explanation-document.ts'
import { anEventfulSnapshot, eventful, on, slices } from './explained-builders.ts'
import { readCsv, recompute } from './recompute.ts'
import { loadSite, textOf } from './site.ts'
import { aFrozenMonth } from './sla-builders.ts'
import { now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const json = async (path: string, snapshot: Snapshot) => JSON.parse(await textOf(site, path, snapshot))
const snapshot = anEventfulSnapshot()

test('a reader with a spreadsheet gets the figure of the page, to the millisecond', async () => {
  const csv = await textOf(site, '/data/eventful/2026-11.csv', snapshot)
  const { figures } = await json('/data/eventful/2026-11.json', snapshot)
  expect(recompute(csv)).toEqual({
    period: figures.period,
    observed: figures.observed,
    down: figures.down,
    excluded: figures.excluded,
    unknown: figures.unknown,
    availability: figures.availability,
  })
  // 0.3 of 100.001 s is 30,000.3 ms; 180 s; of 40 min the 10 after the maintenance. Rounded up once.
  expect(figures.down).toBe(30_001 + 180_000 + 600_000)
  expect(figures).toMatchObject({ excluded: 7_200_000, unknown: 3_530_000, degraded: 1_800_000 })
})

test('days of the CSV can be added up alone: an outage across midnight is cut there', async () => {
  const rows = readCsv(await textOf(site, '/data/eventful/2026-11.csv', snapshot))
  const outage = rows.filter((row) => row['status'] === 'major_outage' && row['date']! < '2026-11-10')
  expect(outage.map((row) => [row['date'], row['ms'], row['lost_ms']])).toEqual([
    ['2026-11-07', '120000', '120000'],
    ['2026-11-08', '60000', '60000'],
  ])
  expect(rows.find((row) => row['status'] === 'partial_outage')).toMatchObject({
    weight: '0.3',
    lost_ms: '30000.3',
    from: '2026-11-03T09:00:00.000Z',
  })
})

test('what an import calls a window is no formula in a spreadsheet', async () => {
  const [window] = eventful.windows
  const named = { ...window!, id: '=cmd|"calc",A1' }
  const hostile = anEventfulSnapshot({ ...eventful, windows: [named] })
  const csv = await textOf(site, '/data/eventful/2026-11.csv', hostile)
  expect(csv).toContain(`"'=cmd|""calc"",A1"`)
  expect(readCsv(csv).find((row) => row['treatment'] === 'excluded')?.['windows']).toBe(`'=cmd|"calc",A1`)
  expect(csv.split('\r\n').at(-1)).toBe('')
})

test('the file says by what rules, until when, and what notice each window had', async () => {
  const explanation = await json('/data/eventful/2026-11.json', snapshot)
  expect(explanation).toMatchObject({
    component: 'eventful',
    period: '2026-11',
    timezone: 'Europe/Paris',
    from: '2026-10-31T23:00:00.000Z',
    until: '2026-11-30T23:00:00.000Z',
    generated_at: '2026-11-22T15:00:00.000Z',
    frozen: null,
    weights: { operational: 0, degraded_performance: 0, partial_outage: 0.3, major_outage: 1 },
  })
  expect(explanation.formula).toBe(
    `availability = 1 − down / observed = 1 − 810001 / ${explanation.figures.observed} = ${quotient(explanation.figures)}`,
  )
  expect(explanation.maintenance).toMatchObject([
    { id: 'intime', notice_given: 172_800_000, notice_due: 86_400_000, late: false, excluded: [{}] },
    { id: '=cmd|calc!A1', notice_given: 10_800_000, late: true, excluded: [] },
  ])
})

test('the page has the figure, the numbers in the formula, and every outage with its length', async () => {
  const page = (await textOf(site, '/en/sla/eventful/2026-11/', snapshot)).replaceAll('\u00a0', ' ')
  expect(page).toContain('API &amp; co: availability, November 2026')
  expect(page).toMatch(/= 1 − 810,001 ÷ 1,8\d\d,\d{3},\d{3} = 0\.999\d+…/)
  expect(page).toMatch(/of which down for 13 min 30 s 1 ms/)
  expect(page).toMatch(/1 min 40 s 1 ms/)
  expect(page).toContain('30,000.3 ms')
  expect(page).toContain('announced too late: not excluded')
  expect(page).toContain('excluded: 2 h 0 min 0 s')
  expect(page).toContain('58 min 50 s')
  expect(page).toMatch(/If all of the unknown time had been an outage: 99\.\d+%/)
  expect(page).toContain('id="2026-11-08"')
  const french = (await textOf(site, '/sla/eventful/2026-11/', snapshot)).replaceAll(/[\u00a0\u202f]/g, ' ')
  expect(french).toContain('annoncée trop tard : non exclue')
  expect(french).toMatch(/810 001 ÷ 1 8/)
})

test('a frozen month is explained as it was frozen, whatever the configuration says since', async () => {
  const october = { ...eventful, firstAt: eventful.firstAt! - 40 * 86_400_000 }
  const shifted = {
    ...october,
    slices: slices(october.firstAt, now, {
      from: Date.parse('2026-10-10T10:00:00Z'),
      to: Date.parse('2026-10-10T10:20:00Z'),
      status: 'partial_outage',
    }),
    windows: [],
  }
  const before = anEventfulSnapshot(shifted)
  const reports = [aFrozenMonth('2026-10', 1, { snapshot: before })]
  const weights = { ...before.weights, partial_outage: 1000 }
  const components = before.components.filter((one) => one.id !== 'eventful')
  for (const after of [
    { ...before, reports, weights },
    { ...before, reports, weights, components },
  ]) {
    const explanation = await json('/data/eventful/2026-10.json', after)
    expect(explanation).toMatchObject({
      frozen: 1,
      weights: { partial_outage: 0.3 },
      figures: { down: 360_000, period: 2_682_000_000 },
    })
    const frozen = JSON.parse(reports[0]!.text).components.find(
      (one: { id: string }) => one.id === 'eventful',
    )
    expect(explanation.figures).toEqual(frozen.availability)
    expect(recompute(await textOf(site, '/data/eventful/2026-10.csv', after)).down).toBe(360_000)
    expect(await textOf(site, '/en/sla/eventful/2026-10/', after)).toContain('this figure no longer changes')
  }
})

test('a revision says why', async () => {
  const reports = [aFrozenMonth('2026-10', 1), aFrozenMonth('2026-10', 2, { revision: 2 })]
  const page = await textOf(site, '/en/sla/api/2026-10/', { ...snapshot, reports })
  expect(page).toContain('revision 2 of')
  expect(page).toContain('A false alarm')
  expect(page).toContain('hash2')
  expect(page).toMatch(/href="[^"]*\/reports\/2026-10\/"/)
})

const paths = /^(?:\/en)?\/sla\/.+|^\/data\/(?!metrics)/
const keys = (one: Snapshot) =>
  new Map(
    site.routes(one).flatMap(({ path, fingerprint }) => (paths.test(path) ? [[path, fingerprint]] : [])),
  )
function changed(before: Snapshot, after: Snapshot): string[] {
  const known = keys(before)
  return [...keys(after)].filter(([path, key]) => known.get(path) !== key).map(([path]) => path)
}
/** The same page some time later: nothing has happened but checks. */
const later = (one: Snapshot, ms: number): Snapshot => ({
  ...one,
  generatedAt: one.generatedAt + ms,
  components: one.components.map((component) => ({
    ...component,
    days: component.days.map((day, i, all) =>
      i === all.length - 1 ? { ...day, checks: day.checks + 2 } : day,
    ),
    evidence: {
      ...component.evidence,
      slices: component.evidence.slices.map((slice, i, all) =>
        i === all.length - 1 ? { ...slice, to: slice.to + ms } : slice,
      ),
    },
  })),
})

test('time alone writes no explanation again within the hour', () => {
  expect(changed(snapshot, later(snapshot, 60_000))).toEqual([])
  expect(changed(snapshot, later(snapshot, 3_600_000)).length).toBeGreaterThan(0)
})

test('while a service is down, its own explanation keeps up', () => {
  const down = (ms: number): Snapshot =>
    later(
      anEventfulSnapshot({
        ...eventful,
        slices: slices(on(1), now, { from: now - 10 * 60_000, to: now, status: 'major_outage' }),
      }),
      ms,
    )
  const news = changed(down(0), down(10 * 60_000))
  expect(news).toContain('/en/sla/eventful/2026-11/')
  expect(news).toContain('/data/eventful/recent.csv')
  expect(news).toContain('/data/eventful.json')
  expect(news.filter((path) => !/eventful|uptime/.test(path))).toEqual([])
})

test('an explanation is as of the hour, of the last change since, or of now where the figure moved', () => {
  const at = (one: Snapshot, period = { from: on(1), to: on(30) }): number =>
    explanationInstant(one, one.components.at(-1)!, period)
  expect(at(snapshot)).toBe(on(22, '16:00'))
  expect(at(snapshot, { from: on(1), to: on(20) })).toBe(on(20))
  const withOutage = (from: number, to: number): Snapshot =>
    anEventfulSnapshot({
      ...eventful,
      slices: slices(on(1), now, { from, to, status: 'major_outage' }),
    })
  expect(at(withOutage(on(22, '16:01'), on(22, '16:02')))).toBe(on(22, '16:02'))
  expect(at(withOutage(on(22, '15:30'), now))).toBe(now)
})

test('the quotient is cut off, never rounded up', () => {
  expect(quotient({ down: 180_000, observed: 86_400_000 })).toBe('0.99791666…')
  expect(quotient({ down: 0, observed: 5 })).toBe('1')
  expect(quotient({ down: 1, observed: 2 })).toBe('0.5')
  expect(quotient({ down: 5, observed: 5 })).toBe('0')
  expect(quotient({ down: 1, observed: 10_000_000_000_000 })).toBe('0.99999999…')
  expect(quotient({ down: 0, observed: 0 })).toBeNull()
})

test('an outage in the hour that comes twice says which of the two it was in', async () => {
  const from = Date.parse('2026-10-25T00:10:00Z')
  const october = {
    ...eventful,
    firstAt: eventful.firstAt! - 40 * 86_400_000,
    slices: slices(eventful.firstAt! - 40 * 86_400_000, now, {
      from,
      to: from + 3_600_000,
      status: 'major_outage',
    }),
    windows: [],
  }
  const reports = [aFrozenMonth('2026-10', 1, { snapshot: anEventfulSnapshot(october) })]
  const page = await textOf(site, '/sla/eventful/2026-10/', { ...anEventfulSnapshot(october), reports })
  expect(page.replaceAll(/<[^>]+>/g, '')).toMatch(/25\soct\. 02:10:00\u00a0UTC\+2 – 02:10:00\u00a0UTC\+1/)
})
