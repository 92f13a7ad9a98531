import { statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { assembleSnapshot } from '../collector/core/snapshot/assemble-snapshot.ts'
import type { Check } from '../collector/core/monitoring/check.ts'
import { loadCompiledRenderer } from '../collector/app/bootstrap.ts'
import { createSnapshotSource } from '../collector/publishing/gather.ts'
import { openSqliteStore } from '../collector/store/sqlite/open.ts'
import { type Bench, type Family, bytes } from './figure.ts'
import { writePast } from './history.ts'
import { dice } from './numbers.ts'
import { configOf, heartbeats } from './site.ts'

const every = 30_000
const monitors = 1_000
/** Hours of checks: enough for what a database costs once not to count. */
const hours = 8

/** What is kept, and what is sent. */
export const size: Family = {
  figures: { bytes_per_check: { unit: 'bytes', digits: 2 }, overview_bytes_20: bytes },
  async measure(bench) {
    if (bench.wants('bytes_per_check')) await disk(bench)
    if (bench.wants('overview_bytes_20')) await overview(bench)
  },
}

/** 1,000 monitors every 30 s, recorded once a second as the collector does; indices, rollups and sketches included. */
async function disk(bench: Bench): Promise<void> {
  const file = join(await bench.folder(), 'status.db')
  const open = () => openSqliteStore(file, { timezone: 'Europe/Paris' })
  // Closing writes all into the one file.
  await (await open()).close()
  const empty = statSync(file).size
  const store = await open()
  const roll = dice(2)
  const start = Math.floor(Date.now() / 3_600_000 - hours) * 3_600_000
  const seconds = every / 1_000
  let written = 0
  for (let second = 0; second < hours * 3_600; second++) {
    if (second % 3_600 === 0) bench.say(`bytes per check: hour ${second / 3_600 + 1} of ${hours}`)
    const checks: Check[] = []
    for (let i = second % seconds; i < monitors; i += seconds)
      checks.push(aCheck(i, start + second * 1_000, roll))
    await store.commit({ checks })
    written += checks.length
  }
  await store.close()
  const kept = statSync(file).size - empty
  bench.say(`${written} checks take ${(kept / 1e6).toFixed(1)} MB`)
  bench.report('bytes_per_check', kept / written)
}

/** Probes keep their pace within a few milliseconds, and answer in a time that is mostly their own, at times a multiple. */
function aCheck(i: number, slot: number, roll: () => number): Check {
  const usual = 20 + ((i * 37) % 400)
  const spike = roll() > 0.98 ? 5 * roll() : 0
  const took = Math.round(usual * (0.8 + 0.4 * roll() + spike) * 10) / 10
  return { monitor: `m${i}`, region: '', at: slot + Math.floor(4 * roll() ** 2), health: 'up', took }
}

/** The overview of 20 components with 90 days of history and an incident a month each, as a browser receives it. */
async function overview(bench: Bench): Promise<void> {
  const renderer = await loadCompiledRenderer(bench.say)
  const config = configOf(heartbeats(20))
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  bench.later(() => store.close())
  const now = Date.now()
  await writePast(store, config, { days: 90, incidents: 60 }, now)
  const facts = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }))
  const page = await renderer.render('/', assembleSnapshot(await facts.gather(now)))
  const gzip = gzipSync(page).length
  bench.say(
    `overview of 20 components: ${page.length} bytes, ${gzip} with gzip, ${brotliCompressSync(page).length} with brotli`,
  )
  bench.report('overview_bytes_20', gzip)
}
