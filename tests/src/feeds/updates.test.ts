import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
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
  manyIncidents,
  now,
} from '../snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const nothingPlanned = { maintenances: [], recurringMaintenance: [] }

const entriesOf = async (snapshot: Snapshot, path = '/en/updates.xml') =>
  parseAtomFeed(await textOf(site, path, snapshot)).entries ?? []

test('each message is an item of its own, with the state it brings in its title and as its category', async () => {
  const incident = anIncident()
  const entries = await entriesOf(aSnapshot({ ...nothingPlanned, incidents: [incident] }))
  expect(entries).toHaveLength(incident.updates.length)
  const states = incident.updates.map(({ status }) => status).toReversed()
  expect(entries.map(({ categories }) => categories!.map(({ term }) => term))).toEqual(
    states.map((state) => ['incident', state]),
  )
  expect(entries[0]!.title!.value).toMatch(/ — Resolved$/)
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
  const dates = entries.map(({ updated }) => Date.parse(updated!))
  expect(dates).toEqual(dates.toSorted((a, b) => b - a))
  expect(new Set(dates).size).toBe(dates.length)
})

test('a new message adds an item and leaves the others as they were; an edit brings none, nor does a move of the page', async () => {
  const open = anOpenIncident()
  const before = await entriesOf(aSnapshot({ ...nothingPlanned, incidents: [open] }))
  const update = {
    ...open.updates[1]!,
    id: 'newest',
    at: now - minute,
    status: 'resolved' as const,
    body: 'Done',
  }
  const resolved = { ...open, updates: [...open.updates, update], version: 3 }
  const after = await entriesOf(aSnapshot({ ...nothingPlanned, incidents: [resolved] }))
  expect(after.slice(1)).toEqual(before)
  expect(after[0]!.content!.value).toContain('Done')
  const edited = {
    ...resolved,
    version: 4,
    updates: resolved.updates.map((one) => ({ ...one, body: 'Otherwise' })),
    corrections: resolved.updates.map(({ id }) => ({
      at: now,
      by: 'x',
      what: `updates.${id}.body`,
      before: '',
    })),
  }
  const dated = (entries: typeof after) =>
    entries.map(({ id, updated, published }) => [id, updated, published])
  const moved = { ...aSnapshot({ ...nothingPlanned, incidents: [edited] }) }
  const elsewhere = { ...moved, page: { ...moved.page, url: 'https://elsewhere.example/sub' } }
  expect(dated(await entriesOf(moved))).toEqual(dated(after))
  expect(dated(await entriesOf(elsewhere))).toEqual(dated(after))
})

test('a window appears when it is announced, moved, begins and ends, an occurrence from its notice time', async () => {
  const from = now - 2 * hour
  const window = aMaintenance({
    scheduledFor: from,
    scheduledUntil: now - hour,
    publishedAt: now - 5 * day,
    announced: [
      { at: now - 5 * day, from: from - day, to: from - day + hour },
      { at: now - 3 * day, from, to: now - hour },
    ],
    startedAt: null,
    completedAt: null,
    cancelledAt: null,
    updates: [],
    programme: null,
  })
  const entries = await entriesOf(
    aSnapshot({ incidents: [], recurringMaintenance: [], maintenances: [window] }),
  )
  expect(entries.map(({ updated, categories }) => [Date.parse(updated!), categories![1]!.term])).toEqual([
    [now - hour, 'completed'],
    [from, 'in_progress'],
    [now - 3 * day, 'scheduled'],
    [now - 5 * day, 'scheduled'],
  ])
  const occurrence = {
    ...window,
    scheduledFor: now + 12 * hour,
    scheduledUntil: now + 13 * hour,
    announced: [{ at: now - 300 * day, from: now + 12 * hour, to: now + 13 * hour }],
    publishedAt: now - 300 * day,
    class: 'weekly',
    programme: { entry: 'weekly', originalFor: now + 12 * hour, changed: false },
  }
  const snapshot = aSnapshot({ incidents: [], recurringMaintenance: [], maintenances: [occurrence] })
  const due = snapshot.notice['weekly']!
  expect((await entriesOf(snapshot)).map(({ updated }) => Date.parse(updated!))).toEqual([
    now + 12 * hour - due,
  ])
})

