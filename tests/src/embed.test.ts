import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import type { Banner } from '../../src/embed/banner.ts'
import { loadSite, textOf } from './site.ts'
import { aMaintenance, aSnapshot, anIncident, anOpenIncident, now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const hour = 3_600_000

const bannerOf = async (snapshot: Snapshot): Promise<Banner> =>
  JSON.parse(await textOf(site, '/embed/banner.json', snapshot)) as Banner

/** Work that was told two weeks ahead, from and to in hours from now. */
const work = (id: string, from: number, to: number, more: Partial<ReturnType<typeof aMaintenance>> = {}) =>
  aMaintenance({
    id,
    announced: [{ from: now + from * hour, to: now + to * hour, at: now - 336 * hour }],
    ...more,
  })

/** A page that has nothing to say but what is given. */
const quiet = (more: Partial<Snapshot> = {}) =>
  aSnapshot({
    status: 'operational',
    incidents: [anIncident()],
    maintenances: [],
    recurringMaintenance: [],
    ...more,
  })

test('the script is small, needs nothing, and runs as it is in any page', async () => {
  const script = await textOf(site, '/embed.js', aSnapshot())
  expect(script.length).toBeLessThan(5_000)
  expect(script).not.toMatch(/\bimport\b|\bexport\b|innerHTML|eval\(/)
  expect(() => new Function(script)).not.toThrow()
})

test('all being well, there is nothing to show', async () => {
  const banner = await bannerOf(quiet())
  expect(banner).toMatchObject({ status: 'operational', components: [], incidents: [], maintenances: [] })
  expect(banner.staleAfter).toBeGreaterThan(banner.generatedAt)
})

test('an open incident is shown with its title in each language and its place', async () => {
  const banner = await bannerOf(quiet({ incidents: [anOpenIncident(), anIncident()] }))
  expect(banner.incidents).toEqual([
    {
      id: 'openopenopen',
      version: '2',
      title: { fr: 'Paiements indisponibles', en: 'Payments unavailable' },
      url: 'incidents/openopenopen/',
      components: ['pay'],
      impact: 'critical',
      status: 'identified',
    },
  ])
  expect(banner.components.map(({ id }) => id)).toEqual(['pay'])
})

test('the worst incident comes first, and a false alarm not at all', async () => {
  const incidents = [
    anOpenIncident({ id: 'small', impact: 'minor' }),
    anOpenIncident({ id: 'false', falseAlarm: { reason: 'Sonde', at: now } }),
    anOpenIncident({ id: 'large', impact: 'critical' }),
  ]
  expect((await bannerOf(quiet({ incidents }))).incidents.map(({ id }) => id)).toEqual(['large', 'small'])
})

test('work under way and announced work is shown, the next one first; what is over, cancelled or not yet announced is not', async () => {
  const programme = { entry: 'weekly', originalFor: now + 900 * hour, changed: false }
  const maintenances = [
    work('secret', 900, 901, { programme, impact: 'minor' }),
    work('ahead', 48, 50),
    work('cancelled', 24, 26, { cancelledAt: now - hour }),
    work('underway', -1, 1),
    work('over', -5, -3),
  ]
  const banner = await bannerOf(quiet({ maintenances }))
  expect(banner.maintenances.map(({ id, status }) => [id, status])).toEqual([
    ['underway', 'in_progress'],
    ['ahead', 'scheduled'],
  ])
  expect(banner.maintenances[1]).toMatchObject({ from: now + 48 * hour, until: now + 50 * hour })
})

test('that work has begun is another version of its notice', async () => {
  const version = async (from: number) =>
    (await bannerOf(quiet({ maintenances: [work('one', from, 9)] }))).maintenances[0]!.version
  expect(await version(1)).not.toBe(await version(-1))
})

test('a collector that is cut off says of nothing that it works or does not', async () => {
  const base = aSnapshot({ cutOff: true, status: 'major_outage' })
  const banner = await bannerOf(base)
  expect(banner.status).toBe('unknown')
  expect(new Set(banner.components.map(({ status }) => status))).toEqual(new Set(['unknown']))
})

test('hostile titles are short plain text', async () => {
  const title = `<script>alert(1)</script>\u202e\u0007\ud800${'x'.repeat(100_000)}`
  const text = await textOf(
    site,
    '/embed/banner.json',
    quiet({ incidents: [anOpenIncident({ title, id: '../../evil' })] }),
  )
  expect(text.length).toBeLessThan(5_000)
  expect(text).not.toContain('\u202e')
  const [incident] = (JSON.parse(text) as Banner).incidents
  expect(incident!.title['fr']).toMatch(/^<script>alert\(1\)<\/script>\ufffdx+…$/)
  expect(incident!.url).toMatch(/^incidents\/[a-z0-9]+\/$/)
})

test('the page for a frame tells the status and what is open, and opens links outside the frame', async () => {
  const snapshot = aSnapshot({ incidents: [anOpenIncident()], status: 'major_outage' })
  const french = await textOf(site, '/embed/', snapshot)
  const english = await textOf(site, '/en/embed/', snapshot)
  expect(french).toContain('Paiements indisponibles')
  expect(english).toContain('Payments unavailable')
  expect(english).toContain('Major outage')
  expect(english).toContain('href="../../en/incidents/openopenopen/"')
  const links = [...english.matchAll(/<a\b[^>]*>/g)].map(([link]) => link)
  expect(links.length).toBeGreaterThan(1)
  for (const link of links) expect(link).toMatch(/target="_blank" rel="noopener"/)
  expect(english).toContain('noindex')
})

test('what shares a fingerprint shares its bytes, as time passes and work begins', async () => {
  const base = aSnapshot({ incidents: [anOpenIncident()], maintenances: [work('one', 1, 2)] })
  const paths = site.routes(base).filter(({ path }) => /^\/(?:en\/)?(?:embed|badges)/.test(path))
  expect(paths.length).toBeGreaterThan(10)
  const variants: Snapshot[] = [
    { ...base, generatedAt: base.generatedAt + 90 * 60_000 },
    { ...base, cutOff: true },
    { ...base, staleAfter: base.staleAfter + 1 },
    { ...base, status: 'partial_outage' },
    { ...base, maintenances: [] },
    { ...base, notice: { default: 1 } },
    { ...base, components: base.components.map((one) => ({ ...one, name: 'Autre' })) },
    { ...base, components: base.components.map((one) => ({ ...one, latency: [] })) },
    { ...base, page: { ...base.page, name: 'Autre' } },
  ]
  for (const variant of variants) {
    const keys = new Map(site.routes(variant).map((one) => [one.path, one.fingerprint]))
    for (const { path, fingerprint } of paths)
      if (keys.get(path) === fingerprint)
        expect(await textOf(site, path, variant), path).toBe(await textOf(site, path, base))
  }
})
