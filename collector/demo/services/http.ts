import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { overTcp } from './stand-in.ts'
import type { Mood, StandIn } from './stand-in.ts'

type Reply = (request: IncomingMessage, response: ServerResponse, failing: boolean) => void

/** An HTTP server that answers late and wrongly when its mood says so. */
function answering(mood: Mood, reply: Reply): StandIn {
  return overTcp(() =>
    createServer((request, response) => {
      const { fault, latency } = mood()
      const timer = setTimeout(() => reply(request, response, fault === 'error'), latency)
      response.once('close', () => clearTimeout(timer))
      request.resume()
    }),
  )
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** A web application: JSON about its health at `/health`, a small page anywhere else. */
export const httpStandIn = (mood: Mood): StandIn =>
  answering(mood, (request, response, failing) => {
    const health = request.url?.split('?')[0] === '/health'
    if (failing && health) return json(response, 500, { status: 'error', queue: 4120 })
    if (health) return json(response, 200, { status: 'ok', queue: 12 })
    const word = failing ? 'Internal Server Error' : 'It works'
    response
      .writeHead(failing ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><html lang="en"><title>${word}</title><p>${word}.</p></html>\n`)
  })

/** A Prometheus server that knows one series, whatever the query: 0.02, or 0.4 when it is the service that fails. */
export const prometheusStandIn = (mood: Mood, now: () => number): StandIn =>
  answering(mood, (request, response, failing) => {
    if (request.url?.split('?')[0] !== '/api/v1/query')
      return json(response, 404, { status: 'error', errorType: 'not_found', error: 'no such page' })
    const result = [{ metric: { job: 'demo' }, value: [now() / 1000, failing ? '0.4' : '0.02'] }]
    json(response, 200, { status: 'success', data: { resultType: 'vector', result } })
  })
