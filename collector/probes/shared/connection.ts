import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { caContext, earliestExpiryOf, verifyPeer } from './certificate.ts'
import type { ProbeContext } from './probe.ts'
import { alternateFamilies, raceAddresses } from './race-addresses.ts'

/** Where to connect. `host` is a name or an address, IPv6 without brackets. */
export type ConnectionTarget = {
  readonly host: string
  readonly port: number
  /**
   * Speak TLS, and verify that the peer is this name (or address). `alpn` are the protocols offered; servers that insist
   * on another one refuse the handshake, so it is set only by probes that speak a certain protocol.
   */
  readonly tls?: { readonly name: string; readonly alpn?: readonly string[] }
}

/**
 * Open a connection of its own for one check: addresses race as in RFC 8305, no TLS session is resumed (it would hide a
 * change of certificate). Writes the phases `resolve`, `connect` and `tls` and the certificate's expiry to the trace.
 * The socket is destroyed when the context's signal aborts, now or later.
 * Rejects with the socket's error, with ProbeFailure `certificate`, or with the signal's reason.
 */
export async function openConnection(target: ConnectionTarget, context: ProbeContext): Promise<Socket> {
  const { signal, trace } = context
  signal.throwIfAborted()
  const addresses = await addressesOf(target.host, context)
  trace.begin('connect')
  const socket = await raceAddresses(addresses, target.port, signal)
  destroyOnAbort(socket, signal)
  if (target.tls) return shakeHands(socket, target.tls, context)
  trace.end()
  return socket
}

async function addressesOf(host: string, { signal, trace }: ProbeContext): Promise<string[]> {
  if (isIP(host)) return [host]
  trace.begin('resolve')
  const addresses = alternateFamilies(await lookup(host, { all: true, order: 'verbatim' }))
  signal.throwIfAborted()
  return addresses
}

function destroyOnAbort(socket: Socket, signal: AbortSignal): void {
  const abort = (): void => void socket.destroy()
  signal.addEventListener('abort', abort, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', abort))
  // Each user of the socket adds a listener; between two users an error must not end the process.
  socket.on('error', () => {})
}

function shakeHands(
  socket: Socket,
  { name, alpn }: NonNullable<ConnectionTarget['tls']>,
  { signal, trace, ca }: ProbeContext,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    trace.begin('tls')
    const secure = connectTls({
      socket,
      // An address is verified, but is no name to be sent (RFC 6066).
      host: name,
      servername: isIP(name) ? '' : name,
      secureContext: caContext(ca),
      ...(alpn ? { ALPNProtocols: [...alpn] } : {}),
      // Verified below, after the expiry has been read from whatever certificate was presented.
      rejectUnauthorized: false,
    })
    secure.on('error', reject)
    secure.once('close', () =>
      reject(signal.aborted ? signal.reason : Object.assign(new Error('closed'), { code: 'ECONNRESET' })),
    )
    secure.once('secureConnect', () => {
      trace.end()
      try {
        const expiresAt = earliestExpiryOf(secure, ca)
        if (expiresAt !== undefined) trace.recordCertificate(expiresAt)
        verifyPeer(secure, name)
        resolve(secure)
      } catch (error) {
        secure.destroy()
        reject(error)
      }
    })
  })
}

/** Names are sent and verified without their final dot (RFC 6066, section 3). */
export const withoutFinalDot = (name: string): string => name.replace(/\.$/, '')

/** Host and port of an address where HTTP is spoken; IPv6 loses its brackets. */
export const targetOf = (url: URL): ConnectionTarget => {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  const port = Number(url.port) || (secure ? 443 : 80)
  return { host, port, ...(secure ? { tls: { name: withoutFinalDot(host), alpn: ['http/1.1'] } } : {}) }
}
