import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import type { Check } from '../../collector/core/monitoring/check.ts'
import { seededRandom, hour, start } from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

const location = aDatabaseFile()
afterEach(() => location.dispose())

/** Bytes of all pages, those in the log included. */
function sizeOfDatabase(): number {
  const db = new Database(location.file, { readonly: true })
  const pages = Number(db.pragma('page_count', { simple: true }))
  const bytes = pages * Number(db.pragma('page_size', { simple: true }))
  db.close()
  return bytes
}

test('a check costs at most 20 bytes on disk, rollups, states and indexes included', async () => {
  // Not to be fooled by order: monitors interleaved as they are in life, in batches as the collector writes them,
  // with jitter, latencies of three magnitudes and one check in fifty that fails.
  const monitors = Array.from({ length: 200 }, (_, i) => `component-${i}-http`)
  const every = 30_000
  const rounds = (4 * hour) / every
  const random = seededRandom(3)
  const store = await location.open()
  const empty = sizeOfDatabase()
  let count = 0
  for (let round = 0; round < rounds; round++)
    for (let i = 0; i < monitors.length; i += 33) {
      const checks = monitors.slice(i, i + 33).map((monitor, j): Check => {
        const at = start + round * every + (i + j) * 150 + Math.floor(random() * 150)
        return random() < 0.02
          ? {
              monitor,
              region: '',
              at,
              health: 'down',
              took: 10_000,
              fault: { code: 'timeout', detail: 'no answer in 10 s' },
            }
          : { monitor, region: '', at, health: 'up', took: Math.round(10 * Math.exp(1 + random() * 6)) / 10 }
      })
      const states = checks.map(({ monitor, region, at }) => ({
        monitor,
        region,
        basedOn: round,
        state: {
          health: 'up' as const,
          since: start,
          before: 'up' as const,
          lastAt: at,
          recent: [{ at, health: 'up' as const }],
        },
      }))
      await store.commit({ checks, states })
      count += checks.length
    }
  await store.close()
  expect(count).toBe(monitors.length * rounds)
  // What a database holds before its first check is no cost of a check.
  const bytes = (sizeOfDatabase() - empty) / count
  expect(bytes).toBeLessThanOrEqual(20)
  // Where it stands; a jump means that something is stored that need not be.
  expect(bytes).toBeLessThanOrEqual(8)
})
