import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { alternateFamilies, raceAddresses } from '../../collector/probes/shared/race-addresses.ts'
import { closedPort, listen, stalledListener } from './servers.ts'

const patience = (): AbortSignal => AbortSignal.timeout(20_000)

test('an address that is slow to accept wins over one that refuses', async () => {
  const { port, resume } = await stalledListener()
  const connected = raceAddresses(['127.0.0.1', '127.0.0.2'], port, patience())
  // By then the second address has been tried, and has refused.
  setTimeout(resume, 700)
  const socket = await connected
  expect(socket.remoteAddress).toBe('127.0.0.1')
  socket.destroy()
})

test('the next address joins while the first is silent, and wins', async () => {
  const { port } = await stalledListener()
  const server = createServer((socket) => void socket.resume())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.3', resolve))
  const socket = await raceAddresses(['127.0.0.1', '127.0.0.3'], port, patience())
  expect(socket.remoteAddress).toBe('127.0.0.3')
  socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})

test('a refusal brings the next address forward at once', async () => {
  const port = await listen(createServer((socket) => void socket.resume()))
  const socket = await raceAddresses(['127.0.0.4', '127.0.0.5', '127.0.0.1'], port, patience())
  expect(socket.remoteAddress).toBe('127.0.0.1')
  socket.destroy()
})

test('where all fail the error is that of the only address, or of all', async () => {
  const port = await closedPort()
  await expect(raceAddresses(['127.0.0.1'], port, patience())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  const all = await raceAddresses(['127.0.0.1', '127.0.0.2'], port, patience()).catch(
    (error: unknown) => error,
  )
  expect(all).toBeInstanceOf(AggregateError)
})

test('an abort ends the race with the signal’s reason', async () => {
  const { port } = await stalledListener()
  const stop = new AbortController()
  const race = raceAddresses(['127.0.0.1'], port, stop.signal)
  stop.abort(new Error('enough'))
  await expect(race).rejects.toThrow('enough')
})

test('families take turns, beginning with the one the resolver prefers', () => {
  const v6 = (address: string) => ({ address, family: 6 })
  const v4 = (address: string) => ({ address, family: 4 })
  expect(alternateFamilies([v6('::1'), v6('::2'), v6('::3'), v4('1')])).toEqual(['::1', '1', '::2', '::3'])
  expect(alternateFamilies([v4('1'), v6('::1'), v6('::2')])).toEqual(['1', '::1', '::2'])
  expect(alternateFamilies([v4('1')])).toEqual(['1'])
})
