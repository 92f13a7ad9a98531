import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { aServer, aSite, writeSiteFile } from '../server/builders.ts'
import { loadSite, textOf } from '../src/site.ts'
import { aMaintenance, aSnapshot, anOpenIncident } from '../src/snapshots.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const hour = 3_600_000

let browser: SharedBrowser
let site: Renderer
let script: string
beforeAll(async () => {
  ;[site, browser] = await Promise.all([loadSite(), sharedBrowser()])
  script = await textOf(site, '/embed.js', aSnapshot())
})

/** A snapshot of this very moment: the reader's clock is real. */
function fresh(more: Partial<Snapshot> = {}): Snapshot {
  const base = aSnapshot()
  return {
    ...base,
    generatedAt: Date.now(),
    staleAfter: Date.now() + hour,
    status: 'operational',
    incidents: [],
    maintenances: [],
    recurringMaintenance: [],
    ...more,
  }
}

const hostileTitle = '<script>document.title="owned"</script><img src=x onerror="document.title=1">'

const anOutage = (more = {}) =>
  anOpenIncident({ title: hostileTitle, startedAt: Date.now() - hour, impact: 'critical', ...more })

const plannedWork = (more = {}) =>
  aMaintenance({
    id: 'plannedwork1',
    title: { fr: 'Mise à jour', en: 'Upgrade' },
    components: ['web'],
    announced: [{ from: Date.now() + 48 * hour, to: Date.now() + 50 * hour, at: Date.now() - 300 * hour }],
    ...more,
  })

/** The status page, served as it is in earnest, with its headers. */
async function statusPage(snapshot: Snapshot) {
  const folder = aSite({})
  const publish = async (next: Snapshot): Promise<void> => {
    for (const [file, bytes] of site.assets) writeSiteFile(folder, file, Buffer.from(bytes).toString('utf8'))
    for (const { path, file } of site.routes(next))
      if (/^\/(?:en\/)?embed|^\/(?:en\/)?$|^\/live|\/incidents\//.test(path))
        writeSiteFile(folder, file, Buffer.from(await site.render(path, next)).toString('utf8'))
  }
  await publish(snapshot)
  const { port } = await aServer({ site: folder })
  return { url: `http://127.0.0.1:${port}`, publish, folder }
}

/** Somebody's product: a page on an origin of its own, with a policy and with styles that spare nothing. */
async function product(html: () => string, policy?: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (policy) response.setHeader('content-security-policy', policy)
    response.end(html())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

const body = (status: string, banner = '<vigie-banner></vigie-banner>', head = '') =>
  `<!doctype html><html lang="en"><head><title>Product</title>${head}` +
  `<script src="${status}/embed.js" defer></script></head><body>${banner}<main>` +
  `<p id="own" class="bad">Ours</p><button id="button">Ours</button></main></body></html>`

const hostile =
  '<style>body *,body *::before{display:none !important;color:red !important;font-size:1px !important;' +
  'visibility:hidden !important;opacity:0 !important;position:fixed !important;width:0 !important;' +
  'direction:rtl !important;unicode-bidi:bidi-override !important}' +
  'vigie-banner{display:none !important;transform:scale(0) !important}' +
  'p,a,button,div,.bad,.warn{display:none !important}</style>'

/** Open a page that must run without a fault, but for refusals that tell of what is `expected`. */
async function open(url: string, options = {}, expected = /^$/): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Paris', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    const text = message.text()
    if (/Content.Security|Refused/i.test(text) && !expected.test(text)) faults.push(text)
  })
  onTestFinished(() => expect(faults).toEqual([]))
  await page.goto(url)
  return page
}

const shown = (page: Page) => page.locator('vigie-banner [role=status] > p')

/** Everything a page looks like but the banner. */
const looks = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('html,head,body,main,#own,#button')].map((one) => {
      const style = getComputedStyle(one)
      return [
        one.tagName,
        ...['display', 'color', 'font', 'margin', 'background'].map((name) => style.getPropertyValue(name)),
      ]
    }),
  )

test('the banner shows right in a page whose styles spare nothing, and its title stays a text', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const page = await open(await product(() => body(status.url, undefined, hostile)))
  await shown(page).waitFor()
  const box = (await shown(page).boundingBox())!
  expect(box.height).toBeGreaterThan(30)
  expect(box.width).toBeGreaterThan(300)
  expect(await shown(page).innerText()).toContain(hostileTitle)
  const style = await shown(page).evaluate((one) => {
    const { color, direction } = getComputedStyle(one)
    return { color, direction }
  })
  expect(style).toEqual({ color: 'rgb(23, 32, 28)', direction: 'ltr' })
  const [words, button] = [
    await shown(page).locator('a').boundingBox(),
    await shown(page).locator('button').boundingBox(),
  ]
  expect(words!.x).toBeLessThan(button!.x)
  expect(await page.title()).toBe('Product')
  expect(await page.locator('vigie-banner img, vigie-banner script').count()).toBe(0)
  const link = shown(page).locator('a')
  expect(await link.getAttribute('href')).toBe(`${status.url}/en/incidents/openopenopen/`)
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('#own')!).display)).toBe('none')
})

