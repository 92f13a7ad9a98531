import { createSecureContext, getCACertificates } from 'node:tls'
import type { SecureContext, TLSSocket } from 'node:tls'
import { ProbeFailure } from './probe.ts'
import { oneLine } from '../../core/text/quote.ts'

const contexts = new Map<string, SecureContext>()

/**
 * The one TLS context all checks share: made once, because reading the authorities costs more than a handshake.
 * It trusts what the runtime trusts (NODE_EXTRA_CA_CERTS included), what the system trusts, and `ca`.
 */
export function caContext(ca: readonly string[]): SecureContext {
  const key = ca.join('\n')
  let context = contexts.get(key)
  if (!context) {
    const all = new Set([...getCACertificates('default'), ...getCACertificates('system'), ...ca])
    context = createSecureContext({ ca: [...all] })
    contexts.set(key, context)
  }
  return context
}

const reasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority nobody here trusts',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority nobody here trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes without the chain that leads to an authority',
  CERT_REVOKED: 'the certificate has been revoked',
}

/** When the presented certificate expires, ms since the epoch; undefined when none was presented. */
export const expiryOf = (socket: TLSSocket): number | undefined =>
  socket.getPeerX509Certificate()?.validToDate.getTime()

/** Throws ProbeFailure `certificate` unless the handshake just done proved that the peer is `name`. */
export function verifyPeer(socket: TLSSocket, name: string): void {
  if (socket.authorized) return
  const code = String(socket.authorizationError)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    throw new ProbeFailure('certificate', `the certificate is not for ${oneLine(name, 80)}`)
  throw new ProbeFailure(
    'certificate',
    `${reasons[code] ?? 'the certificate cannot be trusted'} (${oneLine(code, 60)})`,
  )
}
