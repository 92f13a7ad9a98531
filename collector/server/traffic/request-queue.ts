import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Exchange, type RequestHandler, createFairTurns } from './fair-turns.ts'

/** How many requests may be under way or wait. */
export type RequestLimits = {
  /** Requests of one address that are worked on at once. */
  readonly runningPerAddress: number
  /** Pipelined requests of one address that wait for the one before them. */
  readonly pipelinedPerAddress: number
  /** The same of all addresses. */
  readonly pipelined: number
}

/** Tells which connections have requests under way. */
export type SocketRegistry = {
  setBusy(socket: Socket, busy: boolean): void
  addressOf(socket: Socket): string
}

/**
 * Lets nobody have more than their share: one request at a time of a connection (what it pipelines waits, and nothing more
 * is read from it meanwhile), a few of an address. Returns what to call with each request.
 */
export function createRequestQueue(
  handle: RequestHandler,
  limits: RequestLimits,
  registry: SocketRegistry,
): (request: IncomingMessage, response: ServerResponse) => void {
  const takeTurn = createFairTurns(handle, limits.runningPerAddress)
  /** Requests behind the one being answered, by connection; present while there is one being answered. */
  const pipelines = new WeakMap<Socket, Exchange[]>()
  /** How many of these there are, by address. */
  const counts = new Map<string, number>()
  let total = 0

  function count(address: string, change: number): void {
    const left = (counts.get(address) ?? 0) + change
    if (left === 0) counts.delete(address)
    else counts.set(address, left)
    total += change
  }

  function start(address: string, exchange: Exchange, socket: Socket): void {
    exchange[1].once('close', () => advance(address, socket))
    takeTurn(address, exchange)
  }

  /** The answer before has left, or the client has: the next request of the connection has its turn. */
  function advance(address: string, socket: Socket): void {
    const waiting = pipelines.get(socket) ?? []
    if (socket.destroyed) {
      count(address, -waiting.length)
      return void pipelines.delete(socket)
    }
    const next = waiting.shift()
    if (next) {
      count(address, -1)
      start(address, next, socket)
    } else {
      pipelines.delete(socket)
      registry.setBusy(socket, false)
    }
    if (waiting.length === 0 && socket.isPaused()) socket.resume()
  }

  return (request, response) => {
    const { socket } = request
    if (socket.destroyed) return
    const address = registry.addressOf(socket)
    const waiting = pipelines.get(socket)
    if (!waiting) {
      pipelines.set(socket, [])
      registry.setBusy(socket, true)
      return start(address, [request, response], socket)
    }
    if ((counts.get(address) ?? 0) >= limits.pipelinedPerAddress || total >= limits.pipelined)
      return void socket.destroy()
    waiting.push([request, response])
    count(address, 1)
    // Nothing more is read until these are answered.
    socket.pause()
  }
}
