import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import lighthouseRun from 'lighthouse'
import { openBrowser } from '../tests/browser/browser.ts'
import { runDemonstration } from './demonstration.ts'
import { type MeasurementGroup, points } from './measurement.ts'

/** Each page is measured this often and its best taken: what a busy machine does to one run is not the page's doing. */
const runs = 3
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const measurementName = (category: string): string => `lighthouse_${category.replace('-', '_')}`

/** Lighthouse on the demonstration's overview and a component page, as on a phone: the worse page counts. */
export const lighthouse: MeasurementGroup = {
  measurements: Object.fromEntries(categories.map((category) => [measurementName(category), points])),
  async measure(bench) {
    const wanted = categories.filter((category) => bench.isRequested(measurementName(category)))
    bench.log('simulating the demonstration')
    const collector = await runDemonstration(bench)
    const port = await freePort()
    const browser = await openBrowser(`--remote-debugging-port=${port}`)
    bench.onClose(() => browser.close())
    const overview = await (await fetch(`${collector.url}/`)).text()
    const component = /href="(?:\.?\/)?(components\/[^"/]+\/)"/.exec(overview)?.[1]
    if (!component) throw new Error('the overview leads to no component')

    const worst = new Map<string, number>(wanted.map((category) => [category, 100]))
    for (const path of ['', component]) {
      const best = new Map<string, number>()
      for (let run = 0; run < runs; run++) {
        const result = await lighthouseRun(`${collector.url}/${path}`, {
          port,
          output: 'json',
          logLevel: 'error',
          onlyCategories: [...wanted],
          formFactor: 'mobile',
        })
        if (!result) throw new Error('lighthouse gave no result')
        const { lhr } = result
        if (lhr.runtimeError) throw new Error(`lighthouse: ${lhr.runtimeError.message}`)
        for (const category of wanted) {
          const score = Math.round((lhr.categories[category]?.score ?? 0) * 100)
          best.set(category, Math.max(score, best.get(category) ?? 0))
          const { auditRefs } = lhr.categories[category]!
          const lost = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 0.9)
          if (lost.length > 0)
            bench.log(
              `/${path} ${category} ${score}: ${lost.map(({ id }) => `${id} ${lhr.audits[id]?.displayValue ?? ''}`).join(', ')}`,
            )
        }
      }
      for (const [category, score] of best) worst.set(category, Math.min(score, worst.get(category)!))
    }
    for (const [category, score] of worst) bench.report(measurementName(category), score)
  },
}

/** A port that nobody listens on, at least a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
