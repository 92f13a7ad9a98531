import { permanentId } from '../../../src/feeds/permanent-id.ts'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { loadSite, textOf } from '../site.ts'
import {
  aHostileSnapshot,
  aMaintenance,
  aSnapshot,
  anIncident,
  anOpenIncident,
  hostile,
  now,
} from '../snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const page = 'https://status.francais-fluide.com'
const hour = 3_600_000
const day = 24 * hour

const rssOf = async (path: string, snapshot: Snapshot) => parseRssFeed(await textOf(site, path, snapshot))
const atomOf = async (path: string, snapshot: Snapshot) => parseAtomFeed(await textOf(site, path, snapshot))
const jsonOf = async (path: string, snapshot: Snapshot) => parseJsonFeed(await textOf(site, path, snapshot))

/** A page with incidents and maintenance, and a hub. */
const full = () =>
  aSnapshot({ page: { hub: 'https://hub.example/?a=1&b=2' }, incidents: [anOpenIncident(), anIncident()] })

test('ids stay when the page moves to another address', async () => {
  const moved = { ...full(), page: { ...full().page, url: 'http://elsewhere.example/sub' } }
  const atoms = await Promise.all([full(), moved].map((snapshot) => atomOf('/en/atom.xml', snapshot)))
  expect(atoms.map(({ id }) => id)).toEqual([`${page}/en/`, `${page}/en/`])
  const [here, there] = await Promise.all([full(), moved].map((snapshot) => jsonOf('/feed.json', snapshot)))
  expect(there!.items!.map(({ id }) => id)).toEqual(here!.items!.map(({ id }) => id))
})

test('the three formats tell the same items by the same ids, in the same order', async () => {
  const snapshot = full()
  const [rss, atom, json] = await Promise.all([
    rssOf('/rss.xml', snapshot),
    atomOf('/atom.xml', snapshot),
    jsonOf('/feed.json', snapshot),
  ])
  const ids = rss.items!.map(({ guid }) => guid!.value)
  expect(ids).toContain(`urn:uuid:${permanentId('incident', 'openopenopen')}`)
  expect(ids).toContain(`urn:uuid:${permanentId('maintenance', 'storagemove1')}`)
  expect(rss.items!.map(({ link }) => link)).toContain(`${page}/incidents/openopenopen/`)
  expect(permanentId('incident', 'a')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(json.items!.map(({ tags }) => tags)).toContainEqual(['incident', 'resolved'])
  expect(atom.entries!.map(({ id }) => id)).toEqual(ids)
  expect(json.items!.map(({ id }) => id)).toEqual(ids)
  expect(atom.entries!.map(({ content }) => content!.value)).toEqual(
    rss.items!.map(({ description }) => description),
  )
  expect(json.items!.map(({ content_html: html }) => html)).toEqual(
    rss.items!.map(({ description }) => description),
  )
  const updated = atom.entries!.map((entry) => Date.parse(entry.updated as unknown as string))
  expect(updated).toEqual(updated.toSorted((a, b) => b - a))
  expect(updated.every((at) => at <= now)).toBe(true)
  expect(Date.parse(atom.updated as unknown as string)).toBe(updated[0])
  for (const item of json.items!)
    expect(Date.parse(item.date_published as unknown as string)).toBeLessThanOrEqual(
      Date.parse(item.date_modified as unknown as string),
    )
})

test('each feed names itself, the page it tells of, its language, its author and the hub', async () => {
  const snapshot = full()
  for (const file of ['/atom.xml', '/history.atom', '/en/atom.xml', '/en/components/pay/atom.xml']) {
    const atom = await atomOf(file, snapshot)
    const text = await textOf(site, file, snapshot)
    const home = page + file.replace(/[\w.]+$/, '')
    expect(text).toContain(`xml:lang="${file.startsWith('/en') ? 'en' : 'fr'}"`)
    expect(atom.id).toBe(home)
    expect(atom.authors).toEqual([{ name: 'FrançaisFluide', uri: home }])
    expect(Object.fromEntries(atom.links!.map(({ rel, href }) => [rel, href]))).toEqual({
      self: page + file,
      alternate: home,
      hub: 'https://hub.example/?a=1&b=2',
    })
  }
  for (const file of ['/rss.xml', '/history.rss', '/en/components/pay/rss.xml']) {
    const { atom, link, language } = await rssOf(file, snapshot)
    expect(link).toBe(page + file.replace(/[\w.]+$/, ''))
    expect(language).toBe(file.startsWith('/en') ? 'en' : 'fr')
    expect(atom!.links!.map(({ rel, href }) => [rel, href])).toEqual([
      ['self', page + file],
      ['hub', 'https://hub.example/?a=1&b=2'],
    ])
  }
  expect(JSON.parse(await textOf(site, '/en/feed.json', snapshot))).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'FrançaisFluide: incidents and maintenance',
    home_page_url: `${page}/en/`,
    feed_url: `${page}/en/feed.json`,
    language: 'en',
    authors: [{ name: 'FrançaisFluide', url: `${page}/en/` }],
    hubs: [{ type: 'WebSub', url: 'https://hub.example/?a=1&b=2' }],
  })
})

