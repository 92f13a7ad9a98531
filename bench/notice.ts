import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqliteStore } from '../collector/store/sqlite/open.ts'
import { runCollector, until } from './collector.ts'
import { type Family, milliseconds } from './figure.ts'
import { aStory, writePast } from './history.ts'
import { median, noise } from './numbers.ts'
import { configOf, heartbeats } from './site.ts'

const notices = 15

/** From the commit of an incident by another program to the running collector's page telling of it, over HTTP. */
export const notice: Family = {
  figures: { notice_to_public_ms: milliseconds },
  async measure(bench) {
    const data = await bench.folder()
    const text = heartbeats(20)
    const config = configOf(text)
    await writeFile(join(data, 'status.yaml'), text)
    const store = await openSqliteStore(join(data, 'status.db'), { timezone: config.page.timezone })
    bench.later(() => store.close())
    bench.say('writing 90 days of 20 components and 100 incidents')
    await writePast(store, config, { days: 90, incidents: 100 }, Date.now())
    const collector = await runCollector(['start', '--data', data])
    bench.later(collector.stop)

    const took: number[] = []
    for (let i = 0; i < notices; i++) {
      // The collector looks for what others wrote four times a second: meet it at any moment of that.
      await sleep(2_500 + ((i * 97) % 250))
      const incident = aStory(10_000 + i, Date.now() - 3_600_000, `c${i}`)
      await store.commit({ incidents: [incident] })
      const committed = performance.now()
      await until(async () => (await (await fetch(`${collector.url}/`)).text()).includes(incident.id), 10_000)
      took.push(performance.now() - committed)
    }
    bench.say(
      `a notice is public after ${took.map(Math.round).join(', ')} ms (middle half within ${(noise(took) * 100).toFixed(0)} %)`,
    )
    bench.report('notice_to_public_ms', median(took))
  },
}
