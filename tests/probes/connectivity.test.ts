import { expect, test } from 'vitest'
import { isConnected } from '../../collector/probes/connectivity-probe.ts'
import { fullBacklog, closedPort, tcpServer } from './servers.ts'

const address = (port: number): string => `tcp://127.0.0.1:${port}`

test('one address that answers is enough, however silent the others are', async () => {
  const here = await tcpServer(() => {})
  const addresses = [address(await fullBacklog()), address(await closedPort()), 'nonsense', address(here)]
  const startedAt = performance.now()
  expect(await isConnected(addresses, 3_000)).toBe(true)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})

test('a refusal is no sign of a network, and silence ends at the timeout', async () => {
  expect(await isConnected([address(await closedPort()), 'nonsense'], 3_000)).toBe(false)
  const startedAt = performance.now()
  expect(await isConnected([address(await fullBacklog())], 200)).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(450)
})

test('without addresses nobody doubts the network', async () => {
  expect(await isConnected([], 100)).toBe(true)
})
