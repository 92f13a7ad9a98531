import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { derivedId } from '../collector/core/text/id.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { openIncident, storeToken } from './api-client.ts'
import { runCollector, waitUntil } from './run-collector.ts'
import { type MeasurementGroup, milliseconds } from './measurement.ts'
import { anIncident, writeHistory } from './generated-history.ts'
import { median, relativeSpread } from './statistics.ts'
import { configOf, heartbeats } from './generated-config.ts'

const notices = 15
/** A file is looked at when it has come to rest: fewer of them, for each takes its time. */
const files = 7

/** From the moment a notice is given, by another program's commit, over HTTP or as a file, to the page telling of it. */
export const notice: MeasurementGroup = {
  measurements: {
    notice_to_public_ms: milliseconds,
    notice_api_to_public_ms: milliseconds,
    notice_file_to_public_ms: milliseconds,
  },
  async measure(bench) {
    const data = await bench.temporaryFolder()
    const text = heartbeats(20)
    const config = configOf(text)
    await writeFile(join(data, 'status.yaml'), text)
    await mkdir(join(data, 'notices'))
    const store = await openSqliteStore(join(data, 'status.db'), { timezone: config.page.timezone })
    bench.onClose(() => store.close())
    bench.log('writing 90 days of 20 components and 100 incidents')
    await writeHistory(store, config, { days: 90, incidents: 100 }, Date.now())
    const token = await storeToken(store)
    const collector = await runCollector(['start', '--data', data])
    bench.onClose(collector.stop)

    const isPublic = (what: string): Promise<void> =>
      waitUntil(async () => (await (await fetch(`${collector.url}/`)).text()).includes(what), 10_000)

    /** Give some notices, each at another moment of the collector's ticks, and report how long they took to be public. */
    async function measureNotices(
      measurement: string,
      count: number,
      create: (i: number) => Promise<{ at: number; sign: string }>,
    ) {
      if (!bench.isRequested(measurement)) return
      const took: number[] = []
      for (let i = 0; i < count; i++) {
        // The collector looks for what others wrote four times a second: meet it at any moment of that.
        await sleep(2_500 + ((i * 97) % 250))
        const { at, sign: marker } = await create(i)
        await isPublic(marker)
        took.push(performance.now() - at)
      }
      bench.log(
        `${measurement}: ${took.map(Math.round).join(', ')} ms (middle half within ${(relativeSpread(took) * 100).toFixed(0)} %)`,
      )
      bench.report(measurement, median(took))
    }

    await measureNotices('notice_to_public_ms', notices, async (i) => {
      const incident = anIncident(10_000 + i, Date.now() - 3_600_000, `c${i}`)
      await store.commit({ incidents: [incident] })
      return { at: performance.now(), sign: incident.id }
    })
    await measureNotices('notice_api_to_public_ms', notices, async (i) => {
      const at = performance.now()
      return { at, sign: await openIncident(collector.url, token, i, `c${i}`) }
    })
    await measureNotices('notice_file_to_public_ms', files, async (i) => {
      const name = `${new Date().toISOString().slice(0, 10)}-bench-${i}.md`
      const at = performance.now()
      await writeFile(
        join(data, 'notices', name),
        `---\nkind: incident\ntitle: Told as a file ${i}\ncomponents: { c${i}: partial_outage }\n---\nWe are looking.\n`,
      )
      return { at, sign: derivedId('file', name) }
    })
  },
}
