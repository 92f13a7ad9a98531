import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { noObjectives } from '../../collector/core/slo/objective.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { loadSite, textOf } from './site.ts'
import { aFrozenMonth, judged } from './sla-builders.ts'
import {
  aComponent,
  aLearntIncident,
  aSnapshot,
  aSnapshotOf,
  anIncident,
  anOpenIncident,
  now,
} from './snapshots.ts'

const minute = 60_000

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** What a reader reads of the content of a page. */
const words = (html: string): string =>
  html
    .slice(html.indexOf('<main'), html.indexOf('</main>'))
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ')

const read = async (snapshot: Snapshot, path = '/en/sla/') => words(await textOf(site, path, snapshot))

/** A page with one component in one group. */
const of = (component: ComponentView, more: Parameters<typeof aSnapshot>[0] = {}) =>
  aSnapshot({ components: [component], incidents: [], ...more })

test('each level says in plain words how long a service may be down', async () => {
  const text = await read(aSnapshot())
  expect(text).toContain('99.9% of each month: at most 43 min 12 s of downtime in 30 days')
  expect(text).toContain('99.95% of each month: at most 21 min 36 s of downtime in 30 days')
  expect(text).toContain('99.99% of each month: at most 4 min 19 s of downtime in 30 days')
  expect(text).toContain('95 of 100 answers in less than 1.5 s, every day')
  expect(await read(aSnapshot(), '/sla/')).toContain('99,95 % de chaque mois : au plus 21 min 36 s')
})

test('each level says what it costs and who helps, each priority what such incidents are, in the language read', async () => {
  const [english, french] = [await read(aSnapshot()), await read(aSnapshot(), '/sla/')]
  expect(english).toContain('Price $29 a month Support E-mail and chat')
  expect(french).toContain('Prix 29 $ par mois Assistance E-mail et chat')
  expect(english).toContain('The service is entirely unavailable For example: the site is down')
  expect(french).toContain('Service complètement indisponible Par exemple : site inaccessible')
  // Nothing is said where nobody said it.
  expect(english.match(/Price /g)).toHaveLength(2)
  expect(english.match(/For example/g)).toHaveLength(1)
})

test('a budget partly spent says what is left of it, and until when it lasts', async () => {
  const text = await read(
    of(judged(aComponent('api', 'API', { 2: { worst: 'major_outage', down: 10 * minute } }), 999_000)),
  )
  expect(text).toContain('Budget left 33 min 12 s of 43 min 12 s (76%)')
  expect(text).toContain('it lasts to the end of the month burn rate 0.33')
  expect(text).toContain('Every promise is on track')
})

test('a budget that goes too fast says on which day it runs out', async () => {
  const text = await read(
    of(judged(aComponent('api', 'API', { 2: { worst: 'major_outage', down: 36 * minute } }), 999_000)),
  )
  expect(text).toContain('API At risk')
  expect(text).toContain('it runs out on November 27, 2026 burn rate 1.16')
})

test('an overspent budget says by how much, and never reads as kept', async () => {
  const html = await textOf(
    site,
    '/en/sla/',
    of(judged(aComponent('api', 'API', { 2: { worst: 'major_outage', down: 60 * minute } }), 999_000)),
  )
  expect(words(html)).toContain('0 s overspent by 16 min 48 s, of 43 min 12 s')
  expect(words(html)).toContain('Not every promise is kept 1 broken')
  expect(html).toMatch(/class="meter s-major_outage"[^>]*><path class="spent"/)
})

test('time that nobody watched is shown where it could change the verdict, and not where it could not', async () => {
  const component = aComponent('api', 'API')
  const long = await read(of(judged(component, 999_000, { unknown: 5 * 60 * minute })))
  expect(long).toMatch(/between 99\.0\d% and 100%: the verdict depends on what happened/)
  const short = await read(of(judged(component, 999_000, { unknown: 30_000 })))
  expect(short).not.toContain('the verdict depends')
})

test('what was never measured is unknown, and neither kept nor broken', async () => {
  const fresh = aComponent('new', 'New', {}, { firstDay: 0, firstAt: null })
  const nothing = { period: 0, observed: 0, down: 0, availability: null, printed: null }
  const text = await read(of({ ...judged(fresh, 999_000, nothing), months: {} }))
  expect(text).toContain('New Unknown')
  expect(text).toContain('Nothing has been measured yet')
  expect(text).toContain('not measured yet')
  expect(text).not.toContain('Budget left')
})

