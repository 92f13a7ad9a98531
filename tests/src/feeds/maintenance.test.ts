import { parseJsonFeed } from 'feedsmith'
import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { loadSite, textOf } from '../site.ts'
import { aMaintenance, aSnapshot, anIncident, manyIncidents, now } from '../snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const hour = 3_600_000
const day = 24 * hour

const jsonOf = async (path: string, snapshot: Snapshot) => parseJsonFeed(await textOf(site, path, snapshot))

test('a single window appears from its publication, an occurrence from its notice time', async () => {
  const soon = now + 3 * day
  const span = { from: soon, to: soon + hour, at: now - 30 * day }
  const occurrence = aMaintenance({
    id: 'occurrence01',
    class: 'weekly',
    announced: [span],
    programme: { entry: 'weekly', originalFor: soon, changed: false },
  })
  const single = aMaintenance({ id: 'single000001', announced: [span] })
  const at = async (generatedAt: number) =>
    (
      await jsonOf(
        '/feed.json',
        aSnapshot({ incidents: [], maintenances: [occurrence, single], generatedAt }),
      )
    )
      .items!.map(({ url }) => url!.split('/').at(-2))
      .toSorted()
  expect(await at(now)).toEqual(['single000001'])
  expect(await at(soon - day - 1)).toEqual(['single000001'])
  expect(await at(soon - day)).toEqual(['occurrence01', 'single000001'])
})

test('a window ahead is not cut, however much was said since it was announced', async () => {
  const soon = now + 3 * day
  const ahead = aMaintenance({
    id: 'ahead0000001',
    announced: [{ from: soon, to: soon + hour, at: now - 300 * day }],
    updates: [],
  })
  const { items } = await jsonOf(
    '/feed.json',
    aSnapshot({ incidents: manyIncidents(80), maintenances: [ahead] }),
  )
  expect(items!.filter(({ url }) => url!.includes('ahead0000001'))).toHaveLength(1)
  expect(items!.length).toBeLessThanOrEqual(51)
})

test('a maintenance begins with its window, and its date follows its beginning, its end and what is said', async () => {
  const from = Date.UTC(2026, 10, 25, 21)
  const window = aMaintenance({
    announced: [{ from, to: from + hour, at: now - 5 * day }],
    reason: '**Fin de vie** <b>',
    updates: [
      { id: 'u1', at: now - day, status: 'scheduled', body: 'Plus tôt que prévu.', author: 'camille' },
    ],
    corrections: [{ at: now - hour, by: 'camille', what: 'updates.u1.body', before: 'Non.' }],
  })
  const at = async (generatedAt: number, path = '/feed.json') =>
    (await jsonOf(path, aSnapshot({ incidents: [], maintenances: [window], generatedAt }))).items![0]!
  const [planned, running, over, english] = await Promise.all([
    at(now),
    at(from),
    at(from + hour),
    at(from + hour, '/en/feed.json'),
  ])
  expect(planned.content_html).toMatch(
    /^<p><strong>Maintenance programmée\u00a0: mercredi 25 novembre 2026 à 22:00 – 23:00 \(Paris\)<\/strong><\/p>/,
  )
  expect(english.content_html).toContain('THIS IS A SCHEDULED EVENT Wednesday')
  expect(planned.content_html).toContain('<strong>Fin de vie</strong> &lt;b&gt;')
  expect(planned.content_html).toContain('<em>(corrigé)</em></p><p>Plus tôt que prévu.</p>')
  expect([planned, running, over].map((item) => Date.parse(item.date_modified as unknown as string))).toEqual(
    // The corrected text is not news.
    [now - day, from, from + hour],
  )
  expect(new Set([planned, running, over].map(({ id }) => id)).size).toBe(1)
  expect(over.content_html!.indexOf('Terminée')).toBeLessThan(over.content_html!.indexOf('En cours'))
  expect(english.content_html).toContain('<strong>Completed</strong>')
})

test('work nobody feels leaves the feed once it is over, and makes no room for itself', async () => {
  const occurrences = Array.from({ length: 60 }, (_, i) => {
    const from = now - i * day
    return aMaintenance({
      id: `daily${i}`,
      impact: 'none',
      announced: [{ from, to: from + hour, at: from - 30 * day }],
      programme: { entry: 'daily', originalFor: from, changed: false },
    })
  })
  const { items } = await jsonOf(
    '/feed.json',
    aSnapshot({ incidents: [anIncident()], maintenances: occurrences }),
  )
  expect(items!.map(({ url }) => url!.split('/').at(-2))).toEqual(['daily0', 'k3x9q2m7ab1z'])
})
