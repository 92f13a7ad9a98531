import type { Socket } from 'node:net'
import { Client } from 'undici'

// Never resolved or connected to: the socket is handed over, and every request names its own host.
const placeholderOrigin = 'http://lane.invalid'
/** Idle lanes kept; more than that many checks at once make new ones. */
const maxIdleClients = 128
const idleClients: ReusableClient[] = []

/**
 * An undici client that speaks over a socket somebody else has opened, for one check at a time. Undici's own way to a
 * fresh connection per request leaves no place to time the phases of a certain request; here the check opens its
 * connection itself and the client can reach no other. Lanes are used again because making a client costs more than a
 * request: as many exist as there are checks at once, however many targets there are.
 */
export class ReusableClient {
  readonly client: Client
  #socket: Socket | null = null
  #isReusable = false

  constructor() {
    this.client = new Client(placeholderOrigin, {
      connect: (_, callback) => {
        const socket = this.#socket
        this.#socket = null
        // Undici looks for work to do only after the connector has returned.
        queueMicrotask(() => {
          if (socket) callback(null, socket)
          else
            callback(
              Object.assign(new Error('closed before the request was sent'), { code: 'ECONNRESET' }),
              null,
            )
        })
      },
      // The probe has its own clock for all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 16_384,
    })
    this.client.on('disconnect', () => {
      if (this.#isReusable && !this.client.destroyed && idleClients.length < maxIdleClients)
        idleClients.push(this)
      else this.discard()
    })
  }

  /** The lane's next request goes over this socket. */
  use(socket: Socket): void {
    this.#socket = socket
    this.#isReusable = false
  }

  /** The answer is complete: the lane may serve another check once undici has closed the socket. */
  release(): void {
    this.#isReusable = true
  }

  /** Something went wrong or was cut short: whatever state the client is in goes with it. */
  discard(): void {
    if (!this.client.destroyed) void this.client.destroy()
  }
}

/** An idle lane, or a new one. */
export const takeClient = (): ReusableClient => idleClients.pop() ?? new ReusableClient()
