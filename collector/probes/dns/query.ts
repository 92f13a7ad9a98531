import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { randomInt } from 'node:crypto'
import { decode, encode, RECURSION_DESIRED, streamEncode } from 'dns-packet'
import type { Packet } from 'dns-packet'
import type { DnsType } from '../../core/monitoring/monitor.ts'
import { openConnection } from '../shared/connection.ts'
import { type ProbeContext, ProbeFailure } from '../shared/probe.ts'

type NameServer = { readonly host: string; readonly port: number }
type DnsQuery = Parameters<typeof encode>[0]

/** Milliseconds after which an unanswered datagram is sent once more: they get lost. */
const resendAfter = 1_500

/** `host`, `host:port`, `[v6]:port` or a bare IPv6 address; the port is 53 unless given. */
export function parseNameServer(address: string): NameServer {
  if (isIP(address)) return { host: address, port: 53 }
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(address)
  if (!match) throw new TypeError(`not an address of a name server: ${address}`)
  return { host: match[1] ?? match[2] ?? '', port: Number(match[3] ?? 53) }
}

/**
 * Ask a name server over UDP, and over TCP when its answer did not fit. Only an answer with our id and our question is
 * accepted. Rejects with ProbeFailure `protocol`, the socket's error, or the signal's reason.
 */
export async function queryNameServer(
  server: NameServer,
  name: string,
  type: DnsType,
  context: ProbeContext,
): Promise<Packet> {
  const query: DnsQuery = {
    type: 'query',
    id: randomInt(65_536),
    flags: RECURSION_DESIRED,
    questions: [{ type, name }],
  }
  if (!isIP(server.host)) context.trace.begin('resolve')
  const host = isIP(server.host) ? server.host : (await lookup(server.host)).address
  context.trace.begin('wait')
  const answer = await queryOverUdp({ host, port: server.port }, query, context)
  return answer.flag_tc ? queryOverTcp({ host, port: server.port }, query, context) : answer
}

function queryOverUdp(server: NameServer, query: DnsQuery, { signal, trace }: ProbeContext): Promise<Packet> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = createSocket(isIP(server.host) === 6 ? 'udp6' : 'udp4')
    const message = encode(query)
    const end = (): void => {
      clearInterval(timer)
      signal.removeEventListener('abort', abort)
      socket.close()
    }
    const fail = (error: unknown): void => {
      end()
      reject(error)
    }
    const abort = (): void => fail(signal.reason)
    const send = (): void => socket.send(message)
    const timer = setInterval(send, resendAfter)
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', fail)
    socket.on('message', (reply) => {
      const packet = matchingReply(reply, query)
      // It may be spoofed: keep waiting for the matching answer, but remember that one came.
      if (packet === null) {
        trace.timeoutFault = {
          code: 'protocol',
          detail: 'what came back was no answer to the question asked',
        }
        return
      }
      end()
      trace.end()
      resolve(packet)
    })
    // On a connected socket the system drops datagrams from elsewhere and reports a closed port. Without a way to the server
    // (no network, no IPv6) there is no connection, and what is sent then throws.
    socket.connect(server.port, server.host, (error?: Error) => (error ? fail(error) : send()))
  })
}

async function queryOverTcp(server: NameServer, query: DnsQuery, context: ProbeContext): Promise<Packet> {
  const socket = await openConnection(server, context)
  context.trace.begin('wait')
  socket.write(streamEncode(query))
  let received = Buffer.alloc(0)
  try {
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) continue
      const packet = matchingReply(received.subarray(2, 2 + received.readUInt16BE(0)), query)
      if (packet) return packet
      throw new ProbeFailure('protocol', 'what came back over TCP was no answer to the question asked')
    }
  } finally {
    context.trace.end()
    socket.destroy()
  }
  context.signal.throwIfAborted()
  throw new ProbeFailure('reset', 'the name server closed the connection before it answered')
}

function matchingReply(reply: Buffer, query: DnsQuery): Packet | null {
  if (reply.length < 12 || reply.readUInt16BE(0) !== query.id) return null
  let packet: Packet
  try {
    packet = decode(reply)
  } catch {
    return null
  }
  const [question] = query.questions
  const [replyQuestion] = packet.questions
  const isSameQuestion =
    replyQuestion !== undefined &&
    replyQuestion.type === question?.type &&
    normalizedName(replyQuestion.name) === normalizedName(question.name)
  return packet.type === 'response' && isSameQuestion ? packet : null
}

const normalizedName = (name: string): string => name.toLowerCase().replace(/\.$/, '')
