import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as a stand-in reads it. */
export type StandInRequest = {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** What a stand-in answers. */
export type StandInAnswer = {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What a service does with a request. */
export type Service = (request: StandInRequest) => StandInAnswer

/** A server on loopback that answers as a service does; what it does may be changed. `asked` are the requests so far. */
export async function aStandIn(service: Service) {
  const asked: StandInRequest[] = []
  const state: { service: Service | 'silent' | 'reset' | 'garbage' } = { service }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const read = { method, path: url, headers, text: Buffer.concat(chunks).toString() }
      asked.push(read)
      if (state.service === 'silent') return
      if (state.service === 'reset') return void request.socket.destroy()
      if (state.service === 'garbage') return void request.socket.end('\u0000\u0001 not HTTP at all \r\n\r\n')
      const { status, body = '', headers: more } = state.service(read)
      const isText = typeof body === 'string'
      response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...more })
      response.end(isText ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, state }
}

/** The members of an object, of which no other is known to the service. @throws Refusal */
export function known(value: unknown, names: readonly string[], refusal: StandInAnswer): Record<string, any> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(refusal)
  for (const name of Object.keys(value)) if (!names.includes(name)) throw new Refusal(refusal)
  return value
}

/** What a service does not take. */
class Refusal extends Error {
  readonly answer: StandInAnswer
  constructor(answer: StandInAnswer) {
    super(JSON.stringify(answer))
    this.answer = answer
  }
}

/** @throws Refusal */
export function demand(condition: boolean, refusal: StandInAnswer): asserts condition {
  if (!condition) throw new Refusal(refusal)
}

/** JSON of a request. @throws Refusal */
export function jsonOf(text: string, refusal: StandInAnswer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(refusal)
  }
}

/** A service whose refusals may be thrown. */
export const answering =
  (take: Service): Service =>
  (request) => {
    try {
      return take(request)
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }
