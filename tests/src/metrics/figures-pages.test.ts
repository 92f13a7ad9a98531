import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { mediaOf } from '../../../collector/server/media-types.ts'
import { aMetric, aShare, plainWords } from './figures-builders.ts'
import { loadSite, renderAll, textOf } from '../site.ts'
import { aSnapshot } from '../snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const paths = (snapshot: Snapshot): string[] => site.routes(snapshot).map(({ path }) => path)

/** Paths whose keys differ between two snapshots. */
function changed(
  before: Snapshot,
  after: Snapshot,
  key: 'fingerprint' | 'deferrableKey' = 'fingerprint',
): string[] {
  const old = new Map(site.routes(before).map((route) => [route.path, route[key]]))
  return site.routes(after).flatMap((route) => (old.get(route.path) === route[key] ? [] : [route.path]))
}

test('without public metrics there is no page, no data, no entry of the menu', async () => {
  const none = aSnapshot({ metrics: [] })
  expect(paths(none).filter((path) => /figures|data\/metrics/.test(path))).toEqual([])
  for (const path of ['/', '/components/api/', '/sitemap.xml', '/404.html'])
    expect(await textOf(site, path, none), path).not.toContain('figures/')
})

test('with one, every page leads to it, in both languages', async () => {
  const snapshot = aSnapshot({ metrics: [aMetric('cpu', { name: { fr: 'Processeur', en: 'Processor' } })] })
  expect(paths(snapshot)).toEqual(expect.arrayContaining(['/figures/', '/en/figures/', '/data/metrics.json']))
  for (const path of ['/', '/en/', '/history/', '/sla/', '/404.html'])
    expect(await textOf(site, path, snapshot), path).toMatch(/href="[^"]*figures\/"/)
  expect(await textOf(site, '/sitemap.xml', snapshot)).toContain('/en/figures/')
  expect(plainWords(await textOf(site, '/figures/', snapshot))).toContain('Processeur')
  expect(plainWords(await textOf(site, '/en/figures/', snapshot))).toContain('Processor')
})

test('the menu is news for every page', () => {
  const [before, after] = [aSnapshot({ metrics: [] }), aSnapshot({ metrics: [aMetric()] })]
  expect(changed(before, after)).toEqual(
    expect.arrayContaining(['/', '/404.html', '/history/', '/incidents/k3x9q2m7ab1z/']),
  )
})

test('a new value makes the page of figures again, and a component’s own, and no past page', () => {
  const metric = aMetric('cpu', { component: 'api' })
  const moved = { ...metric, latest: { at: metric.latest!.at + 1_000, value: 47 } }
  const touched = changed(aSnapshot({ metrics: [metric] }), aSnapshot({ metrics: [moved] }))
  expect(touched.filter((path) => !path.startsWith('/en/'))).toEqual([
    '/figures/',
    '/components/api/',
    '/data/metrics.json',
  ])
})

test('an urgent publication has states, and leaves values to the next', () => {
  const metric = aShare(0.05, 0.1, { component: 'api' })
  const moved = { ...metric, latest: { at: metric.latest!.at + 1_000, value: 0.06 } }
  const worse = aShare(2, 0.1, { component: 'api' })
  const [before, later, bad] = [metric, moved, worse].map((one) => aSnapshot({ metrics: [one] }))
  expect(changed(before!, later!, 'deferrableKey')).toEqual([])
  expect(changed(before!, bad!, 'deferrableKey')).toEqual(
    expect.arrayContaining(['/figures/', '/components/api/']),
  )
  expect(changed(before!, bad!)).toEqual(expect.arrayContaining(['/', '/en/', '/live.json']))
})

test('what shares a fingerprint shares its bytes', async () => {
  const cpu = aMetric('cpu', { component: 'api' })
  const whole = aSnapshot({ metrics: [cpu, aShare(0.05, 0.1)] })
  // Three days of reports show as much as ninety.
  const days = Object.fromEntries(Object.entries(whole.response.days).slice(-3))
  const base = { ...whole, response: { ...whole.response, days } }
  const before = await renderAll(site, base)
  const old = new Map(site.routes(base).map(({ path, fingerprint }) => [path, fingerprint]))
  for (const next of [
    { ...base, generatedAt: base.generatedAt + 60_000 },
    { ...base, metrics: [] },
    { ...base, metrics: [{ ...cpu, component: 'web' }, base.metrics[1]!] },
    { ...base, metrics: [{ ...cpu, days: cpu.days.slice(1) }, base.metrics[1]!] },
    { ...base, metrics: [cpu, aShare(2, 0.1)] },
    { ...base, metrics: base.metrics.toReversed() },
    { ...base, components: base.components.map((one) => (one.id === 'api' ? { ...one, name: 'X' } : one)) },
  ] satisfies Snapshot[])
    for (const { path, fingerprint } of site.routes(next))
      if (old.get(path) === fingerprint) expect(await textOf(site, path, next), path).toBe(before.get(path))
})

test('the overview has one quiet line on what is critical, and none otherwise', async () => {
  const line = async (value: number) =>
    plainWords(await textOf(site, '/en/', aSnapshot({ metrics: [aShare(value, 0.1)] })))
  expect(await line(2.1)).toContain('critical: Error rate : 2.1% (goal: under 0.1%)')
  expect(await line(0.2)).not.toContain('Error rate')
})

test('a component’s page shows its figures, small, and leads to them', async () => {
  const snapshot = aSnapshot({ metrics: [aShare(0.05, 0.1, { component: 'api' })] })
  const html = await textOf(site, '/en/components/api/', snapshot)
  expect(html).toContain('href="../../../en/figures/#error-rate"')
  expect(html).toMatch(/<svg[^>]+aria-label="Error rate, The last 48 hours, mean of the hour\./)
  expect(await textOf(site, '/en/components/web/', snapshot)).not.toContain('#error-rate')
})

test('open data may be read by any page', async () => {
  const snapshot = aSnapshot({ metrics: [aShare(0.05, 0.1)] })
  expect(mediaOf('data/metrics.json')).toMatchObject({
    type: 'application/json; charset=utf-8',
    crossOrigin: true,
  })
  const data = JSON.parse(await textOf(site, '/data/metrics.json', snapshot)) as {
    metrics: { id: string; hours: unknown[]; days: unknown[] }[]
  }
  expect(data.metrics.map(({ id, hours, days }) => [id, hours.length, days.length])).toEqual([
    ['error-rate', 45, 90],
  ])
})

test('names and units are words, never tags', async () => {
  const bad = '"><script>alert(1)</script>'
  const snapshot = aSnapshot({
    metrics: [
      aShare(2, 0.1, { name: bad, description: bad, group: bad, unit: bad, component: 'api' }),
      aMetric('main', { name: 'Main' }),
    ],
  })
  for (const path of ['/', '/figures/', '/components/api/']) {
    const html = await textOf(site, path, snapshot)
    // Between quotation marks a tag is none.
    expect(html.replaceAll(/="[^"]*"/g, ''), path).not.toContain('<script>alert')
  }
  const html = await textOf(site, '/figures/', snapshot)
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(ids.length)
})
