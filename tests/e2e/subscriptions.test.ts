import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ParsedMail } from 'mailparser'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type SharedBrowser, sharedBrowser } from '../browser/browser.ts'
import { type MailServer, startMailServer } from '../channels/smtp-fixture.ts'
import { aFolder, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: SharedBrowser
beforeAll(async () => {
  browser = await sharedBrowser()
})

/** A mail server that takes everything, and the configuration of a page that sends through it. */
async function aMailServer() {
  const server = await startMailServer()
  return {
    server,
    config: `page: { name: Example, url: 'http://127.0.0.1:1', locale: en, locales: [en, fr], timezone: UTC }
components:
  - { id: api, name: { en: Public API, fr: API publique }, group: Public }
  - { id: web, name: Website }
channels:
  team: { kind: email, smtp: 'smtp://127.0.0.1:${server.port}', from: 'Example <status@example.com>' }
subscriptions: { email: { channel: team } }
`,
  }
}

/** The mails a server took, once it has taken as many. */
const mailsOf = async (server: MailServer, count: number): Promise<readonly ParsedMail[]> => {
  const mails = await waitUntil(
    () => Promise.resolve(server.mails),
    ({ length }) => length >= count,
  )
  return mails.map(({ parsed }) => parsed)
}

/** A collector whose page is published. */
async function aPublishedCollector(data: string) {
  const collector = await startCollector(data)
  await waitUntil(
    async () => (await fetch(`${collector.url}/subscribe/`)).status,
    (status) => status === 200,
  )
  return collector
}

const form = (
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) => fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers })

/** The address of a link of a mail, at the collector of the test. */
const linkIn = (mail: ParsedMail, url: string): string =>
  url + /http:\/\/127\.0\.0\.1:1(\/subscribe\/confirm\?token=[\w-]+)/.exec(mail.text!)![1]!

test(
  'a reader subscribes, confirms, changes and leaves, without a script',
  { timeout: 300_000 },
  async () => {
    const { server, config } = await aMailServer()
    const data = await aFolder(config)
    const { url, log } = await aPublishedCollector(data)
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 700 },
    })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(`${url}/fr/`)
    await page.click('footer >> text=S’abonner')
    await page.fill('input[name=email]', 'ada@example.com')
    await page.check('label:has-text("API publique") input')
    await page.uncheck('label:has-text("Annonces") input')
    await page.click('button.main')
    expect(await page.textContent('h1')).toBe('Consultez votre messagerie')

    const [mail] = await mailsOf(server, 1)
    expect(mail!.subject).toBe('À confirmer\u00a0: les nouvelles d’Example')
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated')
    expect(server.mails.map(({ to }) => to)).toEqual([['ada@example.com']])
    const link = linkIn(mail!, url)
    // A scanner looks at every link, again and again.
    for (let i = 0; i < 3; i++) for (const method of ['GET', 'HEAD']) await fetch(link, { method })
    expect(JSON.parse((await runVigie(data, ['subscribers', 'list', '--json'])).out)).toMatchObject([
      { address: 'ada@example.com', state: 'unconfirmed' },
    ])

    await page.goto(link)
    expect(await page.textContent('main')).toContain('API publique')
    await page.click('button.main')
    expect(await page.textContent('h1')).toBe('Abonnement confirmé')
    await page.click('main a.go')
    await page.check('label:has-text("Rapports") input')
    await page.click('button.main')
    expect(await page.textContent('.saved')).toContain('enregistrés')
    expect(JSON.parse((await runVigie(data, ['subscribers', 'list', '--json'])).out)).toMatchObject([
      { state: 'active', components: ['api'], kinds: ['incidents', 'maintenance', 'reports'], locale: 'fr' },
    ])
    const manage = page.url()

    await page.click('main a.go')
    const leave = page.url()
    expect(JSON.parse((await runVigie(data, ['subscribers', 'list', '--json'])).out)).toHaveLength(1)
    // RFC 8058: without a cookie, from anywhere.
    const oneClick = await form(
      leave,
      { 'List-Unsubscribe': 'One-Click' },
      { origin: 'https://mail.example' },
    )
    expect(oneClick.status).toBe(200)
    expect(JSON.parse((await runVigie(data, ['subscribers', 'list', '--json'])).out)).toEqual([])
    expect((await form(leave, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect(await (await fetch(manage, { headers: { 'accept-language': 'fr' } })).text()).toContain(
      'Désabonnement confirmé',
    )
    expect(await (await form(link, {})).text()).toContain('no longer valid')
    for (const secret of [link, manage, leave].map((one) => one.split('token=')[1]!))
      expect(log()).not.toContain(secret)
    expect(log()).not.toContain('ada@example.com')
  },
)

test('what a collector owes when it is killed is sent by the next', async () => {
  const { server, config } = await aMailServer()
  const data = await aFolder(config)
  const first = await aPublishedCollector(data)
  expect((await form(`${first.url}/subscribe`, { email: 'ada@example.com' })).status).toBe(200)
  await first.stop('SIGKILL')
  const { url } = await aPublishedCollector(data)
  const [mail] = await mailsOf(server, 1)
  expect(await (await form(linkIn(mail!, url), {})).text()).toContain('You are subscribed')
})

test(
  'a stranger learns nothing, and hostile input is refused or shown as text',
  { timeout: 300_000 },
  async () => {
    const { server, config } = await aMailServer()
    const data = await aFolder(config)
    await runVigie(data, ['subscribers', 'add', 'known@example.com', '--confirmed'])
    const { url } = await aPublishedCollector(data)
    const answer = async (email: string) => {
      const response = await form(`${url}/subscribe`, { email })
      const headers = [...response.headers].filter(([name]) => !['date', 'content-length'].includes(name))
      return { status: response.status, headers, text: (await response.text()).replaceAll(email, 'ADDRESS') }
    }
    const unknown = await answer('stranger@example.com')
    for (let i = 0; i < 5; i++) expect(await answer('known@example.com')).toEqual(unknown)
    await mailsOf(server, 2)

    const nasty = '"><script>alert(1)</script>'
    const hostile: readonly Readonly<Record<string, string>>[] = [
      { email: nasty },
      { email: 'ada@example.com\r\nBcc: eve@example.com' },
      { email: 'ada@example.com', components: nasty },
      { email: 'ada@example.com', kinds: nasty },
      { email: 'ada@example.com', kinds: '' },
      { email: 'a'.repeat(20_000) },
    ]
    for (const fields of hostile) {
      const response = await form(`${url}/subscribe`, fields)
      expect(response.status).toBe(400)
      expect(await response.text()).not.toContain('<script>alert')
    }
    expect((await form(`${url}/subscribe`, { email: 'x'.repeat(70_000) })).status).toBe(400)
    expect((await fetch(`${url}/subscribe`, { method: 'POST', body: '{}' })).status).toBe(400)
    expect((await fetch(`${url}/subscribe`, { redirect: 'manual' })).headers.get('location')).toBe(
      'subscribe/',
    )
    for (const path of ['subscribe/confirm', 'subscribe/manage', 'unsubscribe'])
      for (const token of ['', '.', nasty, 'a'.repeat(500), `known.${'A'.repeat(43)}`]) {
        const response = await fetch(`${url}/${path}?token=${encodeURIComponent(token)}`)
        expect(response.status).toBe(404)
        expect(response.headers.get('referrer-policy')).toBe('no-referrer')
        expect(response.headers.get('cache-control')).toBe('no-store')
        expect(response.headers.get('x-robots-tag')).toContain('noindex')
        expect(await response.text()).not.toContain('<script>alert')
      }
    // One network may not go on for ever.
    const statuses = new Set<number>()
    for (let i = 0; i < 30; i++)
      statuses.add((await form(`${url}/subscribe`, { email: `x${i}@example.com` })).status)
    expect([...statuses]).toEqual([200, 429])
  },
)

test(
  'pages of subscriptions are accessible, in the dark and on a small screen',
  { timeout: 300_000 },
  async () => {
    const { config } = await aMailServer()
    const data = await aFolder(config)
    const { url } = await aPublishedCollector(data)
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        bypassCSP: true,
        colorScheme,
        viewport: { width: 320, height: 700 },
      })
      const page = await context.newPage()
      const judge = async (): Promise<void> => {
        await page.evaluate(axe)
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes.map((n) => n.html).join()))',
        )
        expect(violations).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      }
      await page.goto(`${url}/subscribe/`)
      await judge()
      await page.evaluate('document.querySelector("form").noValidate = true')
      await page.fill('input[name=email]', 'nobody')
      await page.click('button.main')
      await page.waitForSelector('#email-problem')
      await judge()
      await page.goto(`${url}/subscribe/confirm?token=x`)
      await judge()
      await context.close()
    }
  },
)