test('a page looks the same with the banner as without', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const bare = await open(await product(() => body(status.url, '')))
  const page = await open(await product(() => body(status.url)))
  await shown(page).waitFor()
  expect(await looks(page)).toEqual(await looks(bare))
  expect(await page.evaluate(() => document.querySelectorAll('style,link').length)).toBe(0)
})

test('it needs no more of a strict policy than its script and its data', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const policy = `default-src 'none'; script-src ${status.url}; connect-src ${status.url}`
  const page = await open(await product(() => body(status.url), policy))
  await shown(page).waitFor()
  expect(await shown(page).evaluate((one) => getComputedStyle(one).display)).toBe('flex')
})

test('all being well it takes no room, and it comes and goes with the news', async () => {
  const status = await statusPage(fresh())
  const page = await open(
    await product(() =>
      body(
        status.url,
        '<div id="grid" style="display:grid;gap:50px"><vigie-banner></vigie-banner><i>x</i></div>',
      ),
    ),
  )
  await page.waitForLoadState('networkidle')
  const height = () => page.locator('#grid').evaluate((one) => one.getBoundingClientRect().height)
  expect(await shown(page).count()).toBe(0)
  expect(await height()).toBeLessThan(30)
  await status.publish(fresh({ incidents: [anOutage()] }))
  await look(page)
  await shown(page).waitFor()
  await status.publish(fresh())
  await look(page)
  await shown(page).waitFor({ state: 'detached' })
})

/** What a reader does who comes back to the tab. */
const look = async (page: Page): Promise<void> => {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
}

test('planned work is announced when nothing is wrong, in the language asked for and the reader’s time', async () => {
  const status = await statusPage(fresh({ maintenances: [plannedWork()] }))
  const page = await open(
    await product(() =>
      body(
        status.url,
        '<vigie-banner locale="fr"></vigie-banner><vigie-banner components="api"></vigie-banner>',
      ),
    ),
  )
  await shown(page).first().waitFor()
  expect(await shown(page).count()).toBe(1)
  const text = await shown(page).innerText()
  expect(text).toMatch(/^Maintenance prévue Mise à jour · .*UTC\+1|^Maintenance prévue Mise à jour · .*\d/)
  expect(await shown(page).locator('a').getAttribute('href')).toBe(`${status.url}/maintenance/plannedwork1/`)
})

test('an outage nobody has told of yet is shown of the services that the product asks for', async () => {
  const base = aSnapshot()
  const components = base.components.map((one) =>
    one.id === 'api' ? { ...one, status: 'major_outage' as const } : one,
  )
  const status = await statusPage(fresh({ components, status: 'major_outage' }))
  const page = await open(
    await product(() =>
      body(
        status.url,
        '<vigie-banner components="web"></vigie-banner><vigie-banner components="web api"></vigie-banner>',
      ),
    ),
  )
  await shown(page).first().waitFor()
  expect(await shown(page).count()).toBe(1)
  expect(await shown(page).innerText()).toContain('Major outage')
})

test('a notice put aside stays so until it says something new', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const page = await open(await product(() => body(status.url)))
  await page.keyboard.press('Tab')
  await shown(page).waitFor()
  await page.keyboard.press('Tab')
  await shown(page).getByRole('button', { name: 'Hide this message' }).press('Enter')
  await shown(page).waitFor({ state: 'detached' })
  await page.reload()
  await page.waitForLoadState('networkidle')
  expect(await shown(page).count()).toBe(0)
  await status.publish(fresh({ incidents: [anOutage({ version: 3 })] }))
  await look(page)
  await shown(page).waitFor()
})

test('what is too old, broken, elsewhere or not there is met with silence', async () => {
  const status = await statusPage(
    fresh({ incidents: [anOutage()], generatedAt: Date.now() - 9 * hour, staleAfter: Date.now() - hour }),
  )
  const other = await statusPage(fresh())
  writeSiteFile(other.folder, 'embed/banner.json', '{"staleAfter":9e15,"incidents":"no"}')
  const page = await open(
    await product(() =>
      body(
        status.url,
        `<vigie-banner></vigie-banner><vigie-banner src="${other.url}"></vigie-banner>` +
          '<vigie-banner src="javascript:alert(1)"></vigie-banner><vigie-banner src="http://127.0.0.1:1/"></vigie-banner>',
      ),
    ),
  )
  await page.waitForLoadState('networkidle')
  expect(await shown(page).count()).toBe(0)
})