test('the names of Statuspage give the same content, and their own address', async () => {
  const snapshot = full()
  for (const [ours, theirs] of [
    ['/rss.xml', '/history.rss'],
    ['/en/atom.xml', '/en/history.atom'],
  ] as const)
    expect((await textOf(site, theirs, snapshot)).replaceAll(theirs, ours)).toBe(
      await textOf(site, ours, snapshot),
    )
})

test('hostile texts come out of every format as they went in, and never as markup', async () => {
  const snapshot = aHostileSnapshot()
  const [rss, atom, json] = await Promise.all([
    rssOf('/rss.xml', snapshot),
    atomOf('/atom.xml', snapshot),
    jsonOf('/components/hostile/feed.json', snapshot),
  ])
  const shown = hostile.toWellFormed().replace('\u202e', '').replace('\u0000', '').replace(/\s+/g, ' ')
  expect(rss.items!.length).toBe(3)
  for (const { title } of rss.items!) expect(title).toBe(shown)
  for (const { title } of json.items!) expect(title).toBe(shown)
  // Titles of Atom are HTML.
  for (const { title } of atom.entries!)
    expect(title!.value).toBe(
      shown.replace(
        /[&<>"']/g,
        (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }[sign]};`,
      ),
    )
  expect(atom.authors![0]!.name).toBe(shown)
  for (const html of [
    ...rss.items!.map((item) => item.description!),
    ...json.items!.map((item) => item.content_html!),
  ]) {
    expect(html).not.toMatch(/<(script|img|svg|iframe)|href="(?!https?:|mailto:)|\son\w+=[^&]*>/i)
    expect(html.isWellFormed()).toBe(true)
  }
})

test('an empty feed is valid, and the same at any time', async () => {
  const nothing = { incidents: [], maintenances: [], recurringMaintenance: [] }
  const one = await textOf(site, '/atom.xml', aSnapshot(nothing))
  const two = await textOf(site, '/atom.xml', aSnapshot({ ...nothing, generatedAt: now + day }))
  expect(two).toBe(one)
  expect(Date.parse(parseAtomFeed(one).updated as unknown as string)).toBeGreaterThan(0)
  expect((await jsonOf('/feed.json', aSnapshot(nothing))).items ?? []).toEqual([])
})

test('a feed is published again exactly when it says something else', async () => {
  const from = now + day / 2
  const maintenance = aMaintenance({ announced: [{ from, to: from + hour, at: now - day }] })
  const base = { incidents: [anIncident()], maintenances: [maintenance], recurringMaintenance: [] }
  const of = async (path: string, snapshot: Snapshot) => ({
    key: site.routes(snapshot).find((route) => route.path === path)!.fingerprint,
    text: await textOf(site, path, snapshot),
  })
  const renamed = aSnapshot(base).components.map((one) =>
    one.id === 'pay' ? { ...one, name: 'Caisse' } : one,
  )
  const variants = [
    aSnapshot({ ...base, generatedAt: now + hour }),
    aSnapshot({ ...base, generatedAt: from }),
    aSnapshot({ ...base, components: renamed }),
    aSnapshot({ ...base, maintenances: [{ ...maintenance, title: 'Autre', version: 2 }] }),
    aSnapshot({ ...base, notice: { default: 0 } }),
  ]
  for (const path of ['/rss.xml', '/en/atom.xml', '/components/pay/feed.json', '/components/web/rss.xml']) {
    const before = await of(path, aSnapshot(base))
    for (const variant of variants) {
      const after = await of(path, variant)
      if (after.text !== before.text) expect(after.key, path).not.toBe(before.key)
    }
    const hourLater = await of(path, variants[0]!)
    expect(hourLater.key).toBe(before.key)
  }
})

test('every page names the feeds and the calendar of its language, a component’s page its own too', async () => {
  const hrefs = async (path: string) =>
    [
      ...(await textOf(site, path, full())).matchAll(
        /<link rel="alternate" type="([^"]+)"[^>]*href="([^"]+)"/g,
      ),
    ].map(([, type, href]) => `${type} ${new URL(href!, page + path).pathname}`)
  expect(await hrefs('/en/history/')).toEqual([
    'application/rss+xml /en/rss.xml',
    'application/atom+xml /en/atom.xml',
    'application/feed+json /en/feed.json',
    'text/calendar /en/calendar.ics',
    'text/calendar /en/calendar-alarms.ics',
    'application/atom+xml /en/updates.xml',
  ])
  expect(await hrefs('/components/pay/')).toContain('text/calendar /components/pay/calendar.ics')
  const paths = new Set(site.routes(full()).map(({ path }) => path))
  for (const link of await hrefs('/components/pay/')) expect(paths).toContain(link.split(' ')[1])
})
