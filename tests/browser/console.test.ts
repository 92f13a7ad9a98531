import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Page } from 'playwright'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { minute } from '../../collector/core/time/units.ts'
import { aConsole, password } from '../server/admin/console-fixture.ts'
import { loadSite } from '../src/site.ts'
import { type SharedBrowser, sharedBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const phone = { viewport: { width: 390, height: 844 } } as const

let site: Renderer
let browser: SharedBrowser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([loadSite(), sharedBrowser()])
})

async function open(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'en', ...phone, ...options })
  onTestFinished(() => context.close())
  return { context, page: await context.newPage() }
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin/`)
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
}

/** What axe finds wrong with a page, and whether it is wider than its window. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe.run()
    const { scrollWidth, clientWidth } = document.documentElement
    return [
      ...violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      ),
      ...(scrollWidth > clientWidth ? [`${scrollWidth} px wide in ${clientWidth}`] : []),
    ]
  })
  return found.map((fault) => `${new URL(page.url()).pathname} ${fault}`)
}

test('an incident goes from sign-in to postmortem on a phone, without JavaScript', async () => {
  const { account, server, notices, pass } = await aConsole(site)
  await account('Ada', 'publisher')
  const { page } = await open({ javaScriptEnabled: false })
  await signIn(page, server.url)
  await page.getByRole('link', { name: 'New incident' }).click()
  await page.locator('[name="title.en"]').fill('Payments are down')
  await page.locator('[name="body.en"]').fill('We are **looking**.')
  await page.getByLabel('Payments').selectOption('Major outage')
  await page.getByRole('button', { name: 'Preview' }).click()
  expect(await page.locator('.shown[lang=en] .body').innerHTML()).toContain('<strong>looking</strong>')
  await page.getByRole('button', { name: 'Publish' }).click()
  const [incident] = await notices.incidents.all()
  expect(page.url()).toBe(`${server.url}/admin/incidents/${incident!.id}/?done`)
  pass(5 * minute)
  await page.getByLabel('Status').selectOption('Identified')
  await page.locator('[name="body.en"]').fill('A full disk.')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByLabel('Status').selectOption('Resolved')
  await page.locator('[name="body.en"]').fill('There is room again.')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('link', { name: 'Postmortem' }).click()
  expect(await page.locator('[name="body.en"]').inputValue()).toContain('## What happened')
  await page.locator('[name="root_cause.en"]').fill('A log that nobody rotates.')
  await page.getByRole('button', { name: 'Publish' }).click()
  const { updates, postmortem } = await notices.incidents.get(incident!.id)
  expect(updates.map(({ status }) => status)).toEqual([
    'investigating',
    'identified',
    'resolved',
    'postmortem',
  ])
  expect(postmortem?.rootCause).toEqual({ en: 'A log that nobody rotates.' })
})

test('maintenance is planned from a day of the calendar on a phone, without JavaScript', async () => {
  const { account, server, notices } = await aConsole(site)
  await account('Ada', 'publisher')
  const { page } = await open({ javaScriptEnabled: false })
  await signIn(page, server.url)
  await page.getByRole('link', { name: 'Maintenance', exact: true }).click()
  await page.locator('a[href$="new?day=2026-11-29"]').click()
  await page.locator('[name="title.en"]').fill('New disks')
  await page.getByLabel('Payments').check()
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByText('announced in time: this time does not count').waitFor()
  await page.getByRole('button', { name: 'Publish' }).click()
  const [window] = await notices.maintenances.all()
  expect(page.url()).toBe(`${server.url}/admin/maintenances/${window!.id}/?done`)
  await page.getByRole('link', { name: 'Cancel it' }).click()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  expect((await notices.maintenances.get(window!.id)).cancelledAt).not.toBeNull()
})

test('an incident is published with the keyboard alone', async () => {
  const { account, server, notices } = await aConsole(site)
  await account('Ada', 'publisher')
  const { page } = await open()
  await signIn(page, server.url)
  const { keyboard } = page
  /** Go on until something of this name has the focus. */
  const reach = async (name: string): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      await keyboard.press('Tab')
      const label = await page.evaluate(() => {
        const one = document.activeElement
        const text = one?.textContent.trim() ?? ''
        return one instanceof HTMLButtonElement ? text : (one?.getAttribute('name') ?? text)
      })
      if (label === name) return
    }
    throw new Error(`${name} was not reached`)
  }
  await reach('New incident')
  await keyboard.press('Enter')
  await page.waitForURL('**/incidents/new')
  await reach('title.fr')
  await keyboard.type('Site lent')
  await reach('body.fr')
  await keyboard.type('Nous cherchons.')
  await reach('components.web')
  await keyboard.press('ArrowDown')
  await reach('Publish')
  await keyboard.press('Enter')
  await page.waitForURL('**/?done')
  expect(await notices.incidents.all()).toMatchObject([
    { title: { fr: 'Site lent' }, updates: [{ components: { web: 'degraded_performance' } }] },
  ])
})

test('what was written survives a lost connection, and is published once', async () => {
  const { account, server, notices } = await aConsole(site)
  await account('Ada', 'publisher')
  const { context, page } = await open()
  await signIn(page, server.url)
  await page.goto(`${server.url}/admin/incidents/new`)
  await page.locator('[name="title.en"]').fill('Payments are down')
  await page.locator('[name="body.en"]').fill('We are looking.')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('There is no connection.').waitFor()
  await context.setOffline(false)
  const other = await context.newPage()
  await page.close()
  await other.goto(`${server.url}/admin/incidents/new`)
  await other.getByText('Your draft of').waitFor()
  expect(await other.locator('[name="body.en"]').inputValue()).toBe('We are looking.')
  await other.getByRole('button', { name: 'Publish' }).click()
  await other.waitForURL('**/?done')
  expect(await notices.incidents.all()).toHaveLength(1)
  await other.goto(`${server.url}/admin/incidents/new`)
  expect(await other.locator('[name="body.en"]').inputValue()).toBe('')
  expect(await other.getByText('Your draft of').isVisible()).toBe(false)
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const locale of ['en', 'fr'])
    test(
      `axe finds nothing on the pages about notices, ${colorScheme}, ${locale}`,
      { timeout: 120_000 },
      async () => {
        const { account, server, notices } = await aConsole(site)
        await account('Ada', 'publisher')
        const { id } = await notices.incidents.open(
          { title: 'Payments are down', body: 'We are looking.', components: { pay: 'major_outage' } },
          { by: 'Ann' },
        )
        const planned = await notices.maintenances.schedule(
          {
            title: 'Update',
            body: 'New disks.',
            components: ['pay'],
            scheduled_for: '2026-11-29T03:00',
            scheduled_until: '2026-11-29T04:00',
          },
          { by: 'Ann' },
        )
        const { page } = await open({ colorScheme, locale: 'en' })
        await signIn(page, server.url)
        await page.setExtraHTTPHeaders({ 'accept-language': locale })
        const faults: string[] = []
        const place = `admin/incidents/${id}/`
        const work = `admin/maintenances/${planned.id}/`
        for (const path of [
          'admin/',
          'admin/deliveries/',
          'admin/incidents/',
          place,
          `${place}?act=correct`,
          `${place}?act=false-alarm`,
          'admin/maintenances/',
          'admin/maintenances/new?day=2026-11-29',
          work,
          `${work}?act=correct`,
        ]) {
          await page.goto(`${server.url}/${path}`)
          faults.push(...(await faultsOf(page)))
        }
        await page.goto(`${server.url}/admin/incidents/new`)
        await page.locator('[name="title.fr"]').fill('Un titre')
        await page.locator('button[value=preview]').click()
        faults.push(...(await faultsOf(page)))
        await page.locator('[name="body.fr"]').fill('Un texte')
        await page.locator('button[value=preview]').click()
        await page.locator('.shown').first().waitFor()
        faults.push(...(await faultsOf(page)))
        await page.goto(`${server.url}/${work}?act=cancel`)
        await page.locator('button[value=preview]').click()
        faults.push(...(await faultsOf(page)))
        await notices.incidents.update(id, { body: 'All is well.', status: 'resolved' }, { by: 'Ann' })
        await page.goto(`${server.url}/${place}?act=postmortem`)
        faults.push(...(await faultsOf(page)))
        expect(faults).toEqual([])
      },
    )
