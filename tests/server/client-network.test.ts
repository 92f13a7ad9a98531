import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { clientNetwork } from '../../collector/server/client-network.ts'

/** What is read of a request that a proxy on this machine passed on. */
async function networks(...forwarded: readonly string[]): Promise<readonly string[]> {
  const app = new Hono().get('/', (c) => c.text(clientNetwork(c)))
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const starting = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(starting))
  })
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return Promise.all(
    forwarded.map(async (value) => (await fetch(url, { headers: { 'x-forwarded-for': value } })).text()),
  )
}

test('the address a proxy wrote last is believed, and not what the reader wrote before it', async () => {
  expect(await networks('203.0.113.9', '10.0.0.1, 203.0.113.9', '::ffff:203.0.113.9')).toEqual([
    '203.0.113.9',
    '203.0.113.9',
    '203.0.113.9',
  ])
})

test('a port that a proxy writes behind it makes no other network', async () => {
  expect(await networks('203.0.113.9:4711', '[2001:db8:1:2::3]:4711', '[2001:db8:1:2::4]')).toEqual([
    '203.0.113.9',
    '2001:db8:1:2',
    '2001:db8:1:2',
  ])
})

test('what is no address counts as the proxy itself', async () => {
  expect(await networks('unknown', '203.0.113.9:', '', '_hidden')).toEqual(
    Array.from({ length: 4 }, () => '127.0.0.1'),
  )
})
