import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type SharedBrowser, sharedBrowser } from '../browser/browser.ts'
import { aStandIn } from '../channels/stand-in.ts'
import { aFolder, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const config = (hook: string): string => `
page: { name: Example, url: 'https://status.example.com', locale: en, timezone: UTC }
incidents: { automatic: false }
components:
  - id: backup
    name: Backup
    monitors:
      - { id: job, kind: heartbeat, every: 1s, grace: 1s, token: sesame-sesame }
channels: { hook: { kind: webhook, url: '${hook}/in' } }
subscriptions: { url: 'https://collector.example/' }
alerts:
  - { id: jobs, name: Job missed, when: heartbeat_missed, severity: critical, recover_for: 0s }
`

let browser: SharedBrowser
beforeAll(async () => {
  browser = await sharedBrowser()
})

/** Answer by the link of a message as people do, without JavaScript; what scanners do before changes nothing. */
async function answerBy(address: string, isAnswered: () => Promise<boolean>): Promise<void> {
  for (const method of ['GET', 'HEAD']) expect((await fetch(address, { method })).status).toBe(200)
  expect(await isAnswered()).toBe(false)
  const context = await browser.newContext({ javaScriptEnabled: false })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(address)
  expect(await page.textContent('h1')).toBe('Take care of it?')
  expect(await page.textContent('main')).toContain('Job missed')
  await page.click('button.main')
  expect(await page.textContent('h1')).toBe('You are taking care of it')
  expect(await isAnswered()).toBe(true)
}

test(
  'a missed job tells the channel once, also when the collector is killed and started again, is answered by the link of its message, and once when it is over',
  { timeout: 240_000 },
  async () => {
    const { url: hook, asked } = await aStandIn(() => ({ status: 200, body: '' }))
    const types = (): readonly string[] =>
      asked.map(({ text }) => (JSON.parse(text) as { type: string }).type)
    const folder = await aFolder(config(hook))
    const first = await startCollector(folder)
    const beat = (url: string): Promise<Response> => fetch(`${url}/api/v1/heartbeats/sesame-sesame`)
    await beat(first.url)
    await waitUntil(
      async () => types(),
      (all) => all.length > 0,
    )
    expect(JSON.parse(asked[0]!.text)).toMatchObject({
      type: 'alert.fired',
      message: { title: 'Alert: Job missed – Backup', severity: 'critical' },
      data: {
        alerts: [{ rule: 'jobs', component: 'backup', state: 'firing', readings: [{ causes: ['job'] }] }],
      },
    })
    await first.stop('SIGKILL')

    const second = await startCollector(folder)
    const listed = await runVigie(folder, ['alerts', 'list', '--json'])
    expect(JSON.parse(listed.out)).toMatchObject({
      alerts: [{ rule: 'jobs', state: 'firing' }],
      silences: [],
    })
    expect(await (await fetch(`${second.url}/metrics`)).text()).toContain('vigie_alerts_firing{rule="jobs"}')
    const answered = async (): Promise<readonly unknown[]> =>
      JSON.parse((await runVigie(folder, ['alerts', 'list', '--json'])).out).alerts.flatMap(
        (one: { acknowledged_by: string | null }) => one.acknowledged_by ?? [],
      )
    // The link was written by the collector that was killed.
    const link: string = JSON.parse(asked[0]!.text).message.acknowledge_url
    expect(link).toMatch(/^https:\/\/collector\.example\/acknowledge\?token=[\w-]{22}$/)
    const address = link.replace('https://collector.example', second.url)
    await answerBy(address, async () => (await answered()).length > 0)
    expect(await answered()).toEqual(['hook (link)'])
    await beat(second.url)
    await waitUntil(
      async () => types(),
      (all) => all.includes('alert.ended'),
    )
    expect(types().slice(0, 2)).toEqual(['alert.fired', 'alert.ended'])
    expect(JSON.parse(asked[1]!.text).message.acknowledge_url).toBeNull()
    expect((await fetch(address)).status).toBe(410)
    await second.stop('SIGTERM')

    const validated = await runVigie(folder, ['validate'])
    expect(validated.out.trim()).toBe('ok')
    expect(validated.err).toContain('alert jobs: Fires when a scheduled job is missed')
  },
)
