import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { assembleSnapshot } from '../../../collector/core/snapshot/assemble-snapshot.ts'
import type { MetricConfig } from '../../../collector/core/metric/metric.ts'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { backfill } from '../../../collector/monitoring/backfill.ts'
import { createSnapshotSource } from '../../../collector/publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aComponent, aConfig, usualCadence } from '../../core/builders.ts'
import { loadSite, renderAll } from '../site.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const now = Date.parse('2026-11-22T15:20:00Z')
const hour = 3_600_000

/** A metric all of whose words are `word`, and which is critical. */
const aMetric = (word: string, seen: boolean): MetricConfig => ({
  id: word,
  name: word,
  description: word,
  group: word,
  unit: word,
  component: 'api',
  pull: {
    kind: 'prometheus',
    url: `http://127.0.0.1/pulled-${word}`,
    query: `pulled-${word}`,
    headers: { authorization: `pulled-${word}` },
    every: 60_000,
    timeout: 1_000,
  },
  summary: 'mean',
  good: { operator: '<', value: 0 },
  thresholds: { warning: null, critical: { operator: '>', value: 0 } },
  growth: 100_000,
  public: seen,
})

test('nothing of a private metric, nor where a public one comes from, is in any published file', async () => {
  const store = await openSqliteStore(':memory:', { timezone: 'UTC' })
  onTestFinished(() => store.close())
  const config = {
    ...aConfig({ components: [aComponent('api')] }),
    metrics: [aMetric('openly', true), aMetric('hushhush', false)],
  }
  for (let i = 0; i < 50; i++)
    await store.commit({
      metrics: [
        { metric: 'openly', at: now - i * hour, value: 51_717.5 },
        { metric: 'hushhush', at: now - i * hour, value: 73_939.5 },
      ],
    })
  await store.commit({ configuration: { at: now - 50 * hour, components: config.components, region: '' } })
  const watched = Array.from({ length: 50 }, (_, i) => now - (49 - i) * hour)
  const checks = watched.map((at) => ({ monitor: 'api-0', region: '', at, health: 'up' as const, took: 100 }))
  await backfill(store, { id: 'api-0', ...usualCadence }, '', checks)
  const gathered = await createSnapshotSource(
    store,
    config,
    () => ({ cutOff: false, demo: false }),
    false,
  ).gather(now)
  const files = await renderAll(site, assembleSnapshot(gathered))
  const paths = [...files].filter(([, text]) => text.includes('openly')).map(([path]) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['/', '/figures/', '/data/metrics.json', '/components/api/', '/reports/2026-11/']),
  )
  for (const [path, text] of files) {
    expect(text, path).not.toMatch(/hushhush/i)
    expect(text.replaceAll(/[\s\u00a0\u202f,.]/g, ''), path).not.toContain('73939')
    expect(text, path).not.toContain('pulled-')
  }
})
