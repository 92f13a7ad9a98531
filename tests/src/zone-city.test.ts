import { expect, test } from 'vitest'
import { loadSite, textOf } from './site.ts'
import { aSnapshot, anIncident } from './snapshots.ts'

test.each([
  ['fr', '/', 'Londres'],
  ['en', '/en/', 'London'],
])('in %s, page, calendar and feed name the zone as its readers do', async (_, root, city) => {
  const site = await loadSite()
  const snapshot = aSnapshot({ page: { timezone: 'Europe/London' }, incidents: [anIncident()] })
  for (const path of ['', 'maintenance/', 'rss.xml', 'incidents/k3x9q2m7ab1z/'])
    expect((await textOf(site, root + path, snapshot)).replaceAll('Europe/London', ''), path).toMatch(
      new RegExp(`\\b${city}\\b`),
    )
  const page = await textOf(site, root, snapshot)
  expect(page.includes('Londres') && /(?<!Europe\/)London/.test(page)).toBe(false)
})
