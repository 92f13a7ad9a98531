import { describe, expect, onTestFinished, test } from 'vitest'
import { createHostGate } from '../../collector/deliveries/host-gate.ts'
import { createVapidKeys } from '../../collector/deliveries/push-request.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { createPushService } from '../../collector/subscriptions/push-service.ts'
import { systemClock } from '../../collector/time/system-clock.ts'
import { configOf } from '../config/builders.ts'
import { aBrowser } from '../deliveries/visitors/push-reader.ts'
import { aStranger, canServe } from '../deliveries/visitors/stranger.ts'
import { aServer } from '../server/builders.ts'

const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en, locales: [en, fr] }
components: [{ id: api, name: API }]
`)

async function subscribing(answer: () => number = () => 201) {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const pushService = await aStranger((_, response) => response.writeHead(answer()).end())
  const clock = systemClock()
  const vapid = createVapidKeys(store)
  let count = 0
  const service = createPushService({
    store,
    config,
    pageUrl: 'https://status.example.com',
    vapid,
    clock,
    dispatcher: pushService.dispatcher,
    gate: createHostGate(20),
    id: () => `subscriber${String(++count).padStart(2, '0')}`,
    welcome: (locale) => ({ title: 'Acme', body: locale === 'fr' ? 'Bonjour' : 'Hello' }),
  })
  const server = await aServer({ push: { service, pages: ['https://status.example.com/'], clock } })
  const browser = aBrowser()
  const subscription = { endpoint: `${pushService.url}/send/abc`, expirationTime: null, keys: browser.keys }
  const ask = (method: string, body?: unknown, headers = {}) =>
    fetch(`http://127.0.0.1:${server.port}/subscribe/push`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const all = () => store.subscribers({ limit: 9 })
  return { ask, all, browser, lines: server.lines, requests: pushService.requests, subscription, vapid }
}

describe.skipIf(!canServe)('subscribing a browser', () => {
  test('a page learns the key, and a first push confirms the subscription', async () => {
    const { ask, all, browser, requests, subscription, vapid } = await subscribing()
    expect(await (await ask('GET')).json()).toEqual({ public_key: (await vapid()).publicKey })
    const answer = await ask('POST', {
      ...subscription,
      components: ['api'],
      kinds: ['incidents'],
      locale: 'fr',
    })
    expect(answer.status).toBe(201)
    expect(browser.read(requests[0]!.body)).toMatchObject({
      body: 'Bonjour',
      url: 'https://status.example.com/fr/',
    })
    expect(await all()).toMatchObject([
      {
        kind: 'push',
        state: 'active',
        components: ['api'],
        kinds: ['incidents'],
        locale: 'fr',
        keys: browser.keys,
      },
    ])
  })

  test('again, it changes what was chosen without another push; nobody else takes it over', async () => {
    const { ask, all, requests, subscription } = await subscribing()
    await ask('POST', subscription)
    expect((await ask('POST', { ...subscription, kinds: ['maintenance'] })).status).toBe(201)
    expect(requests).toHaveLength(1)
    const other = { ...subscription, keys: aBrowser().keys }
    expect((await ask('POST', other)).status).toBe(409)
    expect((await ask('DELETE', other)).status).toBe(204)
    expect(await all()).toMatchObject([{ kinds: ['maintenance'], keys: subscription.keys }])
    expect((await ask('DELETE', subscription)).status).toBe(204)
    expect(await all()).toEqual([])
    expect((await ask('DELETE', subscription)).status).toBe(204)
  })

  test('nothing is kept of one whose push service refuses the first message', async () => {
    const { ask, all, lines, subscription } = await subscribing(() => 410)
    const answer = await ask('POST', subscription)
    expect(answer.status).toBe(502)
    expect(await all()).toEqual([])
    expect(lines).toEqual([])
  })

  test('pages of other sites are refused, that of the page elsewhere is let in', async () => {
    const { ask, all, subscription } = await subscribing()
    for (const origin of ['https://evil.example.net', 'null', 'http://status.example.com'])
      expect((await ask('POST', subscription, { origin })).status).toBe(403)
    expect(await all()).toEqual([])
    const origin = 'https://status.example.com'
    const preflight = await ask('OPTIONS', undefined, { origin })
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
    expect((await ask('POST', subscription, { origin })).status).toBe(201)
    expect((await ask('OPTIONS', undefined, { origin: 'https://evil.example.net' })).status).toBe(403)
  })

  test('a network is limited', async () => {
    const { ask } = await subscribing()
    const statuses = []
    for (let n = 0; n < 31; n++) statuses.push((await ask('DELETE', {})).status)
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 400))
    expect(statuses.at(-1)).toBe(429)
  })

  const { keys } = aBrowser()
  const endpoint = 'https://push.example.com/abc'
  const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url')
  test.each<[string, unknown]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', null],
    ['a list', []],
    ['no keys', { endpoint }],
    ['another scheme', { endpoint: 'http://push.example.com/abc', keys }],
    ['this machine', { endpoint: 'https://127.0.0.1/abc', keys }],
    ['metadata of a cloud', { endpoint: 'https://169.254.169.254/latest', keys }],
    ['a mapped address', { endpoint: 'https://[::ffff:10.0.0.1]/', keys }],
    ['a name and a password', { endpoint: 'https://a:b@push.example.com/', keys }],
    ['a header in the address', { endpoint: 'https://push.example.com/\r\nx: y', keys }],
    ['an endless address', { endpoint: `${endpoint}/${'a'.repeat(3_000)}`, keys }],
    ['a short key', { endpoint, keys: { ...keys, p256dh: keys.p256dh.slice(4) } }],
    ['a point off the curve', { endpoint, keys: { ...keys, p256dh: offCurve } }],
    ['a long secret', { endpoint, keys: { ...keys, auth: Buffer.alloc(17).toString('base64url') } }],
    ['a secret of another type', { endpoint, keys: { ...keys, auth: 7 } }],
    ['an unknown component', { endpoint, keys, components: ['nothing'] }],
    ['an unknown kind', { endpoint, keys, kinds: ['everything'] }],
    ['an unknown language', { endpoint, keys, locale: '../../etc' }],
    ['a body that is too long', `{"a":"${'x'.repeat(70_000)}"}`],
  ])('%s is refused with what to send instead', async (_, body) => {
    const { ask, all, lines, requests } = await subscribing()
    const answer = await ask('POST', body)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toContain('PushSubscription')
    expect(requests).toEqual([])
    expect(await all()).toEqual([])
    expect(lines).toEqual([])
  })

  test('a form of another site cannot send one', async () => {
    const { ask, subscription } = await subscribing()
    expect((await ask('POST', subscription, { 'content-type': 'text/plain' })).status).toBe(400)
    expect((await ask('PUT', subscription)).status).toBe(405)
  })
})
