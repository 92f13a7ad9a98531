import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import {
  type WebSubPublisher,
  changedFeeds,
  createWebSubPublisher,
} from '../../collector/publishing/websub.ts'
import { fakeClock } from '../fake-clock.ts'

const page = 'https://status.example/'
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A hub that answers with these statuses, one request after another, the last one for ever; null never answers. */
async function aHub(...statuses: readonly (number | null)[]) {
  const asked: { type: string | undefined; topic: string | null; mode: string | null }[] = []
  const server: Server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      const status = statuses[Math.min(asked.length, statuses.length - 1)]!
      const form = new URLSearchParams(body)
      asked.push({
        type: request.headers['content-type'],
        topic: form.get('hub.url'),
        mode: form.get('hub.mode'),
      })
      if (status !== null) response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub?key=secret`, asked }
}

const settle = 1_000
const retries = [5_000, 30_000]
const timeout = 10_000

function aPing(hub: string | null, more: { page?: () => string | null } = {}) {
  const clock = fakeClock()
  const lines: string[] = []
  const log = { error: (line: string) => void lines.push(line) }
  const ping: WebSubPublisher = createWebSubPublisher({
    hub: () => hub,
    page: () => page,
    clock,
    log,
    settle,
    retries,
    timeout,
    ...more,
  })
  closing.push(() => ping.stop())
  /** Wait until a timer of so many ms has been set, and let them pass. */
  async function pass(ms: number): Promise<void> {
    await expect.poll(() => clock.nextIn()).toBe(ms)
    await clock.advance(ms)
  }
  return { ping, lines, pass }
}

test('a hub is told of each feed that changed, and of nothing else', async () => {
  const hub = await aHub(204)
  const { ping, lines, pass } = aPing(hub.url)
  ping.published([
    'index.html',
    'rss.xml',
    'updates.xml',
    'components/api/feed.json',
    'live.json',
    'calendar.ics',
  ])
  await pass(settle)
  await ping.settled()
  expect(hub.asked.map(({ topic }) => topic)).toEqual([
    'https://status.example/rss.xml',
    'https://status.example/updates.xml',
    'https://status.example/components/api/feed.json',
  ])
  expect(hub.asked[0]!.mode).toBe('publish')
  expect(hub.asked[0]!.type).toMatch(/^application\/x-www-form-urlencoded/)
  expect(lines).toEqual([])
})

test('publications that follow one another quickly are announced once', async () => {
  const hub = await aHub(202)
  const { ping, pass } = aPing(hub.url)
  for (let i = 0; i < 5; i++) ping.published(['rss.xml'])
  await pass(settle)
  await ping.settled()
  expect(hub.asked).toHaveLength(1)
  ping.published(['rss.xml'])
  await pass(settle)
  await ping.settled()
  expect(hub.asked).toHaveLength(2)
})

test('a hub that is busy is asked again', async () => {
  const hub = await aHub(503, 429, 204)
  const { ping, lines, pass } = aPing(hub.url)
  ping.published(['rss.xml', 'atom.xml'])
  for (const ms of [settle, ...retries]) await pass(ms)
  await ping.settled()
  expect(hub.asked.map(({ topic }) => topic?.split('/').at(-1))).toEqual([
    'rss.xml',
    'rss.xml',
    'rss.xml',
    'atom.xml',
  ])
  expect(lines).toEqual([])
})

test('a hub that is not there costs one line, without what its address keeps secret', async () => {
  const { ping, lines, pass } = aPing('http://127.0.0.1:9/hub?key=secret')
  ping.published(['rss.xml', 'atom.xml'])
  for (const ms of [settle, ...retries]) await pass(ms)
  await ping.settled()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^publish\.hub: 127\.0\.0\.1:9 was not told of 2 feeds/)
  expect(lines[0]).not.toContain('secret')
})

test('a refusal is not asked again', async () => {
  const hub = await aHub(404)
  const { ping, lines, pass } = aPing(hub.url)
  ping.published(['rss.xml'])
  await pass(settle)
  await ping.settled()
  expect(hub.asked).toHaveLength(1)
  expect(lines[0]).toContain('https://status.example/rss.xml: it answered 404')
})

test('a hub that never answers is given up, and holds up no end', async () => {
  const hub = await aHub(null)
  const slow = aPing(hub.url)
  slow.ping.published(['rss.xml'])
  for (const ms of [settle, timeout, retries[0]!, timeout, retries[1]!, timeout]) await slow.pass(ms)
  await slow.ping.settled()
  expect(slow.lines[0]).toContain('no answer in 10 s')

  const asked = hub.asked.length
  const stopped = aPing(hub.url)
  stopped.ping.published(['rss.xml'])
  await stopped.pass(settle)
  await expect.poll(() => hub.asked.length).toBe(asked + 1)
  await stopped.ping.stop()
  stopped.ping.published(['rss.xml'])
  expect(stopped.lines).toEqual([])
})

test('without a hub or an address of the page nobody is told', async () => {
  const hub = await aHub(204)
  for (const { ping } of [aPing(null), aPing(hub.url, { page: () => null })]) {
    ping.published(['rss.xml'])
    await ping.settled()
  }
  expect(hub.asked).toEqual([])
})

test('topics are the feeds’ own addresses', () => {
  expect(changedFeeds('https://a.example/etat/', ['en/history.atom', 'xrss.xml', 'history.rss'])).toEqual([
    'https://a.example/etat/en/history.atom',
    'https://a.example/etat/history.rss',
  ])
})
