import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { draw } from '../../src/badges/draw.ts'
import { latestHour } from '../../src/badges/badges.ts'
import { badgeName } from '../../src/badges/name.ts'
import { loadSite, textOf } from './site.ts'
import { aComponent, aSnapshot, anOpenIncident, now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const hour = 3_600_000

/** The words of a badge for those who hear it. */
const heard = (svg: string): string | undefined => /<title>([^<]*)<\/title>/.exec(svg)?.[1]

const badge = (path: string, snapshot = aSnapshot()) => textOf(site, `/badges/${path}`, snapshot)

/** Contrast of white with a colour such as `#1d6f4a`, by WCAG, where the badge's sheen has made it lighter. */
function contrastWithWhite(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const lit = (Number.parseInt(colour.slice(at, at + 2), 16) * 0.9 + 0xbb * 0.1) / 255
    return lit <= 0.04045 ? lit / 12.92 : ((lit + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}

test('every component has its three badges, and the page has one', () => {
  const paths = site.routes(aSnapshot()).map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining([
      '/badges/page.svg',
      '/badges/api.svg',
      '/badges/api/uptime.svg',
      '/badges/api/response.svg',
    ]),
  )
})

test.each([
  ['operational', 'Opérationnel'],
  ['degraded_performance', 'Ralenti'],
  ['partial_outage', 'Panne partielle'],
  ['major_outage', 'Panne majeure'],
  ['under_maintenance', 'En maintenance'],
  ['unknown', 'Inconnu'],
] as const)('a badge says %s in words, and in a colour that words can be read on', async (status, words) => {
  const svg = await badge('x.svg', aSnapshot({ components: [aComponent('x', 'Site', {}, { status })] }))
  expect(heard(svg)).toBe(`Site\u00a0: ${words}`)
  expect(svg).toContain('role="img"')
  expect(svg).toContain(`aria-label="Site\u00a0: ${words}"`)
  const fills = [...svg.matchAll(/fill="(#[\da-f]{6})"/g)].map(([, colour]) => colour!)
  const backgrounds = fills.filter((colour) => colour !== '#010101')
  expect(backgrounds.length).toBeGreaterThan(1)
  for (const colour of backgrounds) expect(contrastWithWhite(colour)).toBeGreaterThan(4.5)
})

test('each status has a colour of its own, and only one is green', async () => {
  const statuses = ['operational', 'partial_outage', 'major_outage', 'under_maintenance', 'unknown'] as const
  const components = statuses.map((status) => aComponent(status.replace('_', '-'), 'x', {}, { status }))
  const badges = await Promise.all(components.map((one) => badge(`${one.id}.svg`, aSnapshot({ components }))))
  expect(new Set(badges.map((svg) => [...svg.matchAll(/fill="(#[\da-f]{6})"/g)][1]![1])).size).toBe(5)
})

test('availability is printed as on the page, with its days', async () => {
  const snapshot = aSnapshot()
  const api = snapshot.components.find((one) => one.id === 'api')!
  const figure = `${api.uptime.printed!.replace('.', ',')}\u00a0%`
  expect(heard(await badge('api/uptime.svg'))).toContain(`disponibilité\u00a0: ${figure} · 90\u00a0j`)
  expect(await textOf(site, '/components/api/', snapshot)).toContain(figure)
})

test('a figure says over which time it counts, and since when where its history is shorter', async () => {
  const young = aComponent('x', 'Site', {}, { firstDay: 60 })
  const snapshot = aSnapshot({ components: [{ ...young, firstAt: Date.UTC(2026, 10, 1, 12) }] })
  expect(heard(await badge('x/uptime.svg', snapshot))).toMatch(/ · depuis le 1er nov\.$/)
  expect(heard(await badge('x/response.svg', aSnapshot({ components: [young] })))).toMatch(
    /\u00a0ms · 1\u00a0h$/,
  )
})

test('what nobody has seen is said to be unknown, in grey', async () => {
  const unseen = aComponent('new', 'Neuf', {}, { firstDay: 0, status: 'unknown', latency: [] })
  const snapshot = aSnapshot({ components: [unseen] })
  for (const path of ['new.svg', 'new/uptime.svg', 'new/response.svg']) {
    const svg = await badge(path, snapshot)
    expect(heard(svg)).toMatch(/: (?:Inconnu|aucune donnée)$/)
    expect(svg).toContain('fill="#59625d"')
  }
})

test('a collector that is cut off says of nothing that it works', async () => {
  const snapshot = aSnapshot({ cutOff: true })
  expect(heard(await badge('page.svg', snapshot))).toMatch(/: Inconnu$/)
  expect(heard(await badge('api.svg', snapshot))).toMatch(/: Inconnu$/)
})

test('an open incident is on the badge of a page whose services all work', async () => {
  const snapshot = aSnapshot({ status: 'operational', incidents: [anOpenIncident()] })
  expect(heard(await badge('page.svg', snapshot))).toMatch(/: Incidents en cours$/)
})

test('a response time is that of the last whole hour, and of none that is long past', () => {
  const point = (at: number, p95: number | null) => ({ at, p95, p50: null, p99: null, checks: 1 })
  const start = Math.floor(now / hour) * hour
  const latency = [point(start - 2 * hour, 1), point(start - hour, 2), point(start, 3)]
  const of = (...points: typeof latency) =>
    latestHour(aComponent('x', 'x', {}, { latency: points }), now)?.p95
  expect(of(...latency)).toBe(2)
  expect(of(point(start, 3))).toBe(3)
  expect(of(point(start - hour, null), point(start, 3))).toBe(3)
  expect(of(point(start - 5 * hour, 1))).toBeUndefined()
})

test('where nothing answered lately, a response time is that of the latest day with an answer, by its date', async () => {
  const component = aComponent('x', 'Répond', {}, { latency: [] })
  const days = component.days.map((one, i, all) => ({ ...one, p95: i < all.length - 2 ? 325 : null }))
  const last = days.at(-3)!
  const shown = heard(await badge('x/response.svg', aSnapshot({ components: [{ ...component, days }] })))
  expect(shown).toMatch(new RegExp(`: 325\u00a0ms · ${Number(last.date.slice(8))}\\s\\p{L}+\\.?$`, 'u'))
  const never = { ...component, days: days.map((one) => ({ ...one, p95: null })) }
  expect(heard(await badge('x/response.svg', aSnapshot({ components: [never] })))).toMatch(/: aucune donnée$/)
})

test('a hostile name is written and cut, never obeyed', async () => {
  const name = `<script>alert(1)</script>\u202e&"'\u0000\u001b]]>\ud800 ${'é'.repeat(100_000)}`
  const snapshot = aSnapshot({ components: [aComponent('x', name)] })
  for (const path of ['x.svg', 'x/uptime.svg', 'x/response.svg']) {
    const svg = await badge(path, snapshot)
    expect(svg.length).toBeLessThan(4_000)
    expect(svg).not.toMatch(/<script|\u202e|\]\]>/)
    // oxlint-disable-next-line no-control-regex
    expect(svg).not.toMatch(/[\u0000-\u0008\u001b]/)
    expect(svg).toContain('&lt;script&gt;')
  }
})

