import { connect } from 'node:net'
import type { Socket } from 'node:net'

/**
 * Whether the network is available: whether any of these `tcp://host:port` addresses accepts a connection within
 * `timeout` milliseconds. All are tried at once and the first to accept decides; a refusal does not count, because
 * something on our own side may be refusing. True where no address is given. Nothing is left open.
 */
export function isConnected(addresses: readonly string[], timeout: number): Promise<boolean> {
  if (addresses.length === 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const sockets: Socket[] = []
    let failed = 0
    const finish = (connected: boolean): void => {
      clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      resolve(connected)
    }
    const fail = (): void => {
      failed++
      if (failed === addresses.length) finish(false)
    }
    const timer = setTimeout(() => finish(false), timeout)
    for (const address of addresses) {
      const url = URL.parse(address)
      const host = url?.hostname.replace(/^\[(.*)\]$/, '$1')
      if (!url || !host || !url.port) {
        fail()
        continue
      }
      const socket = connect({ host, port: Number(url.port) })
      sockets.push(socket)
      socket.once('connect', () => finish(true))
      socket.once('error', fail)
      // A socket may fail after another has decided; without a listener that would be an uncaught error.
      socket.on('error', () => {})
    }
  })
}
