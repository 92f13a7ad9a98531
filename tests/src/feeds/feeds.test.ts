import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { loadSite, textOf } from '../site.ts'
import { aHostileSnapshot, aSnapshot, anIncident, anOpenIncident, manyIncidents, now } from '../snapshots.ts'

const nothingPlanned = { maintenances: [], recurringMaintenance: [] }

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** The names of open elements must close in order; throws on the first that does not, and on characters XML has not. */
function wellFormed(xml: string): void {
  // oxlint-disable-next-line no-control-regex
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
  expect(xml.isWellFormed()).toBe(true)
  const open: string[] = []
  const bare = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').replace(/^<\?xml[^>]*\?>/, '')
  for (const [, close, name, own] of bare.matchAll(/<(\/?)([\w:]+)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/g))
    if (close) expect(open.pop()).toBe(name)
    else if (!own) open.push(name!)
  expect(open).toEqual([])
  const rest = bare.replace(/<\/?[\w:]+(?:\s+[\w:]+="[^"<]*")*\s*\/?>/g, '')
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|apos|#\d+);)/)
}

const all = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) =>
    match[1]!.replace(/^<!\[CDATA\[|\]\]>$/g, ''),
  )

test('a feed has an item per incident, the one last told about first, with absolute links', async () => {
  const xml = await textOf(
    site,
    '/rss.xml',
    aSnapshot({ ...nothingPlanned, incidents: [anOpenIncident(), anIncident()] }),
  )
  wellFormed(xml)
  const items = all(xml, 'item')
  expect(items).toHaveLength(2)
  expect(all(items[0]!, 'title')).toEqual(['Paiements indisponibles'])
  expect(all(items[1]!, 'link')).toEqual(['https://status.francais-fluide.com/incidents/k3x9q2m7ab1z/'])
  expect(all(items[1]!, 'pubDate')).toEqual(['Sat, 21 Nov 2026 14:42:00 GMT'])
  expect(xml).toContain(
    '<atom:link href="https://status.francais-fluide.com/rss.xml" rel="self" type="application/rss+xml"/>',
  )
})

test('what is dated back is dated when it was first told, and an open incident is in the feed however old', async () => {
  const past = manyIncidents(60)
  const open = anOpenIncident()
  const late = {
    ...open,
    id: 'late',
    startedAt: now - 30 * 86_400_000,
    updates: [{ ...open.updates[0]!, at: now - 30 * 86_400_000, writtenAt: now - 3_600_000 }],
  }
  const forgotten = {
    ...late,
    id: 'forgotten',
    updates: [{ ...open.updates[0]!, at: now - 30 * 86_400_000 }],
  }
  const xml = await textOf(
    site,
    '/rss.xml',
    aSnapshot({ ...nothingPlanned, incidents: [...past, late, forgotten] }),
  )
  const items = all(xml, 'item')
  const of = (id: string) => items.find((item) => item.includes(`/incidents/${id}/`))
  expect(all(of('late')!, 'pubDate')).toEqual([new Date(now - 3_600_000).toUTCString()])
  expect(of('forgotten')).toBeDefined()
})

test('no two items of an RSS feed have the same date', async () => {
  const open = anOpenIncident()
  const incidents = ['a', 'b', 'c'].map((id) => ({ ...open, id }))
  const dates = all(await textOf(site, '/rss.xml', aSnapshot({ ...nothingPlanned, incidents })), 'pubDate')
  expect(new Set(dates.slice(-3)).size).toBe(3)
})

test('an update changes the date of an item and never its guid, and appears first', async () => {
  const before = anOpenIncident()
  const after = {
    ...before,
    updates: [
      ...before.updates,
      { ...before.updates[0]!, at: now, status: 'monitoring' as const, body: 'Nous surveillons.' },
    ],
    version: 3,
  }
  const [one, two] = await Promise.all(
    [before, after].map((incident) =>
      textOf(site, '/rss.xml', aSnapshot({ ...nothingPlanned, incidents: [incident] })),
    ),
  )
  expect(all(two!, 'guid')).toEqual(all(one!, 'guid'))
  expect(all(two!, 'pubDate').at(-1)).not.toBe(all(one!, 'pubDate').at(-1))
  const [description] = all(all(two!, 'item')[0]!, 'description')
  expect(description!.indexOf('Nous surveillons.')).toBeLessThan(description!.indexOf('Identifié'))
})

test('a component’s feed tells of its incidents only', async () => {
  const snapshot = aSnapshot({ ...nothingPlanned, incidents: [anOpenIncident(), anIncident()] })
  expect(all(await textOf(site, '/components/pay/rss.xml', snapshot), 'item')).toHaveLength(1)
  expect(all(await textOf(site, '/components/web/rss.xml', snapshot), 'item')).toHaveLength(0)
  expect(all(await textOf(site, '/en/components/ai/rss.xml', snapshot), 'title')).toContain(
    'Slow AI correction',
  )
})

test('a feed without an address of the page names no host, and is known by a name of its own', async () => {
  const xml = await textOf(site, '/rss.xml', aSnapshot({ ...nothingPlanned, page: { url: null } }))
  expect(all(all(xml, 'item')[0]!, 'link')).toEqual(['/incidents/k3x9q2m7ab1z/'])
  const atom = await textOf(
    site,
    '/atom.xml',
    aSnapshot({ ...nothingPlanned, page: { url: null, identity: 'urn:uuid:1' } }),
  )
  expect(all(atom, 'id')[0]).toMatch(/^urn:uuid:/)
})

test('a long history does not make a long feed', async () => {
  const xml = await textOf(site, '/rss.xml', aSnapshot({ incidents: manyIncidents(400) }))
  wellFormed(xml)
  expect(all(xml, 'item')).toHaveLength(50)
})

test('hostile texts leave feeds and sitemap well-formed', async () => {
  const snapshot = aHostileSnapshot()
  for (const path of [
    '/rss.xml',
    '/en/rss.xml',
    '/history.atom',
    '/components/hostile/rss.xml',
    '/sitemap.xml',
  ])
    wellFormed(await textOf(site, path, snapshot))
  // The end of a CDATA section inside a text is written as two sections.
  const xml = (await textOf(site, '/rss.xml', snapshot)).replaceAll(']]]]><![CDATA[>', ']]>')
  const [description] = all(all(xml, 'item')[0]!, 'description')
  expect(description).not.toMatch(/<script/i)
})

test('the sitemap and robots.txt name absolute addresses', async () => {
  const snapshot = aSnapshot()
  expect(all(await textOf(site, '/sitemap.xml', snapshot), 'loc')).toContain(
    'https://status.francais-fluide.com/en/incidents/k3x9q2m7ab1z/',
  )
  expect(await textOf(site, '/robots.txt', snapshot)).toContain(
    'Sitemap: https://status.francais-fluide.com/sitemap.xml',
  )
})
