import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { loadSite, renderAll, textOf } from './site.ts'
import {
  aComponent,
  aMaintenance,
  aSnapshot,
  aSnapshotOf,
  anIncident,
  anOpenIncident,
  manyIncidents,
  now,
} from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** Paths whose fingerprints two snapshots do not share. */
function changed(before: Snapshot, after: Snapshot): string[] {
  const old = new Map(site.routes(before).map(({ path, fingerprint }) => [path, fingerprint]))
  return site.routes(after).flatMap(({ path, fingerprint }) => (old.get(path) === fingerprint ? [] : [path]))
}

test('every path of a page is there once, in both languages, in a file of its own', () => {
  const routes = site.routes(aSnapshot())
  const paths = routes.map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
  expect(new Set(routes.map(({ file }) => file)).size).toBe(routes.length)
  expect(paths).toEqual(
    expect.arrayContaining([
      '/',
      '/en/',
      '/history/',
      '/en/history/2026-11/',
      '/components/api/',
      '/en/components/api/rss.xml',
      '/incidents/k3x9q2m7ab1z/',
      '/rss.xml',
      '/en/rss.xml',
      '/404.html',
      '/robots.txt',
      '/sitemap.xml',
      '/live.json',
    ]),
  )
  expect(routes.find(({ path }) => path === '/en/')?.file).toBe('en/index.html')
  expect(routes.find(({ path }) => path === '/rss.xml')?.file).toBe('rss.xml')
})

test('the same snapshot gives the same bytes, twice, and side by side', async () => {
  const first = await renderAll(site, aSnapshot())
  const snapshot = structuredClone(aSnapshot())
  const again = await Promise.all(
    [...first.keys()].map(async (path) => [path, await textOf(site, path, snapshot)] as const),
  )
  expect(new Map(again)).toEqual(first)
})

test('a path that does not exist is refused by name', async () => {
  await expect(site.render('/incidents/nothing/', aSnapshot())).rejects.toThrow('/incidents/nothing/')
  await expect(site.render('/de/', aSnapshot())).rejects.toThrow('/de/')
})

test('a minute that passes touches live pages only', () => {
  const incidents = [anOpenIncident(), anIncident()]
  const before = aSnapshot({ incidents })
  const after = aSnapshot({
    incidents,
    generatedAt: before.generatedAt + 60_000,
    staleAfter: before.staleAfter + 60_000,
  })
  const touched = changed(before, after)
  expect(touched).toContain('/')
  expect(touched).toContain('/components/api/')
  expect(touched).toContain('/incidents/openopenopen/')
  expect(touched).toContain('/live.json')
  expect(touched.filter((path) => /k3x9|history|rss|404|robots|sitemap/.test(path))).toEqual([])
})

test('a change of a past incident touches the pages that tell of it and no others', () => {
  const [first, ...rest] = manyIncidents(200)
  const last = rest.at(-1)!
  const before = aSnapshot({ incidents: [first!, ...rest] })
  const after = aSnapshot({
    incidents: [first!, ...rest.slice(0, -1), { ...last, title: 'Corrigé', version: last.version + 1 }],
  })
  const archive = changed(before, after).filter((path) => /incidents|history/.test(path))
  expect(archive.toSorted()).toEqual([
    '/en/history/2026-09/',
    '/en/incidents/past199/',
    '/history/2026-09/',
    '/incidents/past199/',
  ])
})

