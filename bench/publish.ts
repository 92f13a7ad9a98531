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
import { createSnapshotSource } from '../collector/publishing/gather.ts'
import { openSqliteStore } from '../collector/store/sqlite/open.ts'
import type { Store } from '../collector/store/store.ts'
import { type Bench, type Family, milliseconds } from './figure.ts'
import { type Past, writePast } from './history.ts'
import { median, noise } from './numbers.ts'
import { configOf, heartbeats } from './site.ts'

/** Published transitions measured, of which the first few only warm up. */
const changes = 16
const warmUp = 4
/** The publisher leaves readers of the release before some time; news that come less often than that are the usual case. */
const pause = 2_500
const whole: Past = { days: 90, incidents: 1_000 }

/** From news to what a reader is given. */
export const publish: Family = {
  figures: {
    publish_ms_20: milliseconds,
    publish_ms_100: milliseconds,
    astro_build_ms_20: { unit: 'ms', digits: 0 },
    astro_build_ms_100: { unit: 'ms', digits: 0 },
  },
  async measure(bench) {
    for (const components of [20, 100]) {
      const [ours, theirs] = [`publish_ms_${components}`, `astro_build_ms_${components}`]
      if (!bench.wants(ours, theirs)) continue
      const site = await aSite(bench, components, whole)
      if (bench.wants(ours)) bench.report(ours, await toPublish(bench, site))
      if (bench.wants(theirs)) bench.report(theirs, await toBuild(bench, site))
    }
  },
}

/** A collector's folder, what it watches, and what it has lived through. */
export type Site = {
  readonly data: string
  readonly store: Store
  readonly config: ReturnType<typeof configOf>
  readonly past: Past
}

/** A collector's folder with a past in it. */
export async function aSite(bench: Bench, components: number, past: Past): Promise<Site> {
  const data = await bench.folder()
  const config = configOf(heartbeats(components))
  const store = await openSqliteStore(join(data, 'status.db'), { timezone: config.page.timezone })
  bench.later(() => store.close())
  bench.say(`writing ${past.days} days of ${components} components and ${past.incidents} incidents`)
  await writePast(store, config, past, Date.now())
  return { data, store, config, past }
}

/** Median ms from the commit of a transition to the new release being served, by the collector's own wiring. */
export async function toPublish(bench: Bench, { data, store, config, past }: Site): Promise<number> {
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
    out: bench.say,
    err: bench.say,
    interactive: false,
  }
  const renderer = await loadCompiledRenderer(bench.say)
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
  const used: number[] = []
  for (let i = 0; i < changes; i++) {
    await sleep(pause)
    const monitor = config.components[(i >> 1) % config.components.length]!.monitors[0] as HeartbeatMonitor
    const before = readlinkSync(site)
    const start = process.cpuUsage()
    await collector.receiveHeartbeat(monitor, i % 2 === 0 ? 'fail' : 'ok')
    // Another release may come first: what is measured is the one that tells of the news.
    await tellsOf(incident, site, before)
    took.push(performance.now() - committedAt)
    const { user, system } = process.cpuUsage(start)
    used.push((user + system) / 1000)
  }
  await collector.stop()
  const measured = took.slice(warmUp)
  bench.say(
    `${config.components.length} components, ${past.days} days, ${past.incidents} incidents: ${median(measured).toFixed(1)} ms to publish (middle half within ${(noise(measured) * 100).toFixed(0)} %, from ${Math.min(...measured).toFixed(1)} to ${Math.max(...measured).toFixed(1)} ms; ${median(used.slice(warmUp)).toFixed(1)} ms of CPU, the commit included)`,
  )
  return median(measured)
}

/** Wait for a release after one of which the overview tells of an incident. @throws Error when none comes in 20 s */
async function tellsOf(incident: string, site: string, before: string): Promise<void> {
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
async function toBuild(bench: Bench, { data, store, config }: Site): Promise<number> {
  const facts = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }))
  const snapshot = assembleSnapshot(await facts.gather(Date.now()))
  const out = join(data, 'astro')
  await mkdir(out)
  const file = join(out, 'snapshot.json')
  await writeFile(file, JSON.stringify(snapshot))
  const renderer = await loadCompiledRenderer(bench.say)
  const expected = renderer.routes(snapshot).length
  let best = Infinity
  for (let i = 0; i < 2; i++) {
    bench.say(`astro build of ${config.components.length} components, ${expected} paths`)
    const started = performance.now()
    await astroBuild(file, out)
    best = Math.min(best, performance.now() - started)
  }
  const made = await readdir(join(out, 'site'), { recursive: true, withFileTypes: true })
  const pages = made.filter((entry) => entry.isFile()).length
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
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`astro build failed:\n${said.slice(-3_000)}`)
}
