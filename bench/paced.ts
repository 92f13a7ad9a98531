import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBareClient } from './bare-client.ts'
import { runCollector } from './run-collector.ts'
import { type BenchContext, type MeasurementGroup, megabytes, milliseconds, ratio } from './measurement.ts'
import { histogramQuantile } from './statistics.ts'
import { httpMonitors } from './generated-config.ts'
import { startTarget } from './target-server.ts'

/** Two rounds of all monitors before anything is counted, and four that are. */
const warmUpTime = 40_000
const measuredTime = 80_000
const pace = 20_000
/** Clock ticks of /proc/PID/stat per second: 100 on every Linux that Node runs on. */
const ticks = 100

/**
 * The collector as it runs: 1,000 HTTP monitors every 20 s, its page published and served. Beside it, in the same minutes,
 * a bare client asks as often and stores nothing.
 */
export const paced: MeasurementGroup = {
  measurements: {
    cpu_ms_per_check_paced: { unit: 'ms', digits: 2 },
    undici_cpu_ms_per_check_paced: { unit: 'ms', digits: 2 },
    cpu_ratio_paced: ratio,
    checks_ratio_paced: ratio,
    ready_ms_1000_monitors: { unit: 'ms', digits: 0 },
    rss_mb_1000_monitors: megabytes,
    undici_rss_mb_1000_monitors: megabytes,
    rss_ratio_1000_monitors: ratio,
    start_jitter_p99_ms: milliseconds,
  },
  async measure(bench) {
    const target = await startTarget()
    bench.onClose(target.close)
    const data = await bench.temporaryFolder()
    await writeFile(join(data, 'status.yaml'), httpMonitors(target.url, { components: 100, monitors: 10 }))
    const collector = await runCollector(['start', '--data', data])
    bench.onClose(collector.stop)
    bench.report('ready_ms_1000_monitors', collector.ready)
    const others = Object.keys(paced.measurements).filter((name) => name !== 'ready_ms_1000_monitors')
    if (!bench.isRequested(...others)) return
    if (!existsSync(`/proc/${collector.pid}/stat`))
      return bench.log('only Linux tells what a process has used')
    const bareTarget = await startTarget()
    bench.onClose(bareTarget.close)
    const bare = await startBareClient({ url: bareTarget.url, monitors: 1_000, every: pace })
    bench.onClose(bare.close)

    bench.log(`letting it settle for ${warmUpTime / 1000} s, then watching it for ${measuredTime / 1000} s`)
    await sleep(warmUpTime)
    const [before, usedBefore] = [await target.counts(), cpuTime(collector.pid)]
    const [bareBefore, bareUsedBefore] = [await bare.requests(), cpuTime(bare.pid)]
    await sleep(measuredTime)
    const [after, usedAfter] = [await target.counts(), cpuTime(collector.pid)]
    const [bareAfter, bareUsedAfter] = [await bare.requests(), cpuTime(bare.pid)]
    const checks = after.requests - before.requests
    const own = (usedAfter - usedBefore) / checks
    const yardstick = (bareUsedAfter - bareUsedBefore) / (bareAfter - bareBefore)
    bench.log(`${checks} checks, ${Math.round(usedAfter - usedBefore)} ms of CPU, publications included`)
    bench.report('cpu_ms_per_check_paced', own)
    bench.report('undici_cpu_ms_per_check_paced', yardstick)
    bench.report('cpu_ratio_paced', own / yardstick)
    bench.report('checks_ratio_paced', checks / ((1_000 * measuredTime) / pace))
    bench.report('rss_mb_1000_monitors', peakMemory(collector.pid))
    bench.report('undici_rss_mb_1000_monitors', peakMemory(bare.pid))
    bench.report('rss_ratio_1000_monitors', peakMemory(collector.pid) / peakMemory(bare.pid))
    await jitter(bench, collector.url)
  },
}

async function jitter(bench: BenchContext, url: string): Promise<void> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const late = histogramQuantile(text, 'vigie_probe_lateness_seconds', 0.99)
  if (late !== null) bench.report('start_jitter_p99_ms', late * 1000)
}

/** User and system time of a process so far, ms. */
function cpuTime(pid: number): number {
  // The name of the program, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000
}

/** The most memory it ever had resident, MB. */
const peakMemory = (pid: number): number =>
  (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024) / 1e6
