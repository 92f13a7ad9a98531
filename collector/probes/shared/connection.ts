import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expiryOf, caContext, verifyPeer } from './certificate.ts'
import type { ProbeContext } from './probe.ts'

/** Where to connect. `host` is a name or an address, IPv6 without brackets. */
export type ConnectionTarget = {
  readonly host: string
  readonly port: number
  /** Speak TLS, and verify that the peer is this name (or address). */
  readonly tls?: { readonly name: string }
}

/**
 * Open a connection of its own for one check: IPv6 and IPv4 addresses race as in RFC 8305, no TLS session is resumed
 * (it would hide a change of certificate). Writes the phases `resolve`, `connect` and `tls` and the certificate's
 * expiry to the trace. The socket is destroyed when the context's signal aborts, now or later.
 * Rejects with the socket's error, with Failing `certificate`, or with the signal's reason.
 */
export function openConnection(
  target: ConnectionTarget,
  { signal, trace, ca }: ProbeContext,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const { host, port } = target
    const secureContext = target.tls && caContext(ca)
    trace.begin(isIP(host) ? 'connect' : 'resolve')
    const secure = target.tls
      ? connectTls({
          host,
          port,
          // An address is verified, but is no name to be sent (RFC 6066).
          servername: isIP(target.tls.name) ? '' : target.tls.name,
          secureContext,
          ALPNProtocols: ['http/1.1'],
          // Judged below, after the expiry has been read from whatever certificate was presented.
          rejectUnauthorized: false,
        })
      : null
    const socket: Socket = secure ?? connectTcp({ host, port, noDelay: true })
    const abort = (): void => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.once('lookup', (error: Error | null) => {
      if (!error) trace.begin('connect')
    })
    socket.on('error', reject)
    let isOpen = false
    socket.once('close', () => {
      signal.removeEventListener('abort', abort)
      if (!isOpen) reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    })
    socket.once('connect', () => {
      if (secure) return trace.begin('tls')
      trace.end()
      isOpen = true
      resolve(socket)
    })
    secure?.once('secureConnect', () => {
      trace.end()
      const expiresAt = expiryOf(secure)
      if (expiresAt !== undefined) trace.recordCertificate(expiresAt)
      try {
        verifyPeer(secure, target.tls?.name ?? host)
        isOpen = true
        resolve(secure)
      } catch (error) {
        socket.destroy()
        reject(error)
      }
    })
  })
}

/** Host and port of an address; IPv6 loses its brackets. */
export const targetOf = (url: URL): ConnectionTarget => {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  return { host, port: Number(url.port) || (secure ? 443 : 80), ...(secure ? { tls: { name: host } } : {}) }
}
