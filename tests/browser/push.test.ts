import type { Page } from 'playwright'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { aServer, aSite } from '../server/builders.ts'
import { loadSite } from '../src/site.ts'
import { aSnapshot } from '../src/snapshots.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'

let browser: SharedBrowser
let renderer: Renderer
beforeAll(async () => {
  renderer = await loadSite()
  browser = await sharedBrowser()
})

const snapshot = aSnapshot()
const subscriptions = { email: true, webhook: true, push: true, url: null }

/** The page of subscriptions, as the collector serves it, in a browser that allows messages. */
async function aPage(javaScriptEnabled = true) {
  const page = { ...snapshot.page, subscriptions }
  const html = await renderer.render('/subscribe/', { ...snapshot, page })
  const { port } = await aServer({
    site: aSite({
      'subscribe/index.html': Buffer.from(html).toString(),
      'push-worker.js': Buffer.from(renderer.assets.get('push-worker.js')!).toString(),
    }),
  })
  const context = await browser.newContext({ permissions: ['notifications'], javaScriptEnabled })
  onTestFinished(() => context.close())
  const tab = await context.newPage()
  const errors: string[] = []
  tab.on('console', (line) => void (line.type() === 'error' && errors.push(line.text())))
  tab.on('pageerror', (error) => void errors.push(error.message))
  const origin = `http://localhost:${port}`
  await tab.goto(`${origin}/subscribe/`)
  return { tab, origin, errors }
}

/** Register the worker as the page's button does; resolves to what it is in charge of. */
const register = (tab: Page): Promise<string> =>
  tab.locator('[data-push]').evaluate(async (offer: HTMLElement) => {
    await navigator.serviceWorker.register(offer.dataset['worker']!)
    return (await navigator.serviceWorker.ready).scope
  })

test('the button is there where the browser can, and the page’s policy lets its worker in', async () => {
  const { tab, origin, errors } = await aPage()
  await tab.waitForSelector('[data-push]:not([hidden]) button')
  expect(await register(tab)).toBe(`${origin}/`)
  expect(errors.filter((text) => !text.includes('favicon'))).toEqual([])
})

test('without JavaScript nothing is offered that would not work', async () => {
  const { tab } = await aPage(false)
  expect(await tab.locator('[data-push]').isVisible()).toBe(false)
  expect(await tab.locator('input[name=url]').isVisible()).toBe(true)
})

// No push service can be reached offline, and a browser without a screen shows nothing: the event is made inside the worker,
// and what it would show is caught there.
test('the worker shows a message, and nothing of what is none', async () => {
  const { tab, origin } = await aPage()
  const started = tab.context().waitForEvent('serviceworker')
  await tab.waitForSelector('[data-push]:not([hidden])')
  await register(tab)
  const worker = await started
  const message = {
    title: 'Payments are down',
    body: 'We are looking.',
    url: `${origin}/incidents/abc/`,
    tag: 'incident/abc',
    lang: 'en',
  }
  const shown = await worker.evaluate((text) => {
    const scope = globalThis as unknown as EventTarget & {
      registration: { showNotification: unknown }
      PushEvent: new (type: string, init: { data: string }) => Event
    }
    const all: unknown[] = []
    scope.registration.showNotification = (title: string, options: object) => {
      all.push({ title, ...options })
      return Promise.resolve()
    }
    for (const data of ['no JSON', text]) scope.dispatchEvent(new scope.PushEvent('push', { data }))
    return all
  }, JSON.stringify(message))
  const { url, ...rest } = message
  expect(shown).toEqual([{ ...rest, renotify: true, data: { url } }])
})
