import { statSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { assembleSnapshot } from '../collector/core/snapshot/assemble-snapshot.ts'
import type { Check } from '../collector/core/monitoring/check.ts'
import { loadCompiledRenderer } from '../collector/app/bootstrap.ts'
import { createSnapshotSource } from '../collector/publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { type BenchContext, type MeasurementGroup, bytes, milliseconds } from './measurement.ts'
import { writeHistory } from './generated-history.ts'
import { median, seededRandom } from './statistics.ts'
import { configOf, heartbeats } from './generated-config.ts'

const every = 30_000
const day = 86_400_000
const monitors = 1_000
/** Hours of checks: enough for what a database costs once not to count. */
const hours = 8

/** What is kept, and what is sent. */
export const size: MeasurementGroup = {
  measurements: {
    bytes_per_check: { unit: 'bytes', digits: 2 },
    bars_ms_100_monitors: milliseconds,
    bare_rows_ms_100_monitors: milliseconds,
    overview_bytes_20: bytes,
  },
  async measure(bench) {
    if (bench.isRequested('bars_ms_100_monitors', 'bare_rows_ms_100_monitors')) await measureBars(bench)
    if (bench.isRequested('bytes_per_check')) await measureDisk(bench)
    if (bench.isRequested('overview_bytes_20')) await measureOverview(bench)
  },
}

/** 1,000 monitors every 30 s, recorded once a second as the collector does; indices, rollups and sketches included. */
async function measureDisk(bench: BenchContext): Promise<void> {
  const file = join(await bench.temporaryFolder(), 'status.db')
  const open = () => openSqliteStore(file, { timezone: 'Europe/Paris' })
  // Closing writes all into the one file.
  await (await open()).close()
  const empty = statSync(file).size
  const store = await open()
  const random = seededRandom(2)
  const start = Math.floor(Date.now() / 3_600_000 - hours) * 3_600_000
  const seconds = every / 1_000
  let written = 0
  for (let second = 0; second < hours * 3_600; second++) {
    if (second % 3_600 === 0) bench.log(`bytes per check: hour ${second / 3_600 + 1} of ${hours}`)
    const checks: Check[] = []
    for (let i = second % seconds; i < monitors; i += seconds)
      checks.push(aCheck(i, start + second * 1_000, random))
    await store.commit({ checks })
    written += checks.length
  }
  await store.close()
  const bytesUsed = statSync(file).size - empty
  bench.log(`${written} checks take ${(bytesUsed / 1e6).toFixed(1)} MB`)
  bench.report('bytes_per_check', bytesUsed / written)
}

/** Probes keep their pace within a few milliseconds, and answer in a time that is mostly their own, at times a multiple. */
function aCheck(i: number, startsAt: number, random: () => number): Check {
  const usual = 20 + ((i * 37) % 400)
  const spike = random() > 0.98 ? 5 * random() : 0
  const took = Math.round(usual * (0.8 + 0.4 * random() + spike) * 10) / 10
  return { monitor: `m${i}`, region: '', at: startsAt + Math.floor(4 * random() ** 2), health: 'up', took }
}

/** The days of 100 monitors over 90 days as a page needs them, beside the same rows read by the bare driver. */
async function measureBars(bench: BenchContext): Promise<void> {
  const file = join(await bench.temporaryFolder(), 'status.db')
  const store = await openSqliteStore(file, { timezone: 'Europe/Paris' })
  bench.onClose(() => store.close())
  const random = seededRandom(3)
  const now = Date.now()
  const from = now - 90 * day
  for (let at = from; at < now; at += day / 2) {
    const checks = Array.from({ length: 500 }, (_, i) => aCheck(i % 100, at + i * 1_000, random))
    await store.commit({ checks })
  }
  const names = Array.from({ length: 100 }, (_, i) => `m${i}`)
  const db = new SqliteDatabase(file, { readonly: true })
  bench.onClose(() => db.close())
  const series = db.prepare<[], [number]>('SELECT id FROM series').raw().all()
  const rows = db
    .prepare<[number, number, number]>(
      'SELECT at, up, degraded, down, took, sketch FROM days WHERE series = ? AND at >= ? AND at < ?',
    )
    .raw()
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = -5; round < 25; round++) {
    const start = performance.now()
    await store.rollups('day', { from, to: now + 1 }, names)
    const middle = performance.now()
    for (const [id] of series) rows.all(id, from, now + 1)
    if (round < 0) continue
    ours.push(middle - start)
    bare.push(performance.now() - middle)
  }
  bench.report('bars_ms_100_monitors', median(ours))
  bench.report('bare_rows_ms_100_monitors', median(bare))
}

/** The overview of 20 components with 90 days of history and an incident a month each, as a browser receives it. */
async function measureOverview(bench: BenchContext): Promise<void> {
  const renderer = await loadCompiledRenderer(bench.log)
  const config = configOf(heartbeats(20))
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  bench.onClose(() => store.close())
  const now = Date.now()
  await writeHistory(store, config, { days: 90, incidents: 60 }, now)
  const snapshotSource = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }))
  const page = await renderer.render('/', assembleSnapshot(await snapshotSource.gather(now)))
  const gzip = gzipSync(page).length
  bench.log(
    `overview of 20 components: ${page.length} bytes, ${gzip} with gzip, ${brotliCompressSync(page).length} with brotli`,
  )
  bench.report('overview_bytes_20', gzip)
}
