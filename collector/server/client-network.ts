import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { networkOf } from './network-of.ts'

/** Addresses of a proxy in the same house. */
const house = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i

/** Where a request comes from. What a proxy in the same house adds is believed; the last address is its own word. */
export function clientNetwork(c: Context): string {
  const remote = getConnInfo(c).remote.address ?? ''
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return networkOf(house.test(remote) && forwarded !== '' ? forwarded.slice(0, 64) : remote)
}
