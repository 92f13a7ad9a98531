import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'
import type { WebsocketMonitor } from '../../core/monitoring/monitor.ts'
import { longestHead, TolerantConnection } from '../http/tolerant-connection.ts'
import { basicAuthorization } from '../shared/basic-authorization.ts'
import { openConnection, targetOf } from '../shared/connection.ts'
import { bodyFault } from '../shared/expect-body.ts'
import { faultOf } from '../shared/faults.ts'
import { type Finding, type Probe, type ProbeContext, ProbeFailure, up } from '../shared/probe.ts'
import { quote } from '../../core/text/quote.ts'

/** Bytes of one message that are read and evaluated, as of a body. */
const longestMessage = 1_048_576

/**
 * Opens a WebSocket, sends the configured message, and waits for one that meets the expectations; other messages may
 * come before it. Without expectations an open connection is enough.
 */
export const websocket: Probe<'websocket'> = async (monitor, context) => {
  const socket = await openConnection(targetOf(new URL(monitor.url)), context)
  context.trace.begin('wait')
  return awaitMessage(monitor, socket, context)
}

function awaitMessage(
  monitor: WebsocketMonitor,
  socket: Socket,
  { signal, trace }: ProbeContext,
): Promise<Finding> {
  const { send, expect } = monitor
  const expectsMessage = expect.bodyContains ?? expect.bodyLacks ?? expect.bodyMatches
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const { url, subprotocols, headers } = handshakeOf(monitor)
    const client = new WebSocket(url, subprotocols, {
      headers,
      // What clients in general accept is no fault of the service (see http/repair-head.ts).
      createConnection: () => new TolerantConnection(socket, null),
      insecureHTTPParser: true,
      maxHeaderSize: longestHead,
      followRedirects: false,
      maxPayload: longestMessage,
      // A compressed message could be a bomb, and saves nothing here.
      perMessageDeflate: false,
    })
    const end = (finish: () => void): void => {
      signal.removeEventListener('abort', abort)
      finish()
      if (client.readyState === WebSocket.OPEN) client.close(1000)
      socket.destroySoon()
    }
    const fail = (error: unknown): void => end(() => reject(error))
    const abort = (): void => {
      client.terminate()
      fail(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    client.on('error', (error) =>
      fail(
        faultOf(error)
          ? error
          : new ProbeFailure('protocol', `the peer does not speak WebSocket: ${quote(error.message, 80)}`),
      ),
    )
    client.once('unexpected-response', (_, response) => {
      fail(new ProbeFailure('status', `answered ${response.statusCode} instead of opening a WebSocket`))
    })
    client.once('close', (code) =>
      fail(new ProbeFailure('reset', `closed (code ${code}) before a message as expected came`)),
    )
    client.once('open', () => {
      trace.begin('transfer')
      trace.timeoutFault = { code: 'timeout', detail: 'the connection opened, but no message came' }
      if (send !== undefined) client.send(send)
      if (expectsMessage === undefined) end(() => resolve(up))
    })
    client.on('message', (data) => {
      const text = messageText(data)
      const fault = bodyFault(expect, text)
      if (!fault) return end(() => resolve(up))
      // An expected message may still come; after a forbidden one there is nothing to wait for.
      if (expect.bodyLacks !== undefined && text.includes(expect.bodyLacks))
        return end(() => resolve({ health: 'down', fault }))
      trace.timeoutFault = {
        code: 'body',
        detail: `no message as expected came; the last one: ${quote(text)}`,
      }
    })
  })
}

/** What is sent to open a WebSocket. A fragment is never sent (RFC 6455, section 3). */
function handshakeOf(monitor: WebsocketMonitor): {
  readonly url: URL
  readonly subprotocols: string[]
  readonly headers: Readonly<Record<string, string>>
} {
  const url = new URL(monitor.url)
  const authorization = basicAuthorization(url)
  url.hash = ''
  url.username = ''
  url.password = ''
  const { 'sec-websocket-protocol': offered, ...headers } = monitor.headers
  return {
    url,
    subprotocols: [...new Set(offered?.match(/[!#$%&'*+.^_`|~0-9A-Za-z-]+/g))],
    headers: { 'user-agent': 'Vigie', ...(authorization ? { authorization } : {}), ...headers },
  }
}

const messageText = (data: RawData): string =>
  (Array.isArray(data)
    ? Buffer.concat(data)
    : data instanceof ArrayBuffer
      ? Buffer.from(data)
      : data
  ).toString()
