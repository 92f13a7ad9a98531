import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type MakeStandIn, type Mood, overTcp, type StandIn } from './stand-in.ts'

/** Answers a request according to the current behaviour. */
export type Reply = (request: IncomingMessage, response: ServerResponse, mood: Mood) => void

/** An HTTP server that answers late or wrongly when its behaviour says so. */
export function answering(mood: () => Mood, reply: Reply): StandIn {
  return overTcp(() =>
    createServer((request, response) => {
      const now = mood()
      const timer = setTimeout(() => reply(request, response, now), now.latency)
      response.once('close', () => clearTimeout(timer))
      request.resume()
    }),
  )
}

/** Answer a value as JSON. */
export const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** A web application: JSON about its health at `/health`, a small page anywhere else; or `answer` everywhere. */
export const httpStandIn: MakeStandIn = (mood, answer) =>
  answering(mood, (request, response, { fault }) => {
    const failing = fault === 'error'
    const health = request.url?.split('?')[0] === '/health'
    if (failing && health) return json(response, 500, { status: 'error', queue: 4120 })
    if (answer !== undefined && !failing) {
      const type = /^\s*[{[]/.test(answer) ? 'application/json' : 'text/html; charset=utf-8'
      response.writeHead(200, { 'content-type': type }).end(answer)
      return
    }
    if (health) return json(response, 200, { status: 'ok', queue: 12 })
    const word = failing ? 'Internal Server Error' : 'It works'
    response
      .writeHead(failing ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><html lang="en"><title>${word}</title><p>${word}.</p></html>\n`)
  })

/** A Prometheus server that knows one series, whatever the query: `answer` (0.02), or an error. */
export const prometheusStandIn: MakeStandIn = (mood, answer = '0.02') =>
  answering(mood, (request, response, { fault, now }) => {
    if (request.url?.split('?')[0] !== '/api/v1/query')
      return json(response, 404, { status: 'error', errorType: 'not_found', error: 'no such page' })
    if (fault === 'error')
      return json(response, 500, { status: 'error', errorType: 'internal', error: 'storage is not ready' })
    const result = [{ metric: { job: 'demo' }, value: [now / 1000, answer] }]
    json(response, 200, { status: 'success', data: { resultType: 'vector', result } })
  })
