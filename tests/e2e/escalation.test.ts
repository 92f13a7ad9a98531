import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type SharedBrowser, sharedBrowser } from '../browser/browser.ts'
import { aStandIn } from '../channels/stand-in.ts'
import { aTarget, configWatching } from './http-target.ts'
import { aFolder, letPass, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: SharedBrowser
beforeAll(async () => {
  browser = await sharedBrowser()
})

/** What the channel of a path was sent, as the usual JSON of a webhook. */
type ReceivedMessage = {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly link: string | null
}

/** A team with two channels, one of them told when nobody answers, and a service that fails as soon as it is told to. */
async function aTeam() {
  const target = await aTarget()
  const { url, asked } = await aStandIn(() => ({ status: 200 }))
  const data = await aFolder(
    configWatching(
      target,
      `priorities: { P1: { response: 1h, notify: [chat], escalate_after: 8s, escalate_to: [boss] } }
channels:
  chat: { kind: webhook, url: '${url}/chat' }
  boss: { kind: webhook, url: '${url}/boss' }
subscriptions: { url: 'https://collector.example/' }
`,
    ),
  )
  const sentTo = (channel: 'chat' | 'boss'): readonly ReceivedMessage[] =>
    asked
      .filter(({ path }) => path === `/${channel}`)
      .map(({ headers, text }) => {
        const { type, message } = JSON.parse(text)
        return {
          id: String(headers['webhook-id']),
          type,
          title: message.title,
          link: message.acknowledge_url,
        }
      })
  const first = async (channel: 'chat' | 'boss', type: string): Promise<ReceivedMessage> =>
    (await waitUntil(
      () => Promise.resolve(sentTo(channel).find((one) => one.type === type)),
      (one) => one !== undefined,
    ))!
  return { target, data, sentTo, first }
}

test(
  'nobody answers, the collector is killed, and the next one tells who is next; they answer by the button',
  { timeout: 180_000 },
  async () => {
    const { target, data, sentTo, first } = await aTeam()
    const killed = await startCollector(data)
    target.status = 500
    const opened = await first('chat', 'incident.updated')
    expect(opened.link).toMatch(/^https:\/\/collector\.example\/acknowledge\?token=[\w-]{22}$/)
    await killed.stop('SIGKILL')
    await letPass(8_000)

    const { url } = await startCollector(data)
    const escalated = await first('boss', 'incident.escalated')
    expect(escalated.title).toContain('P1 · Nobody has answered for')
    const address = url + new URL(escalated.link!).pathname + new URL(escalated.link!).search
    // A mail scanner follows the link.
    for (const method of ['GET', 'HEAD']) expect((await fetch(address, { method })).status).toBe(200)
    const { out: before } = await runVigie(data, ['incident', 'list', '--json'])
    expect(JSON.parse(before)[0]).toMatchObject({ acknowledged_at: null })

    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 700 },
    })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(address)
    expect(await page.textContent('h1')).toBe('Take care of it?')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.click('button.main')
    expect(await page.textContent('h1')).toBe('You are taking care of it')
    await page.goto(address)
    expect(await page.textContent('h1')).toBe('Somebody is taking care of it')
    expect(await page.textContent('main')).toContain('by boss (link)')
    const { out: after } = await runVigie(data, ['incident', 'list', '--json'])
    expect(JSON.parse(after)[0]).toMatchObject({ acknowledged_by: 'boss (link)' })

    target.status = 200
    await runVigie(data, ['incident', 'resolve', JSON.parse(after)[0].id, '--body', 'Over.'])
    for (const channel of ['chat', 'boss'] as const)
      expect((await first(channel, 'incident.resolved')).link).toBeNull()
    expect((await fetch(address)).status).toBe(410)
    const sent = sentTo('boss').map(({ type }) => type)
    expect(new Set(sent)).toEqual(new Set(['incident.escalated', 'incident.resolved']))
  },
)

test('the page with the button is accessible', { timeout: 120_000 }, async () => {
  const { target, data, first } = await aTeam()
  const { url } = await startCollector(data)
  target.status = 500
  const { link } = await first('chat', 'incident.updated')
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      bypassCSP: true,
      colorScheme,
      viewport: { width: 320, height: 700 },
    })
    const page = await context.newPage()
    await page.goto(url + new URL(link!).pathname + new URL(link!).search)
    await page.evaluate(axe)
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes.map((n) => n.html).join()))',
    )
    expect(violations).toEqual([])
    await context.close()
  }
})
