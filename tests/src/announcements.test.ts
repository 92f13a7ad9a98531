import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { beforeAll, expect, test } from 'vitest'
import type { Announcement } from '../../collector/core/announcement/announcement.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { loadSite, textOf } from './site.ts'
import { aSnapshot, anIncident, now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})
const hour = 3_600_000
const day = 24 * hour

const anAnnouncement = (more: Partial<Announcement> = {}): Announcement => ({
  id: 'hello0000001',
  title: { fr: 'Nouvelle page d’état', en: 'New status page' },
  body: { fr: 'Bienvenue **ici**.', en: 'Welcome **here**.' },
  until: null,
  pinned: false,
  publishedAt: now - 2 * hour,
  author: 'Ann',
  version: 1,
  ...more,
})
const withAnnouncements = (...announcements: readonly Announcement[]) =>
  aSnapshot({ maintenances: [], recurringMaintenance: [], incidents: [anIncident()], announcements })
const place = '/announcements/hello0000001/'

test('an announcement stands on the overview under its own label, until its end', async () => {
  const snapshot = withAnnouncements(anAnnouncement({ until: now + hour }))
  const html = await textOf(site, '/en/', snapshot)
  expect(html).toContain('<span class="badge s-announcement">Announcement</span>')
  expect(html).toContain('Welcome <strong>here</strong>.')
  const later = { ...snapshot, generatedAt: now + hour }
  expect(await textOf(site, '/en/', later)).not.toContain('notice s-announcement')
  expect((await textOf(site, '/en/history/', later)).match(/New status page/g)).toHaveLength(1)
  const [before, after] = [snapshot, later].map(
    (one) => site.routes(one).find(({ path }) => path === '/en/')!.fingerprint,
  )
  expect(after).not.toBe(before)
})

test('a pinned one stands above everything that goes on', async () => {
  const snapshot = withAnnouncements(
    anAnnouncement({ id: 'plain0000001', title: 'Plain one' }),
    anAnnouncement({ pinned: true, publishedAt: now - 100 * day }),
  )
  const open = { ...anIncident(), id: 'open', updates: anIncident().updates.slice(0, 1) }
  const html = await textOf(site, '/en/', { ...snapshot, incidents: [open] })
  const order = ['Pinned announcements', 'New status page', 'Current incidents', 'Plain one'].map((text) =>
    html.indexOf(text),
  )
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order[0]).toBeGreaterThan(0)
})

test('it is in the history of its month and is not counted as an incident', async () => {
  const html = await textOf(site, '/en/history/', withAnnouncements(anAnnouncement()))
  expect(html).toContain('1 incident')
  expect(html).not.toContain('2 incidents')
  expect(html).toContain('Welcome here.')
  const alone = await textOf(site, '/en/history/2026-11/', {
    ...withAnnouncements(anAnnouncement()),
    incidents: [],
  })
  expect(alone).toContain('New status page')
})

test('it has a page of its own, with what was corrected in the reader’s words', async () => {
  const corrected = anAnnouncement({
    version: 2,
    corrections: [
      { at: now - hour, by: 'Ann', what: 'title', before: { fr: 'Page', en: 'Page before' } },
      { at: now - hour, by: 'Ann', what: 'pinned', before: true },
      { at: now - hour, by: 'Ann', what: 'until', before: '2026-11-30T12:00:00.000Z' },
    ],
  })
  const html = await textOf(site, `/en${place}`, withAnnouncements(corrected))
  expect(html).toContain('Announcement · corrected')
  expect(html).toContain('Page before')
  expect(html).toContain('yes')
  expect(html).not.toContain('Resolved')
  const french = await textOf(site, place, withAnnouncements(corrected))
  expect(french).toContain('Annonce · corrigée')
  expect(french).toContain('Nouvelle page d’état')
  expect(site.routes(withAnnouncements(corrected)).map(({ path }) => path)).toContain(place)
})

test('published under an earlier date, it says when it was written', async () => {
  const written = (at: number) =>
    textOf(site, `/en${place}`, withAnnouncements(anAnnouncement({ publishedAt: now - day, writtenAt: at })))
  expect(await written(now - hour)).toMatch(/Written later, on <time[^>]*>/)
  expect(await written(now - day + 59_000)).not.toContain('Written later')
})

test('it is in the feeds of the page as what it is, and in no feed of a component', async () => {
  const snapshot = withAnnouncements(anAnnouncement({ publishedAt: now - day, writtenAt: now - hour }))
  const rss = parseRssFeed(await textOf(site, '/en/rss.xml', snapshot))
  const [item] = rss.items!
  expect(item).toMatchObject({ title: 'New status page', pubDate: new Date(now - hour).toUTCString() })
  expect(item!.categories!.map(({ name }) => name)).toEqual(['announcement', 'published'])
  expect(item!.description).toContain('<strong>Announcement</strong>')
  expect(item!.description).not.toContain('Resolved')
  const atom = parseAtomFeed(await textOf(site, '/en/atom.xml', snapshot))
  const json = parseJsonFeed(await textOf(site, '/en/feed.json', snapshot))
  expect([atom.entries![0]!.id, json.items![0]!.id]).toEqual([item!.guid!.value, item!.guid!.value])
  const own = parseJsonFeed(await textOf(site, '/en/components/ai/feed.json', snapshot))
  expect(own.items!.map(({ title }) => title)).not.toContain('New status page')
})

test('it is neither in the API of Statuspage nor in the calendar', async () => {
  const snapshot = withAnnouncements(anAnnouncement())
  for (const path of [
    '/api/v2/incidents.json',
    '/api/v2/summary.json',
    '/api/v2/incidents/unresolved.json',
    '/calendar.ics',
  ]) {
    const text = await textOf(site, path, snapshot)
    expect(text).not.toContain('hello0000001')
    expect(text).not.toContain('Nouvelle page')
  }
})

test('what a stranger writes in one is shown as text', async () => {
  const hostile = anAnnouncement({ title: '<script>alert(1)</script>', body: '<img src=x onerror=alert(1)>' })
  for (const path of ['/', place, '/history/']) {
    const [, html] = (await textOf(site, path, withAnnouncements(hostile))).split('<body')
    expect(html).not.toContain('<script>alert(1)')
    expect(html).not.toContain('<img src=x')
  }
})
