import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { networkOf } from './network-of.ts'

/** Addresses of a proxy in the same network. */
const privateAddress = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i

/** Where a request comes from. What a proxy in the same network adds is believed; the last address is its own word. */
export function clientNetwork(c: Context): string {
  const remote = getConnInfo(c).remote.address ?? ''
  const forwarded = addressOf(c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
  return networkOf(privateAddress.test(remote) && forwarded !== null ? forwarded : remote)
}

/** The address that a proxy wrote, which some put a port behind; null for what is none. */
function addressOf(text: string): string | null {
  const [, bracketed, bare] =
    /^(?:\[([^\]]{1,64})\](?::\d+)?|(\d{1,3}(?:\.\d{1,3}){3}):\d+)$/.exec(text) ?? []
  const address = bracketed ?? bare ?? text
  return isIP(address) === 0 ? null : address
}

/** Did the reader ask over HTTPS? A proxy in the same network says so: this server speaks HTTP. */
export const isHttps = (c: Context): boolean =>
  privateAddress.test(getConnInfo(c).remote.address ?? '') &&
  c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase() === 'https'