test('the months back are shown by their frozen reports, a missing one by a dash', async () => {
  const snapshot = aSnapshot({ reports: [aFrozenMonth('2026-08', 1), aFrozenMonth('2026-10', 2)] })
  const html = await textOf(site, '/en/sla/', snapshot)
  const table = html.slice(html.indexOf('The last twelve months: Text correction'))
  const rows = words(`<main${table.slice(0, table.indexOf('</table>'))}</main>`)
  expect(rows).toContain('October 2026 99.910% only just kept promised 99.9% 40 min 482 ms')
  expect(rows).toContain('September 2026 — — — —')
  expect(rows).toMatch(/August 2026 100%/)
  expect(rows).not.toContain('July 2026')
  expect(table).toContain('href="../../en/sla/ai/2026-10/"')
})

test('a month that was corrected says so, and shows the newest revision', async () => {
  const [web, ...rest] = aSnapshot().components
  const worse = aComponent('web', 'Website', { 30: { worst: 'major_outage', down: 60 * minute } })
  const corrected = aFrozenMonth('2026-10', 2, {
    revision: 2,
    snapshot: aSnapshot({ components: [worse, ...rest] }),
  })
  const html = await textOf(
    site,
    '/en/sla/',
    aSnapshot({ components: [web!, ...rest], reports: [aFrozenMonth('2026-10', 1), corrected] }),
  )
  expect(words(html)).toContain('October 2026 corrected (2) 99.86% broken promised 99.9% 1 h')
})

test('a frozen report that somebody altered leaves its month unknown and the page standing', async () => {
  const broken = { ...aFrozenMonth('2026-10', 1), text: '{"components":' }
  expect(await read(aSnapshot({ reports: [broken] }))).toContain('October 2026 — — — —')
})

test('the clocks of an open incident run against what was promised', async () => {
  const text = await read(aSnapshot({ incidents: [anOpenIncident()] }))
  expect(text).toContain('answered in 6 min, promised 15 min kept')
  expect(text).toContain('not restored yet: 40 min so far, promised 15 min exceeded')
  expect(text).toContain('not resolved yet: 40 min so far, promised 1 h in time')
  expect(await read(aSnapshot({ incidents: [anOpenIncident()] }), '/sla/')).toContain(
    'pas encore rétabli : 40 min jusqu’ici, promis 15 min dépassé',
  )
})

test('resolved incidents are counted against their promises, false alarms and announcements are not', async () => {
  const text = await read(
    aSnapshot({
      incidents: [
        anIncident(),
        aLearntIncident(),
        anIncident({ id: 'false', title: 'Never was', falseAlarm: { reason: 'Probe', at: now } }),
        anIncident({
          id: 'old',
          title: 'Long ago',
          startedAt: now - 500 * 86_400_000,
          updates: [{ ...anIncident().updates[3]!, at: now - 499 * 86_400_000 }],
        }),
      ],
    }),
  )
  expect(text).toContain('Answered 2 of 2 kept Restored 0 of 2 kept Resolved 2 of 2 kept')
  expect(text).toContain('Data loss 1 incident with a loss')
  expect(text).toContain('Mean time to acknowledge (MTTA) 6 min Mean time to restore (MTTR) 38 min')
  expect(text).not.toContain('Never was')
  expect(text).not.toContain('Long ago')
})

test('where nothing is promised the page says so, and shows what is measured', async () => {
  const [first] = aSnapshot().components
  const free = { ...first!, tier: null, objectives: { availability: null, response: null } }
  const text = await read(of(free, { tiers: [], objectives: noObjectives, priorities: {} }))
  expect(text).toContain('Nothing is promised here at the moment.')
  expect(text).toContain('No time is promised for incidents.')
  expect(text).toContain('Availability this month 100%')
  expect(text).not.toContain('Budget left')
})

test('a promise beside the tiers is shown with its own window, for a group as one', async () => {
  const [first] = aSnapshot().components
  const { availability, response } = first!.objectives
  const objective = {
    id: 'all',
    name: 'Everything together',
    of: { group: 'Services' },
    availability: 995_000,
    responseP95: null,
    window: 30 * 86_400_000,
  }
  const text = await read(
    aSnapshot({
      customObjectives: [{ objective, subjects: [{ component: null, availability, response }] }],
    }),
  )
  expect(text).toContain('Further promises Everything together')
  expect(text).toContain('99.5% of any 30 days: at most 3 h 36 min of downtime in that time')
})

