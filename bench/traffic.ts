import { systemClock } from '../collector/time/system-clock.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCollectorMetrics } from '../collector/server/collector-metrics.ts'
import { startServer } from '../collector/server/server.ts'
import { type MeasurementGroup, milliseconds, ratio } from './measurement.ts'
import { pipelinedPage, startBareServer, startPipeliningClient } from './pipelining.ts'
import { median, relativeSpread } from './statistics.ts'

const rounds = 9

/** One connection pipelines 2,000 requests for a page: how long all else waits, here and with bare `node:http`. */
export const traffic: MeasurementGroup = {
  measurements: { pipelined_delay_ms: milliseconds, pipelined_delay_ratio: ratio },
  async measure(bench) {
    const site = join(await bench.temporaryFolder(), 'site')
    await mkdir(site)
    await writeFile(join(site, 'index.html'), pipelinedPage)
    const server = await startServer({
      site,
      host: '127.0.0.1',
      port: 0,
      clock: systemClock(),
      readiness: () => ({ ok: true, reasons: [], warnings: [] }),
      metrics: createCollectorMetrics(),
      heartbeats: { monitors: [], record: async () => {} },
      log: { warn: bench.log, error: bench.log },
    })
    bench.onClose(server.close)
    const bare = await startBareServer()
    bench.onClose(bare.close)
    const client = await startPipeliningClient()
    bench.onClose(client.close)
    // The first of a process loads what it needs.
    for (const { port } of [server, bare]) await client.pipeline(port)
    const ours: number[] = []
    const theirs: number[] = []
    // In turn, so that what else the machine does meets both.
    for (let round = 0; round < rounds; round++) {
      ours.push((await client.pipeline(server.port)).delay)
      theirs.push((await client.pipeline(bare.port)).delay)
    }
    bench.log(
      `bare node:http ${median(theirs).toFixed(1)} ms (middle halves within ${[ours, theirs].map((each) => (relativeSpread(each) * 100).toFixed(0)).join(' and ')} %)`,
    )
    bench.report('pipelined_delay_ms', median(ours))
    bench.report('pipelined_delay_ratio', median(ours) / median(theirs))
  },
}
