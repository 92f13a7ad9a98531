import type { Context } from 'hono'
import { clientNetwork } from './client-network.ts'
import { readBody } from './read-body.ts'

/** The largest body that is read of somebody without a token, bytes: every service of a large page can be named in it. */
const longestBody = 65_536

/**
 * How many bodies may be on their way at once. Each holds one of the places that its address has among the requests that are
 * answered (`RequestLimits.runningPerAddress`), which is the address of a proxy where there is one: with those that wait for a
 * push service they must leave some free, however slowly they are sent.
 */
const limits = { perNetwork: 8, total: 32 }

/** Reads bodies of people without a token; `busy` where too many are on their way, `malformed` where it is no UTF-8 or too long. */
export type AnonymousBodies = {
  /** The body of a request that says it is of this media type, as text. */
  read(c: Context, mediaType: string): Promise<{ readonly text: string } | 'malformed' | 'busy'>
}

/** @returns what reads the bodies of one server */
export function createAnonymousBodies(): AnonymousBodies {
  const underWay = new Map<string, number>()
  let total = 0

  function count(network: string, change: number): void {
    const left = (underWay.get(network) ?? 0) + change
    if (left === 0) underWay.delete(network)
    else underWay.set(network, left)
    total += change
  }

  return {
    async read(c, mediaType) {
      const [type = ''] = (c.req.header('content-type') ?? '').split(';')
      if (type.trim().toLowerCase() !== mediaType) return 'malformed'
      const network = clientNetwork(c)
      if (total >= limits.total || (underWay.get(network) ?? 0) >= limits.perNetwork) return 'busy'
      count(network, 1)
      try {
        const body = await readBody(c.req.raw, longestBody)
        return typeof body === 'string' ? 'malformed' : { text: decode(body) }
      } catch {
        return 'malformed'
      } finally {
        count(network, -1)
      }
    },
  }
}

/** @throws TypeError for bytes that are no UTF-8 */
const decode = (body: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(body)
