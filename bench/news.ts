import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { openIncident, storeToken } from './api-client.ts'
import { configOf, heartbeats } from './generated-config.ts'
import { writeHistory } from './generated-history.ts'
import { type BenchContext, type MeasurementGroup, milliseconds } from './measurement.ts'
import { preciseCpuTime, untilIdle } from './process-usage.ts'
import { type RunningCollector, runCollector } from './run-collector.ts'
import { median, quantile } from './statistics.ts'

/** Components and incidents of the past. */
const sites = [
  [20, 100],
  [100, 1_000],
] as const
const rounds = 12
/** What follows a piece of news follows within this, ms: what it left a second later, a folder for the next release. */
const aftermath = 4_000
/** Ordinary publications while they are measured are this far apart, ms; while news is, there are none. */
const minuteEvery = 6_000

/**
 * What a publication costs a collector in a process of its own: of news, from the request to the API to the new bytes on
 * the disk, and in CPU with all that follows; and of a minute in which nothing happened but checks. What the collector
 * uses without any publication is taken off.
 */
export const news: MeasurementGroup = {
  measurements: {
    news_to_disk_ms_20: milliseconds,
    news_cpu_ms_20: milliseconds,
    minute_cpu_ms_20: milliseconds,
    news_to_disk_ms_100: milliseconds,
    news_cpu_ms_100: milliseconds,
    minute_cpu_ms_100: milliseconds,
  },
  async measure(bench) {
    if (!existsSync('/proc/self/task')) return bench.log('only Linux tells what a process has used')
    for (const [components, incidents] of sites) {
      const name = (what: string): string => `${what}_${components}`
      if (!bench.isRequested(...['news_to_disk_ms', 'news_cpu_ms', 'minute_cpu_ms'].map(name))) continue
      await measureSite(bench, components, incidents)
    }
  },
}

async function measureSite(bench: BenchContext, components: number, incidents: number): Promise<void> {
  const data = await bench.temporaryFolder()
  const text = heartbeats(components)
  const configure = (every: string): Promise<void> =>
    writeFile(join(data, 'status.yaml'), `${text}publish: { every: ${every} }\n`)
  const config = configOf(text)
  await configure(`${minuteEvery / 1_000}s`)
  const store = await openSqliteStore(join(data, 'status.db'), { timezone: config.page.timezone })
  bench.log(`writing 90 days of ${components} components and ${incidents} incidents`)
  await writeHistory(store, config, { days: 90, incidents }, Date.now())
  const token = await storeToken(store)
  await store.close()
  const collector = await runCollector(['start', '--data', data])
  bench.onClose(collector.stop)
  await untilIdle(collector.pid)
  if (bench.isRequested(`minute_cpu_ms_${components}`))
    await measureMinutes(bench, collector, join(data, 'site'), components)
  if (!bench.isRequested(`news_to_disk_ms_${components}`, `news_cpu_ms_${components}`)) return
  await configure('1h')
  await untilIdle(collector.pid)
  await measureNews(bench, collector, { token, site: join(data, 'site'), components })
}

/** CPU that a process uses while nothing is published, ms a ms. */
async function idleRate({ pid }: RunningCollector): Promise<number> {
  const [started, before] = [performance.now(), preciseCpuTime(pid)]
  await sleep(aftermath)
  return (preciseCpuTime(pid) - before) / (performance.now() - started)
}

async function measureMinutes(
  bench: BenchContext,
  collector: RunningCollector,
  site: string,
  components: number,
): Promise<void> {
  const used: number[] = []
  for (let i = 0; i < rounds; i++) {
    for (let component = i % 5; component < components; component += 5)
      await fetch(`${collector.url}/heartbeat/token-c${component}m0`, { method: 'POST' })
    await sleep(1_000)
    const [started, before] = [performance.now(), preciseCpuTime(collector.pid)]
    const rate = await idleRateUntilNext(collector, site)
    await sleep(1_000)
    const elapsed = performance.now() - started
    used.push(preciseCpuTime(collector.pid) - before - rate * elapsed)
  }
  report(bench, `minute_cpu_ms_${components}`, used)
}

/** Waits for the next release. CPU that the process uses until then, ms a ms. */
async function idleRateUntilNext({ pid }: RunningCollector, site: string): Promise<number> {
  const [started, before, release] = [performance.now(), preciseCpuTime(pid), readlinkSync(site)]
  let rate = 0
  for (const until = started + 20 * minuteEvery; readlinkSync(site) === release; await sleep(5)) {
    if (performance.now() > until) throw new Error('no minute was published')
    // What was used some ms ago is not yet the publication's.
    if (performance.now() - started < minuteEvery / 4)
      rate = (preciseCpuTime(pid) - before) / Math.max(1, performance.now() - started)
  }
  return rate
}

async function measureNews(
  bench: BenchContext,
  collector: RunningCollector,
  { token, site, components }: { token: string; site: string; components: number },
): Promise<void> {
  const took: number[] = []
  const used: number[] = []
  for (let i = 0; i < rounds; i++) {
    const rate = await idleRate(collector)
    const [started, before] = [performance.now(), preciseCpuTime(collector.pid)]
    const id = await openIncident(collector.url, token, i, `c${(7 * i) % components}`)
    took.push((await untilPublished(site, id)) - started)
    await sleep(aftermath)
    used.push(preciseCpuTime(collector.pid) - before - rate * (performance.now() - started))
  }
  report(bench, `news_to_disk_ms_${components}`, took)
  report(bench, `news_cpu_ms_${components}`, used)
}

/** When the overview on the disk tells of an incident, on the clock of `performance`. @throws Error when it does not in 20 s */
async function untilPublished(site: string, incident: string): Promise<number> {
  const until = performance.now() + 20_000
  for (let seen = ''; performance.now() < until; await sleep(1)) {
    const release = readlinkSync(site)
    if (release === seen) continue
    seen = release
    if (readFileSync(join(site, 'index.html'), 'utf8').includes(incident)) return performance.now()
  }
  throw new Error('no overview that was published tells of the incident')
}

function report(bench: BenchContext, name: string, values: readonly number[]): void {
  const all = values.map((value) => value.toFixed(0)).join(', ')
  bench.log(`${name}: ${all} (95th percentile ${quantile(values, 0.95).toFixed(0)})`)
  bench.report(name, median(values))
}
