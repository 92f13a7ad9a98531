import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** How long one address is tried alone before the next joins it, ms (RFC 8305, section 5, recommends 250). */
const attemptDelay = 250

/**
 * Connect to whichever of these addresses accepts first. Each attempt goes on until one has won: an address that is slow to
 * accept, or whose first packet was lost, is not given up for the next one (as `autoSelectFamily` of Node does).
 *
 * Rejects with the error of the only address, with an AggregateError of all when every one failed, or with the signal's
 * reason. Sockets that lose are destroyed.
 */
export function raceAddresses(
  addresses: readonly string[],
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const attempts = new Set<Socket>()
    const errors: unknown[] = []
    const waiting = [...addresses]
    let timer: NodeJS.Timeout | undefined
    const end = (winner: Socket | null): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      waiting.length = 0
      for (const socket of attempts) if (socket !== winner) socket.destroy()
    }
    const abort = (): void => {
      end(null)
      reject(signal.reason)
    }
    const tryNext = (): void => {
      clearTimeout(timer)
      const address = waiting.shift()
      if (address === undefined) return
      if (waiting.length > 0) timer = setTimeout(tryNext, attemptDelay)
      const socket = connect({ host: address, port, noDelay: true })
      attempts.add(socket)
      const fail = (error: unknown): void => {
        attempts.delete(socket)
        errors.push(error)
        if (waiting.length > 0) return tryNext()
        if (attempts.size > 0) return
        end(null)
        reject(errors.length === 1 ? error : new AggregateError(errors))
      }
      socket.once('error', fail)
      socket.once('connect', () => {
        socket.off('error', fail)
        end(socket)
        resolve(socket)
      })
    }
    signal.addEventListener('abort', abort, { once: true })
    tryNext()
  })
}

/** IPv6 and IPv4 in turns, beginning with the family the resolver put first (RFC 8305, section 4). */
export function alternateFamilies(
  addresses: readonly { readonly address: string; readonly family: number }[],
): string[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family)
  const second = addresses.filter(({ family }) => family !== addresses[0]?.family)
  return first
    .flatMap((each, index) => (second[index] ? [each, second[index]] : [each]))
    .concat(second.slice(first.length))
    .map(({ address }) => address)
}
