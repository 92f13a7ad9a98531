import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates } from 'node:tls'
import type { SecureContext, TLSSocket } from 'node:tls'
import { ProbeFailure } from './probe.ts'
import { oneLine } from '../../core/text/quote.ts'

const contexts = new Map<string, SecureContext>()

/**
 * The TLS context shared by all checks: created once, because reading the authorities costs more than a handshake.
 * It trusts what the runtime trusts (NODE_EXTRA_CA_CERTS included), what the system trusts, and `ca`.
 */
export function caContext(ca: readonly string[]): SecureContext {
  const key = ca.join('\n')
  let context = contexts.get(key)
  if (!context) {
    context = createSecureContext({ ca: trustedCertificates(ca) })
    contexts.set(key, context)
    // Parsed here too, before any check is timed.
    trustedKeys.set(key, new Set(trustedCertificates(ca).flatMap(publicKeyOf)))
  }
  return context
}

const trustedCertificates = (ca: readonly string[]): string[] => [
  ...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...ca]),
]

const trustedKeys = new Map<string, ReadonlySet<string>>()

const encodedKey = (certificate: X509Certificate): string =>
  certificate.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

function publicKeyOf(pem: string): string[] {
  try {
    return [encodedKey(new X509Certificate(pem))]
  } catch {
    // The system may trust a certificate that cannot be parsed here: it can sign no chain either.
    return []
  }
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

/** Certificates between a leaf and its authority that are looked at; more than two are rare. */
const longestChain = 10

/**
 * When the first certificate on the way from the presented one to a trusted authority expires, ms since the epoch;
 * undefined when none was presented. The authority itself is not counted, nor what was sent beside the way: visitors
 * trust the authority they have, whatever an older copy of it says. Where the peer is not trusted, only the presented
 * certificate counts.
 */
export function earliestExpiryOf(socket: TLSSocket, ca: readonly string[]): number | undefined {
  const leaf = socket.getPeerX509Certificate()
  if (leaf === undefined) return undefined
  let earliest = leaf.validToDate.getTime()
  if (!socket.authorized) return earliest
  const authorities = trustedKeys.get(ca.join('\n'))
  let issuer = leaf.issuerCertificate
  for (let depth = 0; issuer && depth < longestChain; depth++) {
    if (authorities?.has(encodedKey(issuer))) break
    earliest = Math.min(earliest, issuer.validToDate.getTime())
    issuer = issuer.issuerCertificate
  }
  return earliest
}

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
