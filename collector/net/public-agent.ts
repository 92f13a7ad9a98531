import { lookup as systemLookup } from 'node:dns'
import { type LookupFunction, isIP } from 'node:net'
import { Agent, type Dispatcher, buildConnector } from 'undici'
import { isPublicAddress } from './public-addresses.ts'

/** A host whose address is not public. The message names no address: the person who named the host may read it. */
class NotPublicAddress extends Error {
  readonly code = 'ENOTPUBLIC'
  constructor() {
    super('the address is not public')
    this.name = 'NotPublicAddress'
  }
}

/** What tests put in place of the Internet. */
export type PublicAgentOptions = {
  readonly isAllowed?: (address: string) => boolean
  readonly lookup?: LookupFunction
  /** Certificates to be trusted instead of the system's, PEM. */
  readonly ca?: string
}

/** How long a connection may take, ms. */
const connectTimeout = 10_000

/**
 * Opens connections to public addresses only, for what strangers ask to be sent. The address is judged when it is connected
 * to, so that it does not matter how it is written, nor that a name led elsewhere when it was registered.
 * A connection is made for each request: nothing of one stranger's stays for another.
 */
export function createPublicAgent({
  isAllowed = isPublicAddress,
  lookup = systemLookup,
  ca,
}: PublicAgentOptions = {}): Dispatcher {
  const guardedLookup: LookupFunction = (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const addresses = (Array.isArray(found) ? found : []).filter(({ address }) => isAllowed(address))
      const [first] = addresses
      if (!first) return callback(new NotPublicAddress(), [])
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  const connect = buildConnector({
    timeout: connectTimeout,
    lookup: guardedLookup,
    ...(ca !== undefined && { ca }),
  })
  return new Agent({
    pipelining: 0,
    connect(options, callback) {
      const host = options.hostname.replace(/^\[(.*)\]$/, '$1')
      // A host that is an address is not looked up.
      if (isIP(host) !== 0 && !isAllowed(host)) return callback(new NotPublicAddress(), null)
      return connect(options, (...[error, socket]) => {
        if (error) return callback(error, null)
        if (isAllowed(socket.remoteAddress ?? '')) return callback(null, socket)
        socket.destroy()
        return callback(new NotPublicAddress(), null)
      })
    },
  })
}
