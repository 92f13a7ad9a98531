import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { decode, encode, RECURSION_AVAILABLE } from 'dns-packet'
import type { MakeStandIn } from './stand-in.ts'

const serverFailed = 2

/** A name server that gives every name the address `answer`, or one reserved for documentation; failing, SERVFAIL. */
export const dnsStandIn: MakeStandIn = (mood, answer) => {
  let socket: Socket | null = null
  return {
    open(port) {
      return new Promise((resolve, reject) => {
        const next = createSocket('udp4')
        next.once('error', reject)
        next.on('message', (message, from) => {
          const { fault, latency } = mood()
          const reply = answerTo(message, fault === 'error', answer)
          if (!reply) return
          setTimeout(() => {
            if (next === socket) next.send(reply, from.port, from.address)
          }, latency).unref()
        })
        next.bind(port, '127.0.0.1', () => {
          socket = next
          resolve(next.address().port)
        })
      })
    },
    close() {
      return new Promise((resolve) => {
        const last = socket
        socket = null
        if (last) last.close(() => resolve())
        else resolve()
      })
    },
  }
}

const records: Record<string, unknown> = {
  A: '203.0.113.7',
  AAAA: '2001:db8::7',
  TXT: 'v=spf1 -all',
  MX: { preference: 10, exchange: 'mail.example' },
  NS: 'ns.example',
}

/** Null for what is no question. */
function answerTo(message: Buffer, failing: boolean, address: string | undefined): Buffer | null {
  try {
    const { id, questions } = decode(message)
    const [question] = questions
    if (!question) return null
    const own = address !== undefined && question.type === (isIPv6(address) ? 'AAAA' : 'A')
    const data = failing ? undefined : own ? address : records[question.type]
    return encode({
      type: 'response',
      id,
      flags: RECURSION_AVAILABLE | (failing ? serverFailed : 0),
      questions,
      answers: data === undefined ? [] : [{ type: question.type, name: question.name, ttl: 60, data }],
    })
  } catch {
    return null
  }
}