test('a link that leads away from the status page is none', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const file = join(status.folder, 'embed/banner.json')
  const banner = JSON.parse(readFileSync(file, 'utf8')) as { incidents: { url: string }[]; locale: string }
  for (const url of ['javascript:alert(1)', '//evil.invalid/', 'https://evil.invalid/']) {
    banner.incidents[0]!.url = url
    banner.locale = 'en'
    writeSiteFile(status.folder, 'embed/banner.json', JSON.stringify(banner))
    const page = await open(await product(() => body(status.url)))
    await shown(page).waitFor()
    expect(await shown(page).locator('a').count(), url).toBe(0)
  }
})

test.each([
  ['as a module', (at: string) => `<script type="module" src="${at}/embed.js"></script>`, false],
  ['from a copy, of the page it is told', () => `<script>${script}</script>`, true],
  [
    'as an imported module, of the page it is told',
    (at: string) => `<script type="module">import "${at}/embed.js"</script>`,
    true,
  ],
])('the script works %s', async (_, load, published) => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const banner = published
    ? `<vigie-banner src="${status.url}"></vigie-banner>`
    : '<vigie-banner></vigie-banner>'
  const page = await open(await product(() => `<!doctype html><title>x</title>${banner}${load(status.url)}`))
  await shown(page).waitFor()
  expect(await shown(page).locator('a').getAttribute('href')).toContain(`${status.url}/`)
})

test('it asks every minute, and only while it is in sight', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const page = await open('about:blank')
  await page.clock.install()
  let asked = 0
  page.on('request', (request) => void (asked += Number(request.url().endsWith('banner.json'))))
  // Each question is answered before the next minute begins: an unanswered one would be given up for it.
  const minute = async (expected: number): Promise<void> => {
    asked = 0
    const answered = expected > 0 ? page.waitForResponse(/banner\.json$/) : null
    await page.clock.runFor(60_000)
    await answered
    expect(asked).toBe(expected)
  }
  const turn = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await page.goto(await product(() => body(status.url)))
  await shown(page).waitFor()
  await minute(1)
  await minute(1)
  await turn(true)
  await minute(0)
  await minute(0)
  const back = page.waitForResponse(/banner\.json$/)
  await turn(false)
  await back
  await minute(1)
})

test('taken out of the page it asks no more', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const page = await open(await product(() => body(status.url)))
  await shown(page).waitFor()
  let asked = 0
  page.on('request', () => asked++)
  await page.locator('vigie-banner').evaluate((one) => one.remove())
  await look(page)
  await page.waitForTimeout(100)
  expect(asked).toBe(0)
})

/** The rules of accessibility that an element breaks. */
async function violations(page: Page, on: string): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async (what) => {
    const { axe: tool } = globalThis as unknown as {
      axe: { run(on: string): Promise<{ violations: { id: string }[] }> }
    }
    return (await tool.run(what)).violations.map(({ id }) => id)
  }, on)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing of the banner bars anyone, in ${colorScheme} colours`, async () => {
    const status = await statusPage(fresh({ incidents: [anOutage()] }))
    const page = await open(await product(() => body(status.url)), { colorScheme })
    await shown(page).waitFor()
    expect(await violations(page, 'vigie-banner')).toEqual([])
  })

  test(`nothing of the page for a frame bars anyone, in ${colorScheme} colours`, async () => {
    const published = {
      incidents: [anOutage()],
      maintenances: [plannedWork()],
      status: 'major_outage' as const,
    }
    const status = await statusPage(fresh(published))
    const narrow = { colorScheme, bypassCSP: true, viewport: { width: 320, height: 400 } }
    const page = await open(`${status.url}/en/embed/`, narrow)
    expect(await violations(page, 'html')).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })
}

test('a page for a frame that has grown old says so', async () => {
  const status = await statusPage(fresh({ staleAfter: Date.now() - hour }))
  const page = await open(`${status.url}/en/embed/`)
  await page.locator('.stale').waitFor()
})

test('the page for a frame may be framed by anyone, and no other page', async () => {
  const status = await statusPage(fresh({ incidents: [anOutage()] }))
  const page = await open(
    await product(
      () =>
        `<!doctype html><title>Product</title><iframe name="embed" src="${status.url}/en/embed/"></iframe>` +
        `<iframe name="home" src="${status.url}/en/"></iframe>`,
    ),
    {},
    /frame-ancestors 'none'/,
  )
  const text = await page.frameLocator('iframe[name=embed]').locator('main').innerText()
  expect(text).toContain(hostileTitle)
  expect(await page.frameLocator('iframe[name=embed]').locator('a:not([target=_blank])').count()).toBe(0)
  const home = page.frames().find((frame) => frame.name() === 'home')
  expect(home?.url()).toMatch(/^chrome-error:/)
})
