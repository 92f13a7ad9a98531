import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { loadSite } from '../src/site.ts'
import {
  aLearntIncident,
  aMaintenance,
  aSnapshot,
  anIncident,
  anOpenIncident,
  now,
} from '../src/snapshots.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'
import { type Host, host } from './host.ts'

const hour = 3_600_000

let browser: SharedBrowser
let served: Host
beforeAll(async () => {
  const plain = aSnapshot()
  // Durations as long as they come: days of outage and of maintenance.
  const long = { ...anOpenIncident(), id: 'longlonglong', startedAt: now - 71 * hour, acknowledgedAt: null }
  const work = aMaintenance({
    announced: [{ from: now - 299.75 * hour, to: now - hour, at: now - 900 * hour }],
  })
  const snapshot = aSnapshot({
    maintenances: [work],
    incidents: [long, aLearntIncident(), anIncident()],
    components: plain.components.map((one) => ({ ...one, firstAt: now - 50 * 24 * hour })),
  })
  browser = await sharedBrowser()
  served = await host(await loadSite(), snapshot)
})
afterAll(async () => {
  await served?.close()
})

/** Durations, and signs with what they belong to, that stand on more than one line. */
const broken = (): string[] => {
  const found: string[] = []
  const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? ''
    const together = /(?:\d+\u00a0(?:min|ms|h|s|j|d)\b\u00a0?)+|\S[\u00a0\u202f][:;?!»%]|«[\u00a0\u202f]\S/g
    for (const match of text.matchAll(together)) {
      const range = document.createRange()
      range.setStart(node, match.index)
      range.setEnd(node, match.index + match[0].trimEnd().length)
      const tops = new Set(
        [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)),
      )
      if (tops.size > 1) found.push(text.slice(Math.max(0, match.index - 20), match.index + 30))
    }
  }
  return found
}

test('on a narrow phone no duration is broken, and no French sign stands alone on a line', async () => {
  for (const width of [360, 390, 430, 500]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    onTestFinished(() => page.close())
    for (const place of [
      '/',
      '/sla/',
      '/reports/2026-11/',
      '/reports/2026-11-21/',
      '/history/2026-11/',
      '/components/api/',
      '/en/reports/2026-11/',
    ]) {
      expect((await page.goto(served.url + place))?.status(), place).toBe(200)
      expect(await page.evaluate(broken), `${place} at ${width}`).toEqual([])
    }
  }
})
