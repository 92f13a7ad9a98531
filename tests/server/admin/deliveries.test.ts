import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { hostile } from '../../src/snapshots.ts'
import { loadSite } from '../../src/site.ts'
import { storedDeliveries } from '../../deliveries/builders.ts'
import { aConsole, mainText } from './console-fixture.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const place = '/admin/deliveries/'

test('the team sees what became of messages, by state and page by page, and no address', async () => {
  const { signedIn, store, now } = await aConsole(site)
  await storedDeliveries(store, 'slack', ['dead', 'sent', 'pending'], now())
  await storedDeliveries(store, 'subscribers/email', ['dead'], now(), 'k3v9x0c2m7qa')
  const vera = await signedIn('Vera', 'viewer')
  const all = mainText((await vera.get(place)).text)
  expect(all).toContain('slack · incident/slack0 Given up')
  expect(all).toContain('9 attempts failed 550 no &lt;ADDRESS&gt; here')
  expect(all).not.toContain('Try again')
  const dead = mainText((await vera.get(`${place}?state=dead`)).text)
  expect([dead.includes('incident/slack0'), dead.includes('incident/slack1')]).toEqual([true, false])
  await storedDeliveries(
    store,
    'many',
    Array.from({ length: 40 }, () => 'pending' as const),
    now(),
  )
  const first = (await vera.get(place)).text
  const [, next] = /href="[^"]*(\?before=\d+)"/.exec(first) ?? []
  expect(mainText((await vera.get(place + next)).text)).toContain('incident/slack0')
  const ada = await signedIn('Ada', 'admin')
  expect(Buffer.byteLength((await ada.get(place)).text)).toBeLessThan(30_000)
})

test('whoever administers has one tried again, or drops it; nobody else does', async () => {
  const { signedIn, store, now } = await aConsole(site)
  const [one, two, sent] = await storedDeliveries(store, 'slack', ['dead', 'dead', 'sent'], now())
  const stateOf = async (id: string | undefined) => (await store.delivery(Number(id)))?.state
  const bob = await signedIn('Bob', 'publisher')
  expect((await bob.post(place, { retry: one! })).status).toBe(403)
  expect(await stateOf(one)).toBe('dead')
  const ada = await signedIn('Ada', 'admin')
  await ada.post(place, { retry: one! })
  await ada.post(place, { drop: two! })
  expect([await stateOf(one), await stateOf(two)]).toEqual(['pending', 'dropped'])
  // It is over already: nothing happens, and the list says so.
  expect((await ada.post(place, { drop: sent! })).status).toBe(303)
  expect(await stateOf(sent)).toBe('sent')
  const [dead] = await storedDeliveries(store, 'other', ['dead'], now())
  await ada.post(place, { drop: 'dead' })
  expect(await stateOf(dead)).toBe('dropped')
  expect((await ada.post(place, { act: 'x' })).status).toBe(400)
  expect((await ada.post(place, { retry: hostile })).status).toBe(303)
})
