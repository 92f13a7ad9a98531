import { createServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type PublicAgentOptions, createPublicAgent } from '../../collector/net/public-agent.ts'
import { sendRequest } from '../../collector/net/send-request.ts'
import { certificateAuthority } from '../probes/certificates.ts'

const authority = certificateAuthority()
// Without the openssl program there is nothing to serve.
const ifServed = test.skipIf(!authority)
let port: number
let calls: string[]

beforeAll(async () => {
  if (!authority) return
  const server = createServer(authority.sign('DNS:hooks.example.com', 10), (request, response) => {
    calls.push(`${request.method} ${request.headers.host}${request.url}`)
    if (request.url === '/redirect') response.writeHead(307, { location: `https://localhost:${port}/` }).end()
    else response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  return async () => {
    authority.close()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A name server that answers with these addresses, each time with the next ones. */
const resolving = (...answers: string[][]): LookupFunction => {
  let asked = 0
  return (_, options, callback) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!
    if (options.all)
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      )
    else callback(null, addresses[0]!, 4)
  }
}

const anAgent = (options: PublicAgentOptions = {}) => {
  calls = []
  const agent = createPublicAgent({ ca: authority!.ca, ...options })
  onTestFinished(() => agent.destroy())
  return agent
}
const send = (url: string, agent: Dispatcher) =>
  sendRequest({ url, headers: {}, body: 'x' }, new AbortController().signal, 0, agent)

const asPublic = { isAllowed: (address: string) => address === '127.0.0.1' }
const notPublic = { message: 'its address is not public' }

ifServed('a host with a public address is reached', async () => {
  const lookup = resolving(['10.0.0.1', '127.0.0.1'])
  const answer = await send(`https://hooks.example.com:${port}/a`, anAgent({ ...asPublic, lookup }))
  expect(answer).toMatchObject({ status: 200, text: 'ok' })
  expect(calls).toEqual([`POST hooks.example.com:${port}/a`])
})

ifServed('a name that leads to this machine is not connected to', async () => {
  const agent = anAgent({ lookup: resolving(['127.0.0.1']) })
  await expect(send(`https://hooks.example.com:${port}/`, agent)).rejects.toMatchObject(notPublic)
  expect(calls).toEqual([])
})

ifServed('a name that leads elsewhere later is judged at each connection', async () => {
  const agent = anAgent({ ...asPublic, lookup: resolving(['127.0.0.1'], ['10.0.0.1']) })
  expect(await send(`https://hooks.example.com:${port}/`, agent)).toMatchObject({ status: 200 })
  await expect(send(`https://hooks.example.com:${port}/`, agent)).rejects.toMatchObject(notPublic)
  expect(calls).toHaveLength(1)
})

ifServed.each([
  '127.0.0.1',
  '[::1]',
  '0x7f.1',
  '2130706433',
  '[::ffff:127.0.0.1]',
  '127.0.0.1.',
  'localhost',
])('this machine written as %s is not connected to', async (host) => {
  await expect(send(`https://${host}:${port}/`, anAgent())).rejects.toMatchObject(notPublic)
  expect(calls).toEqual([])
})

ifServed('a redirection is not followed', async () => {
  const agent = anAgent({ ...asPublic, lookup: resolving(['127.0.0.1']) })
  const answer = await send(`https://hooks.example.com:${port}/redirect`, agent)
  expect(answer.status).toBe(307)
  expect(calls).toHaveLength(1)
})
