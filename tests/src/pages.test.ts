import { hash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { policyOf } from '../../src/renderer/policy.ts'
import { loadSite, renderAll, textOf } from './site.ts'
import {
  aComponent,
  aHostileSnapshot,
  aLearntIncident,
  aSnapshot,
  aSnapshotOf,
  anIncident,
  anOpenIncident,
  now,
} from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** The addresses a page refers to: of links, images, scripts and styles. */
const references = (html: string): string[] =>
  [...html.matchAll(/<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map((match) => match[1]!)

const words = (html: string): string =>
  html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')

test('without an address of the page, no file of the site names a host it could be served from', async () => {
  const snapshot = aSnapshot({
    incidents: [anOpenIncident(), anIncident()],
    page: { url: null, css: 'custom.css', logo: 'logo.svg' },
  })
  for (const { path } of site.routes(snapshot)) {
    const text = await textOf(site, path, snapshot)
    expect([path, /localhost|127\.0\.0\.1/.exec(text)?.[0]]).toEqual([path, undefined])
  }
})

test('every link inside the site leads to a path or a file of it, from a sub-folder as well', async () => {
  for (const url of [null, 'https://example.org/etat']) {
    const snapshot = aSnapshot({
      incidents: [anOpenIncident(), anIncident()],
      page: { url, css: 'custom.css', logo: 'logo.svg' },
    })
    const base = url === null ? 'http://localhost:8080' : url
    const known = new Set([
      ...site.routes(snapshot).map(({ path }) => path),
      ...[...site.assets.keys()].map((file) => `/${file}`),
    ])
    known.add('/custom.css').add('/logo.svg')
    for (const [path, html] of await renderAll(site, snapshot)) {
      if (!/\/$|html$/.test(path)) continue
      for (const reference of references(html)) {
        if (reference.startsWith('mailto:') || reference.startsWith('#')) continue
        // A calendar's address for programs that subscribe: the same file.
        const target = new URL(reference.replace(/^webcal:/, new URL(base).protocol), base + path)
        expect(target.href.startsWith(`${base}/`), `${reference} on ${path}`).toBe(true)
        expect([...known], `${reference} on ${path}`).toContain(
          target.href.slice(base.length).replace(/#.*/, ''),
        )
      }
    }
  }
})

test('the overview of 20 components weighs less than 12 kB compressed and needs no other request', async () => {
  const html = await textOf(site, '/', aSnapshotOf(20))
  expect(gzipSync(html, { level: 9 }).length).toBeLessThan(12_000)
  expect(html).not.toMatch(/<link[^>]+rel="(stylesheet|preload|modulepreload)"/)
  expect(html).not.toMatch(/<script[^>]+src=/)
  expect(html).not.toMatch(/ style="/)
})

test('scripts and styles are let through by their hashes alone', async () => {
  const html = await textOf(site, '/', aSnapshot())
  const policy = html.match(/http-equiv="content-security-policy" content="([^"]+)"/i)?.[1] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  for (const [, tag, text] of html.matchAll(/<(script|style)\b[^>]*>([\s\S]*?)<\/\1>/g)) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
    expect(policy, `${tag} ${text!.slice(0, 60)}`).toContain(`sha256-${digest.toBase64()}`)
  }
})

test('a script that slipped into a page would not run', () => {
  const withPolicy = policyOf(['ours()'])
  const html = '<meta charset="utf-8"><script>ours()</script><script>theirs()</script><style>theirs</style>'
  const policy = new TextDecoder().decode(withPolicy(new TextEncoder().encode(html), null))
  expect(policy.match(/'sha256-[^']+'/g)).toEqual([`'sha256-${hash('sha256', 'ours()', 'base64')}'`])
})

test('figures are written as each language writes them', async () => {
  const snapshot = aSnapshot()
  expect(words(await textOf(site, '/', snapshot))).toContain('99,965 %')
  expect(await textOf(site, '/', snapshot)).toContain('99,965\u00a0%')
  expect(words(await textOf(site, '/en/', snapshot))).toContain('99.965%')
  expect(words(await textOf(site, '/components/ai/', snapshot))).toContain('40 min')
})

test('what nobody watched is said to be unknown, and never green', async () => {
  const unwatched = aComponent(
    'new',
    'Nouveau',
    {},
    { firstDay: 0, status: 'unknown', statusSince: null, firstAt: null, checkedAt: null, latency: [] },
  )
  const snapshot = aSnapshot({
    components: [unwatched],
    groups: [{ name: null, components: ['new'], status: 'unknown', availability: null, printed: null }],
    incidents: [],
    status: 'unknown',
    checkedAt: null,
  })
  for (const path of ['/', '/components/new/']) {
    const html = await textOf(site, path, snapshot)
    const main = html
      .slice(html.indexOf('<main'), html.indexOf('</main>'))
      .replace(/<ul class="legend[\s\S]*?<\/ul>/, '')
    expect(main).not.toMatch(/operational/)
    expect(words(main)).toMatch(/Inconnu|inconnu/)
  }
  expect(words(await textOf(site, '/', snapshot))).toContain('Il n’y a pas encore d’historique.')
})

test('a day nobody watched is not called a quiet one, and one before anything was known is not listed', async () => {
  const [api] = aSnapshot().components
  const days = api!.days.map((one, index) =>
    index === 87 ? { ...one, worst: 'unknown' as const, maintenance: false } : one,
  )
  const one = { ...api!, days, firstAt: now - 4 * 86_400_000 }
  const html = words(await textOf(site, '/', aSnapshot({ components: [one], incidents: [] })))
  expect(html).toContain('vendredi 20 novembre Aucune mesure ce jour-là.')
  expect(html).toContain('mercredi 18 novembre Aucun incident.')
  expect(html).not.toContain('mardi 17 novembre')
})

test('a collector that is cut off shows what it last knew, in grey', async () => {
  const html = await textOf(site, '/', aSnapshot({ cutOff: true }))
  expect(html).toMatch(/class="banner s-unknown"/)
  expect(words(html)).toContain('Dernier état connu : Tous les services sont opérationnels')
  expect(words(html)).toContain('La surveillance est coupée du réseau')
})

test('one component nobody sees keeps the banner from being green', async () => {
  const [first, ...rest] = aSnapshot().components
  const html = await textOf(site, '/', aSnapshot({ components: [{ ...first!, status: 'unknown' }, ...rest] }))
  expect(html).toMatch(/class="banner s-unknown"/)
})

test('an open incident is on the overview with its latest message, and in the reader’s language', async () => {
  const snapshot = aSnapshot({ incidents: [anOpenIncident(), anIncident()], status: 'major_outage' })
  expect(words(await textOf(site, '/', snapshot))).toContain('Une requête trop coûteuse')
  const english = words(await textOf(site, '/en/', snapshot))
  expect(english).toContain('Payments unavailable')
  expect(english).toContain('Major outage')
  expect(english).toContain('open for 40 min')
})

test('of the open incidents the heaviest stands above, however old', async () => {
  const open = (id: string, impact: 'none' | 'minor' | 'critical') =>
    anOpenIncident({ id, title: `Case ${id}`, impact })
  const snapshot = aSnapshot({
    incidents: [
      open('newest000000', 'none'),
      open('newer0000000', 'minor'),
      open('older0000000', 'critical'),
      open('oldest000000', 'minor'),
    ],
    status: 'major_outage',
  })
  const html = words(await textOf(site, '/', snapshot))
  const places = ['older', 'newer', 'oldest', 'newest'].map((id) => html.indexOf(`Case ${id}`))
  expect(places.every((at, i) => at > (places[i - 1] ?? 0))).toBe(true)
})

test('an open incident of many services names some of them, and counts the others', async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `c${i}`)
  const last = anOpenIncident().updates.at(-1)!
  const incidentOf = (count: number) =>
    anOpenIncident({
      updates: [
        {
          ...last,
          components: Object.fromEntries(ids.slice(0, count).map((id) => [id, 'major_outage' as const])),
        },
      ],
    })
  const many = words(
    await textOf(site, '/', aSnapshot({ incidents: [incidentOf(40)], status: 'major_outage' })),
  )
  expect(many).toContain('c0 · c1')
  expect(many).toContain('c9 et 30 autres')
  expect(many).not.toContain('c10')
  const some = words(
    await textOf(site, '/', aSnapshot({ incidents: [incidentOf(11)], status: 'major_outage' })),
  )
  expect(some).toContain('c9 · c10')
})

test('a page names its languages, the one for everybody else, and pictures that are there', async () => {
  const html = await textOf(site, '/en/', aSnapshot())
  const languages = [...html.matchAll(/hreflang="([^"]+)" href="([^"]+)"/g)].map((match) => match.slice(1))
  expect(languages.map(([language]) => language)).toEqual(expect.arrayContaining(['fr', 'en', 'x-default']))
  const addressOf = (language: string) => languages.find(([name]) => name === language)?.[1]
  expect(addressOf('x-default')).toBe(addressOf('fr'))
  // Browsers ask for the first without being told.
  for (const file of ['favicon.ico', 'favicon.svg', 'apple-touch-icon.png'])
    expect([...site.assets.keys()]).toContain(file)
  expect(html).toContain('rel="apple-touch-icon"')
})

test('the timeline of an incident is shown newest first, and marks automatic messages', async () => {
  const html = words(await textOf(site, '/incidents/k3x9q2m7ab1z/', aSnapshot()))
  const order = ['Résolu 15:42', 'Surveillance 15:21', 'Identifié 15:12', 'En cours d’analyse 15:04'].map(
    (part) => html.indexOf(part),
  )
  expect(order.every((at, index) => at > (order[index - 1] ?? 0))).toBe(true)
  expect(html).toContain('Message automatique.')
  expect(html).toContain('Durée 38 min')
})

test('a message that was written after its time says so, in a timeline of an incident and of work', async () => {
  const { incidents, maintenances } = aSnapshot()
  const late = { writtenAt: now }
  const incident = incidents.find(({ id }) => id === 'k3x9q2m7ab1z')!
  const [first, ...others] = incident.updates
  const snapshot = aSnapshot({ incidents: [{ ...incident, updates: [{ ...first!, ...late }, ...others] }] })
  const html = words(await textOf(site, '/incidents/k3x9q2m7ab1z/', snapshot))
  expect(html.match(/Écrit après coup, le 22 novembre 2026/g)).toHaveLength(1)
  const work = maintenances.find(({ updates }) => updates.length > 0)!
  const told = { ...work, updates: [{ ...work.updates[0]!, at: now - 3_600_000, ...late }] }
  const page = await textOf(site, `/en/maintenance/${work.id}/`, aSnapshot({ maintenances: [told] }))
  expect(words(page)).toContain('Written later, on')
})

test('what was learnt is shown once as a whole, and the timeline leads to it', async () => {
  const body = `## Ce qui s’est passé\n\n${'Une requête sans index. '.repeat(20)}Fin.`
  const { updates, postmortem, ...rest } = aLearntIncident()
  const update = { ...updates.at(-1)!, id: 'learnt', at: now, status: 'postmortem' as const, body }
  const learnt = { ...rest, updates: [...updates, update], postmortem: { ...postmortem!, body } }
  const html = await textOf(site, '/incidents/learntlearnt/', aSnapshot({ incidents: [learnt] }))
  expect(html.match(/sans index\. Fin\./g)).toHaveLength(1)
  expect(html).toMatch(/Une requête sans index\.[^<]* …<\/bdi> <a href="#postmortem">/)
  expect(html).toContain('<h3>Ce qui s’est passé</h3>')
})

test('a text that lacks a language is shown in another, and says which', async () => {
  const html = await textOf(
    site,
    '/en/',
    aSnapshot({ incidents: [anOpenIncident({ title: { fr: 'Seulement ici' } })] }),
  )
  expect(html).toContain('<bdi lang="fr">Seulement ici</bdi>')
})

test('no text of an operator or a writer becomes markup', async () => {
  for (const [path, text] of await renderAll(site, aHostileSnapshot())) {
    expect(path).not.toContain('..')
    if (!/\/$|html$/.test(path)) continue
    const outside = text
      .replace(/<script type="module">[\s\S]*?<\/script>/g, '')
      .replace(/<style>[\s\S]*?<\/style>/g, '')
    // What stands between quotes is a value; a quote of its own would end it, and show below.
    const markup = outside.replace(/="[^"]*"/g, '')
    expect(markup, path).not.toMatch(/<script|<img|<svg onload|<iframe/i)
    expect(outside, path).not.toMatch(/(href|src)="\s*(javascript|data):/i)
    expect(markup, path).not.toMatch(/<[a-z][^<>]*\son\w+/i)
    expect(markup.match(/<title>/g), path).toHaveLength(1)
  }
})

test('a page without components, and one with sixty, hold together', async () => {
  const none = words(await textOf(site, '/', aSnapshotOf(0, { status: 'unknown', checkedAt: null })))
  expect(none).toContain('Aucun service n’est encore suivi.')
  expect(words(await textOf(site, '/history/', aSnapshotOf(0)))).toContain(
    'Il n’y a pas encore d’historique.',
  )
  const many = await textOf(site, '/', aSnapshotOf(60))
  expect(many.match(/class="bars"/g)).toHaveLength(60)
})

test('a language without a dictionary speaks English and keeps its own addresses', async () => {
  const html = await textOf(site, '/pl/', aSnapshot({ page: { locales: ['fr', 'pl'] } }))
  expect(html).toContain('<html lang="pl"')
  expect(words(html)).toContain('All services are operational')
})

test('the small file for pages left open says how old the site is', async () => {
  const live = JSON.parse(await textOf(site, '/live.json', aSnapshot())) as Record<string, unknown>
  expect(live).toMatchObject({ generatedAt: now, staleAfter: now + 180_000 })
  const html = await textOf(site, '/', aSnapshot())
  expect(html).toContain(`data-fingerprint="${String(live['fingerprint'])}"`)
})