test('the latest message of what goes on is never cut, and late messages are dated when they were said', async () => {
  const open = anOpenIncident()
  const forgotten = {
    ...open,
    id: 'forgotten',
    startedAt: now - 300 * day,
    updates: [{ ...open.updates[0]!, at: now - 300 * day }],
  }
  const late = {
    ...anIncident(),
    id: 'late',
    updates: [{ ...anIncident().updates.at(-1)!, at: now - 200 * day, writtenAt: now - minute }],
  }
  const entries = await entriesOf(
    aSnapshot({ ...nothingPlanned, incidents: [late, forgotten, ...manyIncidents(120)] }),
  )
  expect(entries[0]!.links![0]!.href).toContain('/incidents/late/')
  expect(Date.parse(entries[0]!.updated!)).toBe(now - minute)
  expect(entries.at(-1)!.links![0]!.href).toContain('/incidents/forgotten/')
  expect(entries.length).toBe(101)
})

test('every page announces it, and its own id is not that of the other feeds', async () => {
  const html = await textOf(site, '/en/', aSnapshot())
  expect(html).toMatch(
    /<link rel="alternate" type="application\/atom\+xml" title="[^"]+" href="[^"]*updates\.xml">/,
  )
  const ids = await Promise.all(
    ['/en/updates.xml', '/en/atom.xml'].map(
      async (path) => parseAtomFeed(await textOf(site, path, aSnapshot())).id,
    ),
  )
  expect(new Set(ids).size).toBe(2)
})

test('a feed stays below half a megabyte whatever is written, and tells of everything that goes on', async () => {
  const huge = '\\"<>&\u{1F600} '.repeat(6_000)
  const open = anOpenIncident()
  const messages = Array.from({ length: 40 }, (_, i) => ({
    ...open.updates[0]!,
    id: `m${i}`,
    at: now - (40 - i) * minute,
    body: i % 20 ? 'a "quoted" word. '.repeat(150) : huge,
  }))
  const incidents = [
    ...Array.from({ length: 40 }, (_, i) => ({ ...open, id: `open${i}`, updates: messages })),
    ...Array.from({ length: 60 }, (_, i) => ({
      ...anIncident(),
      id: `past${i}`,
      updates: anIncident().updates.map((one) => ({ ...one, body: huge })),
    })),
  ]
  const snapshot = aSnapshot({
    incidents,
    maintenances: [
      aMaintenance({
        announced: [{ at: now - day, from: now + day, to: now + day + hour }],
        body: huge,
        reason: huge,
        alternatives: huge,
      }),
    ],
  })
  for (const file of ['rss.xml', 'atom.xml', 'feed.json', 'updates.xml', 'components/pay/rss.xml']) {
    const text = await textOf(site, `/en/${file}`, snapshot)
    expect([file, Buffer.byteLength(text) < 512_000]).toEqual([file, true])
    for (let i = 0; i < 40; i++) expect(text).toContain(`/incidents/open${i}/`)
  }
  const items = parseJsonFeed(await textOf(site, '/en/feed.json', snapshot)).items!
  expect(items.some(({ url }) => url?.includes('/past'))).toBe(true)
  expect(items[0]!.content_html).toContain('earlier messages</a>')
})

test('what strangers write comes out of it as they wrote it', async () => {
  const entries = await entriesOf(aHostileSnapshot())
  expect(entries.length).toBeGreaterThan(0)
  for (const { content } of entries) expect(content!.value).not.toMatch(/<script|onerror=\S*>/i)
})