test(
  'a form of a page elsewhere posts to the collector, and no policy keeps it from that',
  { timeout: 300_000 },
  async () => {
    const { config } = await aMailServer()
    const elsewhere = config.replace('team } }', "team }, url: 'https://collector.example/in/' }")
    const { url } = await aPublishedCollector(await aFolder(elsewhere))
    const response = await fetch(`${url}/subscribe/`)
    const html = await response.text()
    expect(html).toContain('action="https://collector.example/in/subscribe"')
    expect(html).toMatch(
      /http-equiv="content-security-policy"[^>]*form-action 'self' https:\/\/collector\.example;/,
    )
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://collector.example;",
    )
  },
)

test('subscribers are exported, erased and imported by the command line', async () => {
  const { config } = await aMailServer()
  const data = await aFolder(config)
  const add = await runVigie(data, [
    'subscribers',
    'add',
    'ada@example.com',
    '--confirmed',
    '--component',
    'api',
  ])
  expect(add.out).toMatch(/^[a-z0-9]{12}\n$/)
  await runVigie(data, ['subscribers', 'add', 'bob@example.com'])
  const exported = await runVigie(data, ['export', 'subscribers'])
  expect(exported.out.trim().split('\n')).toHaveLength(2)
  const shown = await runVigie(data, ['subscribers', 'show', 'ada@EXAMPLE.com'])
  expect(JSON.parse(shown.out)).toMatchObject({ subscriptions: [{ address: 'ada@example.com' }] })
  expect((await runVigie(data, ['subscribers', 'erase', 'ada@example.com'])).code).toBe(0)
  expect((await runVigie(data, ['subscribers', 'show', 'ada@example.com'])).code).toBe(1)
  const imported = await runVigie(data, ['import', 'subscribers', '-', '--json'], exported.out)
  expect(JSON.parse(imported.out)).toEqual({ added: 1, present: 0, unconfirmed: 1 })
  const twice = await runVigie(data, ['subscribers', 'import', '-', '--json'], exported.out)
  expect(JSON.parse(twice.out)).toEqual({ added: 0, present: 1, unconfirmed: 1 })
  expect((await runVigie(data, ['import', 'subscribers', '-'], '{"address":"x"}')).code).toBe(2)
  expect((await runVigie(data, ['subscribers', 'add', 'not an address'])).code).toBe(2)
})
