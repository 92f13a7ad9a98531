import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { sampleMetrics } from '../../src/renderer/sample-metrics.ts'
import { loadSite, textOf } from './site.ts'
import { aComponent, aSnapshot, now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const plain = (html: string): string => html.replaceAll('\u00a0', ' ')

test('bars of a year say which year their days are of: edge, table and metrics', async () => {
  const component = aComponent('x', 'Site', {}, { historyDays: 366 })
  const first = component.days[0]!.date
  expect(first).toBe('2025-11-22')
  const page = aSnapshot({ page: { historyDays: 366 }, components: [component], metrics: sampleMetrics(now) })
  for (const path of ['/', '/components/x/', '/figures/'])
    expect(plain(await textOf(site, path, page)), path).toContain('22 nov. 2025')
  expect(plain(await textOf(site, '/components/x/', page))).toContain('22 nov. 2026')
})

test('bars of ninety days need no year', async () => {
  for (const path of ['/', '/components/api/'])
    expect(plain(await textOf(site, path, aSnapshot())), path).not.toMatch(
      /\d (?:août|nov\.) 2026<\/(?:span|th)>/,
    )
})
