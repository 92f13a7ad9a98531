import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCollector } from './collector.ts'
import { type Bench, type Family, megabytes, milliseconds } from './figure.ts'
import { histogramQuantile } from './numbers.ts'
import { httpMonitors } from './site.ts'
import { startTarget } from './target.ts'

/** Two rounds of all monitors before anything is counted, and four that are. */
const settling = 40_000
const watching = 80_000
/** Clock ticks of /proc/PID/stat per second: 100 on every Linux that Node runs on. */
const ticks = 100

/** The collector as it runs: 1,000 HTTP monitors every 20 s, its page published and served. */
export const paced: Family = {
  figures: {
    cpu_ms_per_check_paced: { unit: 'ms', digits: 2 },
    ready_ms_1000_monitors: { unit: 'ms', digits: 0 },
    rss_mb_1000_monitors: megabytes,
    start_jitter_p99_ms: milliseconds,
  },
  async measure(bench) {
    const target = await startTarget()
    bench.later(target.close)
    const data = await bench.folder()
    await writeFile(join(data, 'status.yaml'), httpMonitors(target.url, { components: 100, monitors: 10 }))
    const collector = await runCollector(['start', '--data', data])
    bench.later(collector.stop)
    bench.report('ready_ms_1000_monitors', collector.ready)
    if (!bench.wants('cpu_ms_per_check_paced', 'rss_mb_1000_monitors', 'start_jitter_p99_ms')) return
    if (!existsSync(`/proc/${collector.pid}/stat`))
      return bench.say('only Linux tells what a process has used')

    bench.say(`letting it settle for ${settling / 1000} s, then watching it for ${watching / 1000} s`)
    await sleep(settling)
    const [before, usedBefore] = [await target.seen(), cpuOf(collector.pid)]
    await sleep(watching)
    const [after, usedAfter] = [await target.seen(), cpuOf(collector.pid)]
    const checks = after.requests - before.requests
    bench.say(`${checks} checks, ${Math.round(usedAfter - usedBefore)} ms of CPU, publications included`)
    bench.report('cpu_ms_per_check_paced', (usedAfter - usedBefore) / checks)
    bench.report('rss_mb_1000_monitors', peakOf(collector.pid))
    await jitter(bench, collector.url)
  },
}

async function jitter(bench: Bench, url: string): Promise<void> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const late = histogramQuantile(text, 'vigie_probe_lateness_seconds', 0.99)
  if (late !== null) bench.report('start_jitter_p99_ms', late * 1000)
}

/** User and system time of a process so far, ms. */
function cpuOf(pid: number): number {
  // The name of the program, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000
}

/** The most memory it ever had resident, MB. */
const peakOf = (pid: number): number =>
  (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024) / 1e6
