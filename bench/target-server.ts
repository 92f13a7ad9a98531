import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type RequestListener, createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Certificate and key, PEM. */
export type TlsKeyPair = { readonly cert: string; readonly key: string }

/** What the server has seen. */
type TargetCounts = { readonly connections: number; readonly requests: number }

/** A small web server in a process of its own, so that its work is on another core and in nobody's figures. */
export type BenchTarget = { readonly url: string; counts(): Promise<TargetCounts>; close(): Promise<void> }

const isChild = process.argv[1] === import.meta.filename
const body = '{"status":"ok","queue":7}'

/** Start one on 127.0.0.1; with a pair it speaks TLS. */
export async function startTarget(pair?: TlsKeyPair): Promise<BenchTarget> {
  const child = fork(import.meta.filename, { execArgv: [] })
  const ask = async <T>(message: object): Promise<T> => {
    child.send(message)
    const [answer] = (await once(child, 'message')) as [T]
    return answer
  }
  const port = await ask<number>({ listen: pair ?? null })
  return {
    url: `${pair ? 'https' : 'http'}://127.0.0.1:${port}/`,
    counts: () => ask<TargetCounts>({ seen: true }),
    async close() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

if (isChild) {
  let connections = 0
  let requests = 0
  const answer: RequestListener = (_, response) => {
    requests++
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
  }
  process.on('disconnect', () => process.exit())
  process.on('message', (message: { listen?: TlsKeyPair | null; seen?: true }) => {
    if (message.seen) return process.send!({ connections, requests } satisfies TargetCounts)
    const server = message.listen ? createSecureServer(message.listen, answer) : createServer(answer)
    server.on('connection', () => connections++)
    server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 }, () => {
      process.send!((server.address() as AddressInfo).port)
    })
    return undefined
  })
}
