import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readlinkSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCollector } from '../collector/app/collector.ts'
import { assembleSnapshot } from '../collector/core/snapshot/assemble-snapshot.ts'
import type { HeartbeatMonitor } from '../collector/core/monitoring/monitor.ts'
import { loadCompiledRenderer, root } from '../collector/app/bootstrap.ts'
import { openLog } from '../collector/app/log.ts'
import { createSnapshotSource } from '../collector/publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import type { Store } from '../collector/store/store.ts'
import { type BenchContext, type MeasurementGroup, milliseconds } from './measurement.ts'
import { type HistorySize, writeHistory } from './generated-history.ts'
import { median, relativeSpread } from './statistics.ts'
import { configOf, heartbeats } from './generated-config.ts'

/** Published transitions measured, of which the first few only warm up. */
const changes = 16
const warmUp = 4
/** The publisher leaves readers of the release before some time; news that come less often than that are the usual case. */
const pause = 2_500
const fullHistory: HistorySize = { days: 90, incidents: 1_000 }

/** From news to what a reader is given. */
export const publish: MeasurementGroup = {
  measurements: {
    publish_ms_20: milliseconds,
    publish_ms_100: milliseconds,
    astro_build_ms_20: { unit: 'ms', digits: 0 },
    astro_build_ms_100: { unit: 'ms', digits: 0 },
  },
  async measure(bench) {
    for (const components of [20, 100]) {
      const [ours, theirs] = [`publish_ms_${components}`, `astro_build_ms_${components}`]
      if (!bench.isRequested(ours, theirs)) continue
      const site = await createSite(bench, components, fullHistory)
      if (bench.isRequested(ours)) bench.report(ours, await measurePublish(bench, site))
      if (bench.isRequested(theirs)) bench.report(theirs, await measureBuild(bench, site))
    }
  },
}

/** A collector's folder, what it watches, and what it has lived through. */
export type BenchSite = {
  readonly data: string
  readonly store: Store
  readonly config: ReturnType<typeof configOf>
  readonly historySize: HistorySize
}

/** A collector's folder with a past in it. */
export async function createSite(
  bench: BenchContext,
  components: number,
  historySize: HistorySize,
): Promise<BenchSite> {
  const data = await bench.temporaryFolder()
  const config = configOf(heartbeats(components))
  const store = await openSqliteStore(join(data, 'status.db'), { timezone: config.page.timezone })
  bench.onClose(() => store.close())
  bench.log(
    `writing ${historySize.days} days of ${components} components and ${historySize.incidents} incidents`,
  )
  await writeHistory(store, config, historySize, Date.now())
  return { data, store, config, historySize }
}

/** Median ms from the commit of a transition to the new release being served, by the collector's own wiring. */
export async function measurePublish(
  bench: BenchContext,
  { data, store, config, historySize }: BenchSite,
): Promise<number> {
  let committedAt = 0
  let incident = ''
  const timed: Store = {
    ...store,
    async commit(facts) {
      await store.commit(facts)
      if (!facts.transitions?.length) return
      committedAt = performance.now()
      incident = facts.incidents?.[0]?.id ?? ''
    },
  }
  const terminal = {
    data,
    configFile: join(data, 'status.yaml'),
    env: {},
    out: bench.log,
    err: bench.log,
    interactive: false,
  }
  const renderer = await loadCompiledRenderer(bench.log)
  const collector = await createCollector({
    terminal,
    config,
    store: timed,
    renderer,
    log: openLog(false, [], 'error'),
    demo: false,
  })
  await collector.publish()
  const { site } = collector
  const took: number[] = []
  const cpuTimes: number[] = []
  for (let i = 0; i < changes; i++) {
    await sleep(pause)
    const monitor = config.components[(i >> 1) % config.components.length]!.monitors[0] as HeartbeatMonitor
    const before = readlinkSync(site)
    const start = process.cpuUsage()
    await collector.receiveHeartbeat(monitor, i % 2 === 0 ? 'fail' : 'ok')
    // Another release may come first: what is measured is the one that tells of the news.
    await waitForIncident(incident, site, before)
    took.push(performance.now() - committedAt)
    const { user, system } = process.cpuUsage(start)
    cpuTimes.push((user + system) / 1000)
  }
  await collector.stop()
  const measured = took.slice(warmUp)
  bench.log(
    `${config.components.length} components, ${historySize.days} days, ${historySize.incidents} incidents: ${median(measured).toFixed(1)} ms to publish (middle half within ${(relativeSpread(measured) * 100).toFixed(0)} %, from ${Math.min(...measured).toFixed(1)} to ${Math.max(...measured).toFixed(1)} ms; ${median(cpuTimes.slice(warmUp)).toFixed(1)} ms of CPU, the commit included)`,
  )
  return median(measured)
}

/** Wait for a release after one of which the overview tells of an incident. @throws Error when none comes in 20 s */
async function waitForIncident(incident: string, site: string, before: string): Promise<void> {
  const until = performance.now() + 20_000
  for (let seen = before; performance.now() < until; await sleep(1)) {
    const now = readlinkSync(site)
    if (now === seen) continue
    seen = now
    if (readFileSync(join(site, 'index.html'), 'utf8').includes(incident)) return
  }
  throw new Error('no overview that was published tells of the incident')
}

/** Milliseconds that `astro build` takes for the same site: the best of two, so that the disk is warm. */
async function measureBuild(bench: BenchContext, { data, store, config }: BenchSite): Promise<number> {
  const snapshotSource = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }))
  const snapshot = assembleSnapshot(await snapshotSource.gather(Date.now()))
  const out = join(data, 'astro')
  await mkdir(out)
  const file = join(out, 'snapshot.json')
  await writeFile(file, JSON.stringify(snapshot))
  const renderer = await loadCompiledRenderer(bench.log)
  const expected = renderer.routes(snapshot).length
  let best = Infinity
  for (let i = 0; i < 2; i++) {
    bench.log(`astro build of ${config.components.length} components, ${expected} paths`)
    const started = performance.now()
    await astroBuild(file, out)
    best = Math.min(best, performance.now() - started)
  }
  const files = await readdir(join(out, 'site'), { recursive: true, withFileTypes: true })
  const pages = files.filter((entry) => entry.isFile()).length
  if (pages < expected) throw new Error(`astro build made ${pages} files of ${expected} paths`)
  return best
}

async function astroBuild(snapshot: string, out: string): Promise<void> {
  const astro = createRequire(join(root, 'package.json')).resolve('astro/package.json')
  const config = 'bench/static/astro.config.mjs'
  const child = spawn(
    process.execPath,
    [join(dirname(astro), 'bin/astro.mjs'), 'build', '--config', config],
    {
      cwd: root,
      env: {
        ...process.env,
        ASTRO_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        BENCH_SNAPSHOT: snapshot,
        BENCH_OUT: out,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`astro build failed:\n${output.slice(-3_000)}`)
}
