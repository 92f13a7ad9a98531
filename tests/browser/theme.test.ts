import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { themeFiles } from '../../collector/app/theme/theme-files.ts'
import { assembleSnapshot } from '../../collector/core/snapshot/assemble-snapshot.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { createSnapshotSource } from '../../collector/publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aConfig } from '../core/builders.ts'
import { aRichSnapshot } from '../src/page-inputs/rich-snapshot.ts'
import { loadSite } from '../src/site.ts'
import { aSnapshot } from '../src/snapshots.ts'
import { openBrowser } from './browser.ts'
import { host } from './host.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let site: Renderer
beforeAll(async () => {
  ;[site, browser] = await Promise.all([loadSite(), openBrowser()])
})
afterAll(() => browser?.close())

/** Nodes that are too faint, as axe finds them. */
async function faintNodes(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: { nodes: { html: string }[] }[] }> }
    }
    const { violations } = await run.run({ runOnly: { type: 'rule', values: ['color-contrast'] } })
    return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
  })
}

test(
  'links can be read in light and dark, whatever accent the operator chose',
  { timeout: 180_000 },
  async () => {
    for (const accent of ['#fff', '#000', '#FF0', '#00008b', '#1a1d1c']) {
      const themed = await host(site, aSnapshot({ page: { accent } }))
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, bypassCSP: true })
        const page = await context.newPage()
        await page.goto(`${themed.url}/`)
        expect(await faintNodes(page), `${accent} in ${colorScheme}`).toEqual([])
        await context.close()
      }
      await themed.close()
    }
  },
)

test('an accent that can be read is the colour of links as it is written', async () => {
  const themed = await host(site, aSnapshot({ page: { accent: '#ff0000' } }))
  const page = await browser.newPage()
  await page.goto(`${themed.url}/`)
  expect(
    await page
      .locator('main a.go')
      .first()
      .evaluate((link) => getComputedStyle(link).color),
  ).toBe('rgb(255, 0, 0)')
  await page.close()
  await themed.close()
})

test('a printed page is dark on white, and shows what is folded on the screen', async () => {
  const rich = await host(site, aRichSnapshot())
  const context = await browser.newContext({ colorScheme: 'dark', bypassCSP: true })
  const page = await context.newPage()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  for (const place of ['/', '/sla/', '/reports/2026-10/', '/incidents/learntlearnt/']) {
    await page.goto(rich.url + place)
    expect(await faintNodes(page), place).toEqual([])
    const folded = await page.evaluate(
      () =>
        [...document.querySelectorAll('details:not([open]) > :not(summary)')].filter(
          (content) =>
            content.getBoundingClientRect().height === 0 ||
            !content.checkVisibility({ contentVisibilityAuto: true }),
        ).length,
    )
    expect(folded, place).toBe(0)
  }
  expect(await page.locator('details').count()).toBeGreaterThan(0)
  await context.close()
  await rich.close()
})

test('the policy lets fonts and pictures of the operator’s sheet in, those within it too', async () => {
  const sheet = `@font-face { font-family: One; src: url("schrift ä/eins.woff2") }
    @font-face { font-family: Two; src: url(data:font/woff2;base64,d09GMg==) }
    h1 { font-family: One } main { font-family: Two; background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }`
  const asked: string[] = []
  const refused: string[] = []
  const theme = { accent: null, css: 'aus sehen/mein stil ü #1.css', logo: 'bilder/zeichen 100%.svg' }
  const folder = await mkdtemp(join(tmpdir(), 'vigie-theme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of [
    [theme.css, sheet],
    [theme.logo, '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['aus sehen/schrift ä/eins.woff2', ''],
  ] as const) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const config = aConfig({ page: { ...aConfig().page, theme } })
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  const source = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false }), false)
  const snapshot = assembleSnapshot(await source.gather(Date.parse('2026-11-22T15:00:00Z')))
  await store.close()
  const themed = await host(site, snapshot, await themeFiles(folder, theme))
  const page = await browser.newPage()
  page.on('response', (response) =>
    asked.push(`${response.status()} ${decodeURI(new URL(response.url()).pathname)}`),
  )
  page.on('console', (message) => refused.push(...(message.text().match(/Content Security Policy/g) ?? [])))
  await page.goto(`${themed.url}/`)
  await page.evaluate(() => document.fonts.ready)
  expect(asked).toEqual(
    expect.arrayContaining([
      '200 /status/mein stil ü %231.css',
      '200 /status/schrift ä/eins.woff2',
      '200 /status/zeichen 100%.svg',
    ]),
  )
  expect(refused).toEqual([])
  await page.close()
  await themed.close()
})