test('with many components those that are kept are folded away, and those that are not stand open', async () => {
  const { components, ...rest } = aSnapshotOf(60)
  const [first, ...others] = components
  const broken = judged(first!, 999_000, { down: 90 * minute })
  const html = await textOf(site, '/en/sla/', { ...rest, components: [broken, ...others] })
  expect(html.match(/<details class="fold"/g)).toHaveLength(59)
  expect(html.slice(0, html.indexOf('<details class="fold"'))).toContain('overspent by')
})

test('the page of a component tells its promise and how it answers against its own last days', async () => {
  const component = aComponent(
    'api',
    'API',
    {},
    {
      regression: {
        p95: 620,
        checks: 120,
        baseline: 460,
        baselineChecks: 9_000,
        change: 620 / 460 - 1,
        level: 'warning',
      },
    },
  )
  const slow = await read(of(component), '/en/components/api/')
  expect(slow).toContain('Answers 35% slower than in the last 7 days (P95 620 ms against 460 ms): warning')
  expect(slow).toContain('Level: Standard')
  expect(await read(of(aComponent('api', 'API')), '/en/components/api/')).toContain(
    'Answers as in the last 7 days',
  )
})

test('the page of an incident holds its clocks against the promises', async () => {
  const text = await read(aSnapshot({ incidents: [aLearntIncident()] }), '/en/incidents/learntlearnt/')
  expect(text).toMatch(/Restored: exceeded · promised 15 min Resolved: kept · promised 4 h/)
  expect(text).toMatch(/6 min kept · promised 1 h/)
  expect(text).toMatch(/Data loss 0\.0012% exceeded · promised: none/)
})

test('a new verdict or promise is urgent; a figure that moves is not, nor a clock that the incident’s own page tells', () => {
  const base = aSnapshot()
  const deferrableKey = (snapshot: Snapshot) =>
    site.routes(snapshot).find(({ path }) => path === '/sla/')!.deferrableKey
  const [first, ...rest] = base.components
  const month = { ...first!.month, down: 1 }
  expect(deferrableKey({ ...base, generatedAt: now + minute })).toBe(deferrableKey(base))
  expect(deferrableKey({ ...base, components: [{ ...first!, month }, ...rest] })).toBe(deferrableKey(base))
  const broken = judged(first!, 999_000, { down: 90 * minute })
  expect(deferrableKey({ ...base, components: [broken, ...rest] })).not.toBe(deferrableKey(base))
  expect(deferrableKey({ ...base, incidents: [anOpenIncident(), ...base.incidents] })).toBe(
    deferrableKey(base),
  )
  expect(deferrableKey({ ...base, objectives: noObjectives })).not.toBe(deferrableKey(base))
  expect(deferrableKey({ ...base, reports: [aFrozenMonth('2026-10', 1)] })).not.toBe(deferrableKey(base))
})

test('pages that tell of promises are made again when what was promised changes', async () => {
  const base = aSnapshot({ incidents: [anOpenIncident(), aLearntIncident()] })
  const variants: Snapshot[] = [
    { ...base, objectives: { ...base.objectives, recovery: 60 * minute } },
    { ...base, objectives: { ...base.objectives, dataLoss: 20 } },
    { ...base, tiers: base.tiers.slice(0, 1) },
    { ...base, tiers: base.tiers.map((tier) => ({ ...tier, name: 'Other' })) },
    { ...base, reports: [aFrozenMonth('2026-10', 1)] },
    { ...base, customObjectives: [] },
    { ...base, components: base.components.map((one) => judged(one, 999_900, { down: 1 })) },
  ]
  const before = new Map(site.routes(base).map(({ path, fingerprint }) => [path, fingerprint]))
  const places = new Set([
    '/sla/',
    '/en/sla/',
    '/components/web/',
    '/incidents/learntlearnt/',
    '/incidents/openopenopen/',
  ])
  for (const variant of variants)
    for (const { path, fingerprint } of site.routes(variant))
      if (places.has(path) && before.get(path) === fingerprint)
        expect(await textOf(site, path, variant), path).toBe(await textOf(site, path, base))
})
