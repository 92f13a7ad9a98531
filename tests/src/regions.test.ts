import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { ComponentView, RegionView } from '../../collector/core/snapshot/snapshot.ts'
import type { Locale } from '../../collector/core/text/localized-text.ts'
import { loadSite, textOf } from './site.ts'
import { aComponent, aSnapshot, now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const aRegion = (id: string, more: Partial<RegionView> = {}): RegionView => ({
  id,
  name: id,
  status: 'operational',
  statusSince: now - 3_600_000,
  checkedAt: now - 12_000,
  response: { checks: 2_880, mean: 200, p50: 180, p95: 410, p99: 700 },
  hoursToday: { checks: 1_800, mean: 200, p50: 170, p95: 400, p99: 690 },
  ...more,
})

const three = [
  aRegion('paris', { name: { fr: 'Paris', en: 'Paris (FR)' } }),
  aRegion('oslo', { status: 'major_outage' }),
  aRegion('rome', { status: 'unknown', statusSince: null, checkedAt: null }),
]

const watchedFrom = (regions: readonly RegionView[], more: Partial<ComponentView> = {}) =>
  aSnapshot({
    page: { locales: ['fr', 'en', 'de', 'es'] },
    components: [aComponent('ai', 'API', {}, { regions, ...more })],
    groups: [{ name: null, components: ['ai'], status: 'operational', availability: 1, printed: '100' }],
    incidents: [],
    maintenances: [],
    reports: [],
  })

/** What a page says, without its markup. */
async function wordsOf(
  place: string,
  locale: Locale,
  snapshot = watchedFrom(three, { downFrom: { down: 1, of: 3 } }),
) {
  const whole = await textOf(site, `/${locale === 'fr' ? '' : `${locale}/`}${place}`, snapshot)
  // The section of the places, and the rows of the overview: a whole page says nothing to who reads why a test fails.
  const html = [...whole.matchAll(/<(?:section aria-labelledby="(?:places|g0)")[\s\S]*?<\/section>/g)].join(
    ' ',
  )
  return html
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

test.each([
  ['fr', 'Vu depuis 3 lieux', 'Injoignable depuis 1 lieu sur 3', 'Joignable', 'Inconnu'],
  ['en', 'Seen from 3 places', 'Down from 1 of 3 places', 'Up', 'Unknown'],
  ['de', 'Von 3 Orten aus gesehen', 'An 1 von 3 Orten nicht erreichbar', 'Erreichbar', 'Unbekannt'],
  ['es', 'Visto desde 3 lugares', 'Inaccesible desde 1 de 3 lugares', 'Accesible', 'Desconocido'],
])(
  'in %s a component says what each place sees, and a minority that sees it down',
  async (locale, ...said) => {
    const page = await wordsOf('components/ai/', locale)
    for (const words of said) expect(page).toContain(words)
    expect(page).toContain(locale === 'en' ? 'Paris (FR)' : 'Paris')
    expect(page).toMatch(/180\sms/)
    expect(page).toMatch(/410\sms/)
    expect(await wordsOf('', locale)).toContain(said[1])
  },
)

test('no minority is told of a component that is down or under maintenance anyway', async () => {
  for (const status of ['major_outage', 'partial_outage', 'under_maintenance'] as const) {
    const snapshot = watchedFrom(three, { downFrom: { down: 1, of: 3 }, status })
    expect(await wordsOf('components/ai/', 'en', snapshot)).not.toContain('Down from')
    expect(await wordsOf('', 'en', snapshot)).not.toContain('Down from')
  }
})

test('a component that one place watches has nothing of places on its page, on the overview and in data', async () => {
  const snapshot = aSnapshot()
  const [first] = snapshot.components
  expect(await wordsOf(`components/${first!.id}/`, 'en', snapshot)).not.toContain('Seen from')
  expect(await wordsOf('', 'en', snapshot)).not.toContain('Down from')
  const data = JSON.parse(await textOf(site, `/data/${first!.id}.json`, snapshot))
  expect(data).not.toHaveProperty('regions')
})

test('open data has what each place sees now, and its response time of today', async () => {
  const data = JSON.parse(await textOf(site, '/data/ai.json', watchedFrom(three)))
  const figures = { checks: 1_800, p50: 170, p95: 400, p99: 690 }
  const since = new Date(now - 3_600_000).toISOString()
  expect(data.regions).toEqual([
    { region: 'paris', status: 'operational', since, ...figures },
    { region: 'oslo', status: 'major_outage', since, ...figures },
    { region: 'rome', status: 'unknown', since: null, ...figures },
  ])
})

test('news of a place are published at once, where it was last looked at only with the hour', () => {
  const keysOf = (regions: readonly RegionView[]) => {
    const route = site.routes(watchedFrom(regions)).find(({ path }) => path === '/components/ai/')!
    return [route.deferrableKey, route.hourlyKey]
  }
  const before = keysOf(three)
  const [paris, ...others] = three
  expect(keysOf([{ ...paris!, checkedAt: now }, ...others])).toEqual(before)
  const after = keysOf([{ ...paris!, status: 'major_outage' }, ...others])
  expect(after[0]).not.toBe(before[0])
  expect(after[1]).not.toBe(before[1])
})
