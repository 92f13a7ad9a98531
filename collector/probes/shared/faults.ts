import type { Fault, FaultCode } from '../../core/monitoring/check.ts'
import { ProbeFailure } from './probe.ts'

/** What the codes of system, resolver, TLS and HTTP errors mean, with a sentence for the operator. */
const meanings: Record<string, readonly [FaultCode, string]> = {
  ENOTFOUND: ['dns', 'the name resolves to nothing'],
  ENODATA: ['dns', 'the name has no such records'],
  EAI_AGAIN: ['dns', 'the name servers do not answer'],
  EAI_NODATA: ['dns', 'the name resolves to nothing'],
  EAI_FAIL: ['dns', 'the name servers failed'],
  ESERVFAIL: ['dns', 'the name server failed'],
  EREFUSED: ['dns', 'the name server refused the question'],
  ETIMEOUT: ['timeout', 'the name server did not answer'],
  EBADRESP: ['protocol', 'the name server sent no proper answer'],
  EFORMERR: ['dns', 'the name server did not understand the question'],
  ENOTIMP: ['dns', 'the name server does not answer such questions'],
  ECONNREFUSED: ['refused', 'the connection was refused: nothing listens there'],
  ECONNRESET: ['reset', 'the connection was reset'],
  ECONNABORTED: ['reset', 'the connection was aborted'],
  EPIPE: ['reset', 'the connection was closed while we were sending'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the host'],
  ENETUNREACH: ['unreachable', 'there is no route to the network'],
  EHOSTDOWN: ['unreachable', 'the host is down'],
  ENETDOWN: ['unreachable', 'the network is down'],
  EAFNOSUPPORT: ['unreachable', 'this machine has no network of that kind'],
  EADDRNOTAVAIL: ['unreachable', 'there is no address to reach it from'],
  EACCES: ['unreachable', 'the local network rules forbid reaching it'],
  EPERM: ['unreachable', 'the local network rules forbid reaching it'],
  ETIMEDOUT: ['timeout', 'the network gave up waiting for an answer'],
  EPROTO: ['tls', 'the TLS handshake failed'],
  HPE_HEADER_OVERFLOW: ['protocol', 'more than 64 KiB of headers'],
}

/** Codes that many addresses of one name may give; the first listed says most about the service. */
const preferredCodes = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT']

const codeOf = (error: unknown): string =>
  error !== null && typeof error === 'object' && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''

/**
 * The fault of the target that an error stands for, or null when it stands for none: then the probe, or this machine (no file
 * descriptors left), has failed, and nothing is known about the target.
 */
export function faultOf(error: unknown): Fault | null {
  if (error instanceof ProbeFailure) return { code: error.code, detail: error.message }
  if (error instanceof AggregateError && error.errors.length > 0) {
    const preferred = preferredCodes
      .map((code) => error.errors.find((each) => codeOf(each) === code) as unknown)
      .find((each) => each !== undefined)
    return faultOf(preferred ?? error.errors[0])
  }
  const code = codeOf(error)
  const meaning = meanings[code]
  if (meaning) return { code: meaning[0], detail: `${meaning[1]}${addressOf(error)} (${code})` }
  if (code === 'EINVAL') return invalidAddressFault(error)
  if (code.startsWith('ERR_SSL_')) {
    const reason = code
      .replace(/^ERR_(O?SSL|TLS)_/, '')
      .toLowerCase()
      .replaceAll('_', ' ')
    return { code: 'tls', detail: `the TLS handshake failed: ${reason} (${code})` }
  }
  if (code.startsWith('WS_ERR_')) return { code: 'protocol', detail: `the answer is not WebSocket (${code})` }
  if (code.startsWith('HPE_'))
    return { code: 'protocol', detail: `the answer is not HTTP${parserReasonOf(error)} (${code})` }
  return null
}

/** What the system says of a name longer than there are, as a peer may redirect to, and of fe80::1 without %eth0. */
function invalidAddressFault(error: unknown): Fault | null {
  if (!(error instanceof Error) || !('syscall' in error)) return null
  if (error.syscall === 'getaddrinfo') return { code: 'dns', detail: 'the name is longer than a name can be' }
  const detail = `no connection can be made to such an address${addressOf(error)} (EINVAL)`
  return error.syscall === 'connect' ? { code: 'unreachable', detail } : null
}

/** The parser's reason: without it the faulty byte is hard to find in an answer that browsers accept. */
const parserReasonOf = (error: unknown): string =>
  error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? `: ${error.reason}` : ''

const addressOf = (error: unknown): string =>
  error instanceof Error && 'address' in error && 'port' in error
    ? ` at ${String(error.address)} port ${String(error.port)}`
    : error instanceof Error && 'hostname' in error
      ? `: ${String(error.hostname)}`
      : ''
