import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { onFreePorts } from '../../collector/demo/free-ports.ts'

const configuration = (one: number, other: number): string =>
  `url: http://127.0.0.1:${one}/\nserver: 127.0.0.1:${other}\ndemo: { port: ${one} }, { port: ${other} }, { lasts: ${one} }`

test('a demonstration beside a running collector finds ports of its own', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const taken = (server.address() as AddressInfo).port
  const text = await onFreePorts(configuration(taken, 7), [taken, 7])
  server.close()
  const [, one] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(text)!
  const [, other] = /server: 127\.0\.0\.1:(\d+)/.exec(text)!
  expect(new Set([Number(one), Number(other), taken, 7]).size).toBe(4)
  expect(text).toBe(configuration(Number(one), Number(other)).replace(`lasts: ${one}`, `lasts: ${taken}`))
})

test('a port taken for datagrams only is taken', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  expect(await onFreePorts(`port: ${port}`, [port])).not.toBe(`port: ${port}`)
  socket.close()
})

test('where all are free they stay as they are written', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  expect(await onFreePorts(configuration(port, port), [port])).toBe(configuration(port, port))
})
