import { type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import { onTestFinished } from 'vitest'
import { createPublicAgent } from '../../../collector/net/public-agent.ts'
import { certificateAuthority } from '../../probes/certificates.ts'

/** The host of the stranger's server; every name below it leads there, too. */
const strangersHost = 'hooks.example.com'

const authority = certificateAuthority()
/** Without the openssl program there is nothing to serve. */
export const canServe = authority !== null
const pair = authority?.sign(`DNS:${strangersHost},DNS:*.${strangersHost}`, 10)

/** A request as a stranger's server got it. */
export type StrangersRequest = {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const lookup: LookupFunction = (_, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)

/** A server of a stranger's with TLS; `answer` answers each request, after its body. Closed after the test. */
export async function aStranger(answer: (request: StrangersRequest, response: ServerResponse) => void) {
  const requests: StrangersRequest[] = []
  const server = createServer({ ...pair! }, (incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      const request = { method, url, headers, body: Buffer.concat(chunks) }
      requests.push(request)
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dispatcher = createPublicAgent({
    ca: authority!.ca,
    lookup,
    isAllowed: (address) => address === '127.0.0.1',
  })
  onTestFinished(async () => {
    await dispatcher.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, requests, dispatcher, url: `https://${strangersHost}:${port}` }
}
