import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { loadSite, textOf } from '../src/site.ts'
import { aHostileSnapshot, aSnapshot, anIncident, anOpenIncident, hostile, now } from '../src/snapshots.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'

let browser: SharedBrowser
let site: Renderer
beforeAll(async () => {
  ;[browser, site] = await Promise.all([sharedBrowser(), loadSite()])
})

test('a browser reads every feed as XML, strangers’ texts included, and finds no program in it', async () => {
  const announcement = {
    id: 'hello0000001',
    title: hostile,
    body: hostile,
    until: null,
    pinned: true,
    publishedAt: now - 60_000,
    author: 'x',
    version: 1,
  }
  const snapshots = [
    aSnapshot({ incidents: [anOpenIncident(), anIncident()] }),
    { ...aHostileSnapshot(), announcements: [announcement] },
  ]
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  for (const snapshot of snapshots)
    for (const file of ['rss.xml', 'atom.xml', 'updates.xml']) {
      const found = await page.evaluate(
        (text) => {
          const document = new DOMParser().parseFromString(text, 'application/xml')
          const contents = [...document.querySelectorAll('item > description, entry > content')].map(
            ({ textContent }) => new DOMParser().parseFromString(textContent, 'text/html'),
          )
          return {
            error: document.querySelector('parsererror')?.textContent ?? null,
            items: contents.length,
            active: contents.reduce(
              (sum, content) =>
                sum + content.querySelectorAll('script, img, svg, [onerror], [onload], [onmouseover]').length,
              0,
            ),
            links: contents.flatMap((content) => [...content.links].map(({ protocol }) => protocol)),
          }
        },
        await textOf(site, `/${file}`, snapshot),
      )
      expect(found).toMatchObject({ error: null, active: 0 })
      expect(found.items).toBeGreaterThan(1)
      expect(found.links).not.toContain('javascript:')
    }
})