test('what shares a fingerprint shares its bytes', async () => {
  const whole = aSnapshot({ incidents: [anOpenIncident(), anIncident()] })
  // Three days of reports tell as much as ninety.
  const days = Object.fromEntries(Object.entries(whole.response.days).slice(-3))
  const base = { ...whole, response: { ...whole.response, days } }
  const [web, ...others] = base.components
  const variants: Snapshot[] = [
    { ...base, generatedAt: base.generatedAt + 60_000 },
    { ...base, checkedAt: base.checkedAt! + 1_000 },
    { ...base, cutOff: true },
    { ...base, status: 'major_outage' },
    { ...base, page: { ...base.page, name: 'Autre' } },
    { ...base, page: { ...base.page, accent: '#a03060' } },
    { ...base, components: [{ ...web!, name: 'Renommé' }, ...others] },
    { ...base, components: [{ ...web!, status: 'partial_outage' }, ...others] },
    {
      ...base,
      components: [aComponent('web', 'Site', { 3: { worst: 'major_outage', down: 5 } }), ...others],
    },
    { ...base, components: base.components.map((one) => (one.id === 'ai' ? { ...one, name: 'IA' } : one)) },
    { ...base, incidents: [anIncident({ title: 'Autre', version: 5 })] },
    { ...base, incidents: [anIncident(), anIncident({ id: 'older', startedAt: Date.UTC(2025, 0, 1) })] },
    { ...base, incidents: [] },
    { ...base, generatedAt: base.generatedAt + 30 * 60_000 },
    { ...base, generatedAt: base.generatedAt + 86_400_000 },
    { ...base, generatedAt: base.generatedAt + 60 * 86_400_000 },
    { ...base, maintenances: [] },
    { ...base, maintenances: base.maintenances.slice(1) },
    {
      ...base,
      maintenances: base.maintenances.map((one) =>
        one.id === 'storagemove1' ? { ...one, title: 'Autre', version: 3 } : one,
      ),
    },
    { ...base, recurringMaintenance: base.recurringMaintenance.slice(1) },
    {
      ...base,
      recurringMaintenance: base.recurringMaintenance.map((one) => ({
        ...one,
        rrule: 'FREQ=YEARLY;BYWEEKNO=20',
      })),
    },
    { ...base, notice: { default: 1 } },
    { ...base, excludeMaintenance: 'none' },
    { ...base, priorities: {} },
    {
      ...base,
      incidents: base.incidents.map((one) => ({
        ...one,
        version: 9,
        falseAlarm: { reason: 'Sonde', at: base.generatedAt },
      })),
    },
  ]
  const known = new Map<string, string>()
  const before = await renderAll(site, base)
  for (const { path, fingerprint } of site.routes(base)) known.set(path, fingerprint)
  for (const variant of variants)
    for (const { path, fingerprint } of site.routes(variant))
      if (known.get(path) === fingerprint)
        expect(await textOf(site, path, variant), path).toBe(before.get(path))
})

test('a thousand incidents in two languages are all listed', () => {
  const incidents = manyIncidents(1000)
  expect(site.routes(aSnapshotOf(20, { incidents })).length).toBeGreaterThan(2000)
})

test('what a first publication must show at once does not grow with the past', () => {
  const urgent = (snapshot: Snapshot): string[] =>
    site.routes(snapshot).flatMap(({ path, deferrableKey }) => (deferrableKey === undefined ? [path] : []))
  const windows = (count: number) =>
    Array.from({ length: count }, (_, n) => {
      const from = now - (n + 2) * 86_400_000
      return aMaintenance({
        id: `window${n}`,
        announced: [{ from, to: from + 3_600_000, at: from - 86_400_000 }],
      })
    })
  const one = urgent(aSnapshotOf(3, { incidents: manyIncidents(1), maintenances: windows(1) }))
  expect(one).toContain('/')
  expect(urgent(aSnapshotOf(3, { incidents: manyIncidents(300), maintenances: windows(300) }))).toEqual(one)
  expect(urgent(aSnapshotOf(3, { incidents: [anOpenIncident({ id: 'open' })] }))).toContain(
    '/incidents/open/',
  )
})

test('a window that begins touches its own page and what lists it, and not the rest of the calendar', () => {
  const before = aSnapshot()
  const after = { ...before, generatedAt: before.generatedAt + 30 * 60_000 }
  const touched = changed(before, after).filter((path) => path.startsWith('/maintenance/'))
  expect(touched).toEqual(['/maintenance/', '/maintenance/certificate1/'])
})

test('a minute in which nothing begins or ends touches nothing of the calendar', () => {
  const before = aSnapshot()
  const after = { ...before, generatedAt: before.generatedAt + 60_000 }
  expect(changed(before, after).filter((path) => path.includes('maintenance'))).toEqual([])
})

test('a thousand windows in two languages are all listed', () => {
  const maintenances = Array.from({ length: 1000 }, (_, i) => {
    const from = now + (500 - i) * 12 * 3_600_000
    return aMaintenance({
      id: `window${i}`,
      announced: [{ from, to: from + 3_600_000, at: from - 9 * 86_400_000 }],
    })
  })
  expect(site.routes({ ...aSnapshotOf(20), maintenances }).length).toBeGreaterThan(2000)
})

test('months run from the first thing known to now', () => {
  const paths = site.routes(aSnapshot({ incidents: [] })).map(({ path }) => path)
  expect(paths.filter((path) => /^\/history\/\d/.test(path))).toEqual([
    '/history/2026-08/',
    '/history/2026-09/',
    '/history/2026-10/',
    '/history/2026-11/',
  ])
  const empty = site.routes(aSnapshotOf(0)).map(({ path }) => path)
  expect(empty.filter((path) => path.includes('/history/'))).toEqual(['/history/', '/en/history/'])
})
