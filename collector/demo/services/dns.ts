import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { decode, encode, RECURSION_AVAILABLE } from 'dns-packet'
import type { Mood, StandIn } from './stand-in.ts'

const serverFailed = 2

/** A name server that gives every name the same addresses, those reserved for documentation; failing, SERVFAIL. */
export function dnsStandIn(mood: Mood): StandIn {
  let socket: Socket | null = null
  return {
    open(port) {
      return new Promise((resolve, reject) => {
        const next = createSocket('udp4')
        next.once('error', reject)
        next.on('message', (message, from) => {
          const { fault, latency } = mood()
          const reply = answerTo(message, fault === 'error')
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
function answerTo(message: Buffer, failing: boolean): Buffer | null {
  try {
    const { id, questions } = decode(message)
    const [question] = questions
    if (!question) return null
    const data = failing ? undefined : records[question.type]
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
