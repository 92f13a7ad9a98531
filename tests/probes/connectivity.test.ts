import { expect, test } from 'vitest'
import { isConnected } from '../../collector/probes/connectivity-probe.ts'
import { fullBacklog, closedPort, tcpServer } from './servers.ts'

const address = (port: number): string => `tcp://127.0.0.1:${port}`

test('one address that answers is enough, however silent the others are', async () => {
  const here = await tcpServer(() => {})
  const addresses = [address(await fullBacklog()), address(await closedPort()), 'nonsense', address(here)]
  expect(await isConnected(addresses, 600_000)).toBe(true)
})

test('a refusal is no sign of a network, and silence ends at the timeout', async () => {
  expect(await isConnected([address(await closedPort()), 'nonsense'], 3_000)).toBe(false)
  expect(await isConnected([address(await fullBacklog())], 200)).toBe(false)
})

test('without addresses nobody doubts the network', async () => {
  expect(await isConnected([], 100)).toBe(true)
})
