import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { root } from '../collector/app/bootstrap.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { systemClock } from '../collector/time/system-clock.ts'
import { httpMonitors } from './generated-config.ts'
import { startMailSink } from './mail-sink.ts'
import { type MeasurementGroup, megabytes, milliseconds, perSecond } from './measurement.ts'
import { runCollector } from './run-collector.ts'
import { histogramQuantile } from './statistics.ts'
import { startTarget } from './target-server.ts'

const readers = 10_000
const updates = 12
const updateInterval = 10_000
const patience = 15 * 60_000
const run = promisify(execFile)

/** The value of a metric without labels, from Prometheus' text. */
const metricOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN)

/** Resident memory of a process, MB: now, or the most it ever had. */
const memoryOf = (pid: number, field: 'VmRSS' | 'VmHWM'): number =>
  (Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024) /
  1e6

/**
 * A collector that checks 200 monitors every 20 s while ten thousand readers are told of one incident with a dozen updates by
 * mail, fifty a second.
 */
export const flood: MeasurementGroup = {
  measurements: {
    flood_messages_per_second: perSecond,
    flood_seconds: { unit: 's', digits: 0 },
    flood_mails_per_reader: { unit: 'mails', digits: 2 },
    flood_rss_growth_mb: megabytes,
    flood_loop_delay_p99_ms: milliseconds,
    flood_jitter_p99_ms: milliseconds,
  },
  async measure(bench) {
    const [sink, target] = await Promise.all([startMailSink(), startTarget()])
    bench.onClose(sink.close)
    bench.onClose(target.close)
    const data = await bench.temporaryFolder()
    const mail = `channels: { email: { kind: email, smtp: 'smtp://127.0.0.1:${sink.port}', from: status@example.com } }
subscriptions: { email: { channel: email, per_second: 50 } }
`
    await writeFile(
      join(data, 'status.yaml'),
      httpMonitors(target.url, { components: 50, monitors: 4 }) + mail,
    )
    await subscribeReaders(join(data, 'status.db'))
    const collector = await runCollector(['start', '--data', data])
    bench.onClose(collector.stop)
    if (!existsSync(`/proc/${collector.pid}/status`))
      return bench.log('only Linux tells what a process has used')
    const vigie = async (...args: string[]): Promise<string> =>
      (await run(process.execPath, [join(root, 'run.mjs'), ...args, '--data', data])).stdout.trim()

    await sleep(20_000)
    const before = memoryOf(collector.pid, 'VmRSS')
    const begun = performance.now()
    const words = ['--title', 'An outage', '--body', 'We look into it.']
    const id = await vigie('incident', 'open', ...words, '--component', 'c0=major_outage')
    const lags: number[] = []
    for (let n = 0, next = begun + updateInterval; ; await sleep(1_000)) {
      if (n < updates && performance.now() >= next) {
        await vigie('incident', 'update', id, '--status', 'identified', '--body', `What is new: ${++n}.`)
        next += updateInterval
      }
      const metrics = await (await fetch(`${collector.url}/metrics`)).text()
      lags.push(metricOf(metrics, 'nodejs_eventloop_lag_p99_seconds'))
      const { mails, readers: reached } = await sink.counts()
      if (lags.length % 30 === 0)
        bench.log(
          `${mails} mails to ${reached} readers, ${Math.round(memoryOf(collector.pid, 'VmRSS'))} MB resident`,
        )
      const isOver = n === updates && reached === readers && (await isNothingOwed(join(data, 'status.db')))
      if (!isOver && performance.now() < begun + patience) continue
      const seconds = (performance.now() - begun) / 1000
      bench.log(`${mails} mails in ${Math.round(seconds)} s, ${(await sink.counts()).repeated} of them twice`)
      bench.report('flood_messages_per_second', mails / seconds)
      bench.report('flood_seconds', seconds)
      bench.report('flood_mails_per_reader', mails / reached)
      bench.report('flood_rss_growth_mb', memoryOf(collector.pid, 'VmHWM') - before)
      bench.report(
        'flood_loop_delay_p99_ms',
        lags.toSorted((a, b) => a - b)[Math.floor(lags.length / 2)]! * 1000,
      )
      const late = histogramQuantile(metrics, 'vigie_probe_lateness_seconds', 0.99)
      if (late !== null) bench.report('flood_jitter_p99_ms', late * 1000)
      return
    }
  },
}

async function isNothingOwed(file: string): Promise<boolean> {
  const store = await openSqliteStore(file, { clock: systemClock(0, () => {}) })
  try {
    const counts = await store.deliveryCounts()
    return (
      counts.every(({ state }) => state !== 'pending') && (await store.pendingNotifications(1)).length === 0
    )
  } finally {
    await store.close()
  }
}

async function subscribeReaders(file: string): Promise<void> {
  const clock = systemClock(0, () => {})
  const store = await openSqliteStore(file, { clock })
  await store.putSubscribers(
    Array.from({ length: readers }, (_, n) => ({
      id: `reader${String(n).padStart(6, '0')}`,
      kind: 'email' as const,
      address: `reader${n}@example.com`,
      owner: null,
      components: null,
      kinds: ['incidents' as const],
      locale: n % 2 === 0 ? 'fr' : 'en',
      state: 'active' as const,
      createdAt: clock.now(),
      confirmedAt: clock.now(),
      bounces: 0,
      keys: null,
    })),
  )
  await store.close()
}
