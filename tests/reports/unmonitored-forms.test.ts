import { beforeAll, expect, test } from 'vitest'
import { type ComponentFacts, assembleSnapshot } from '../../collector/core/snapshot/assemble-snapshot.ts'
import type { Report } from '../../collector/core/report/report-document.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { aComponent, aConfig, anIncident, anUpdate } from '../core/builders.ts'
import { loadSite, textOf } from '../src/site.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const minute = 60_000
const now = Date.UTC(2026, 10, 16, 12)
const firstAt = Date.UTC(2026, 10, 1)
const noAnswers = { checks: 0, mean: null, p50: null, p95: null, p99: null }

const tier = {
  id: 'gold',
  name: 'Gold',
  description: null,
  availability: 999_000,
  responseP95: null,
  price: null,
  support: null,
}

const startedAt = Date.UTC(2026, 10, 3, 10)
const declared = anIncident({
  startedAt,
  detectedAt: startedAt,
  updates: [
    anUpdate({ at: startedAt, components: { phone: 'major_outage' } }),
    anUpdate({ id: 'u2', at: startedAt + 12 * minute, status: 'resolved', components: {} }),
  ],
})

/** One component with a monitor that was down for half an hour, and two that nothing watches: one had a declared outage. */
const snapshot = assembleSnapshot({
  now,
  config: aConfig({
    tiers: [tier],
    components: [
      aComponent('api', { tier: 'gold' }),
      aComponent('desk', { name: 'Help desk', tier: 'gold' }, 0),
      aComponent('phone', { name: 'Phone', tier: 'gold' }, 0),
    ],
  }),
  facts: new Map<string, ComponentFacts>([
    [
      'api',
      {
        firstAt,
        checkedAt: now,
        timelines: [
          [
            { at: firstAt, health: 'up' as const },
            { at: firstAt + 60 * minute, health: 'down' as const },
            { at: firstAt + 90 * minute, health: 'up' as const },
          ],
        ],
        days: new Map(),
        latency: [],
      },
    ],
    ...['desk', 'phone'].map(
      (id) => [id, { firstAt, checkedAt: null, timelines: [], days: new Map(), latency: [] }] as const,
    ),
  ]),
  incidents: [declared],
  maintenances: [],
  announcements: [],
  recurringMaintenance: [],
  cutOff: false,
  demo: false,
  response: () => noAnswers,
  regressions: new Map(),
  metrics: [],
  deployments: null,
  reports: [],
})

const strip = (html: string): string =>
  html
    .replaceAll(/<(style|script)[^]*?<\/\1>|<svg[^]*?<\/svg>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s,·]+/g, ' ')

const read = async (path: string): Promise<string> => strip(await textOf(site, path, snapshot))

/** What stands behind a name, up to that of the next component. */
const lineOf = (text: string, name: string): string => {
  const begin = text.indexOf(name, text.indexOf('30 min'))
  return text.slice(begin, begin + 60)
}

test('every form of a report calls a component that nothing watches not monitored, where no outage was declared', async () => {
  for (const path of ['', 'report.txt', 'mail.html']) {
    const text = await read(`/en/reports/2026-11/${path}`)
    expect(lineOf(text, 'Help desk'), path).toContain('not monitored')
    expect(lineOf(text, 'Help desk'), path).not.toContain('100%')
    expect(lineOf(text, 'Phone'), path).toMatch(/99\.\d+%/)
    expect(text, path).not.toContain('100 %')
  }
})

test('its promise is neither kept nor on track, and nothing is left of a budget that nobody could spend', async () => {
  const { components } = JSON.parse(await textOf(site, '/reports/2026-11/report.json', snapshot)) as Report
  const [api, desk, phone] = components
  expect(desk).toMatchObject({
    monitored: false,
    // It counts as observed all the same (NUMBERS.md).
    availability: { availability: 1, down: 0, printed: null },
    budget: { verdict: 'unknown' },
  })
  expect(phone).toMatchObject({
    monitored: false,
    availability: { down: 12 * minute },
    budget: { verdict: 'kept' },
  })
  expect(api).not.toHaveProperty('monitored')
  const text = await textOf(site, '/en/reports/2026-11/report.txt', snapshot)
  expect(text).toMatch(/Help desk\s+unknown, promised 99\.9%\s+[·–]/)
  expect(await read('/en/sla/')).toMatch(/Help desk Unknown Availability this month not monitored unknown/)
  expect(await read('/en/components/desk/')).toContain('not monitored unknown')
})

test('the figures of the page are means of the components that have one, on the day and over the month', async () => {
  const report = JSON.parse(await textOf(site, '/reports/2026-11/report.json', snapshot)) as Report
  const [api, , phone] = report.components
  expect(report.availability.availability).toBeCloseTo(
    (api!.availability.availability! + phone!.availability.availability!) / 2,
    12,
  )
  const daily = JSON.parse(await textOf(site, '/reports/2026-11-01/report.json', snapshot)) as Report
  expect(daily.availability.printed).toBe(daily.components[0]!.availability.printed)
  expect(await read('/en/reports/')).toContain(`Sunday November 1 ${daily.availability.printed}%`)
})

test('explanations, months and open data say it, too', async () => {
  expect(await read('/en/sla/desk/2026-11/')).toContain('No monitor watches this service')
  expect(await read('/en/sla/desk/recent/')).not.toContain('100%')
  const csv = await textOf(site, '/reports/2026-11/report.csv', snapshot)
  expect(csv).toContain('2026-11,component,desk,Help desk,,monitored,false,')
  expect(csv).toContain('2026-11,component,desk,Help desk,,printed,,%')
  const explained = JSON.parse(await textOf(site, '/data/desk/2026-11.json', snapshot)) as unknown
  expect(explained).toMatchObject({ monitored: false, figures: { availability: 1, printed: null } })
  const uptime = JSON.parse(await textOf(site, '/data/uptime.json', snapshot)) as {
    components: { monitored?: false; periods: { printed: string | null }[] }[]
  }
  expect(uptime.components[0]).not.toHaveProperty('monitored')
  expect(uptime.components[1]!.monitored).toBe(false)
  expect(uptime.components[1]!.periods.map(({ printed }) => printed)).not.toContain('100')
  expect(JSON.parse(await textOf(site, '/data/desk.json', snapshot))).toMatchObject({ monitored: false })
  expect(await textOf(site, '/badges/desk/uptime.svg', snapshot)).toContain('non surveillé')
})