test('names are cut between signs that are seen as one', () => {
  const family = '👨‍👩‍👧'
  expect(badgeName(`${'a'.repeat(37)}${family}bcdef`, 'id')).toBe(`${'a'.repeat(37)}…`)
  expect(badgeName(` \u202e\u2066\u0007 `, 'id')).toBe('id')
  expect(badgeName('Zoé\n\tAPI', 'id')).toBe('Zoé API')
  expect([...badgeName(`e${'\u0301'.repeat(5_000)}`, 'id')].length).toBeLessThanOrEqual(40)
})

test('a component called page does not take the badge of the page', async () => {
  const snapshot = aSnapshot({ components: [aComponent('page', 'Pages')] })
  const paths = site.routes(snapshot).map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
  const own = paths.find((path) => /^\/badges\/(?!page)[^/]+\.svg$/.test(path))!
  expect(heard(await textOf(site, own, snapshot))).toMatch(/^Pages\u00a0: /)
})

test('a minute that passes touches no badge, a status that changes that badge only', () => {
  const keys = (snapshot: ReturnType<typeof aSnapshot>) =>
    new Map(site.routes(snapshot).map((one) => [one.path, one.fingerprint]))
  const base = aSnapshot()
  const before = keys(base)
  const touched = (after: typeof base) =>
    [...keys(after)].flatMap(([path, key]) =>
      path.startsWith('/badges/') && before.get(path) !== key ? [path] : [],
    )
  expect(touched({ ...base, generatedAt: base.generatedAt + 60_000 })).toEqual([])
  const components = base.components.map((one) =>
    one.id === 'api' ? { ...one, status: 'major_outage' as const } : one,
  )
  expect(touched({ ...base, components })).toEqual(['/badges/api.svg'])
})

test.each([
  ['خدمة الدفع', false],
  ['भुगतान', false],
  ['ਭੁਗਤਾਨ', false],
  ['𞤐𞤶𞤮𞤦𞤣𞤭', false],
  ['Paiement', true],
  ['תשלום', true],
])(
  'the letters of %s are drawn to a length of our choice only where they do not join: %s',
  (label, isStretched) => {
    const svg = draw({ label, message: 'ok', colon: ': ', tone: 'operational' })
    expect(svg.includes('textLength=')).toBe(isStretched)
  },
)
