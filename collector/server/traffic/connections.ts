import type { Socket } from 'node:net'
import { networkOf } from '../network-of.ts'

/** How many connections may be open at once. */
export type ConnectionLimits = {
  readonly total: number
  /** From one address, or one /64 of IPv6. */
  readonly perAddress: number
}

/** The open connections, and which of them wait for nothing. */
export type Connections = {
  /** Take a new connection; the one idle for longest is closed for it where there are too many. */
  open(socket: Socket): void
  /** A request of this connection is being answered, or all of them have been. */
  setBusy(socket: Socket, busy: boolean): void
  /** The address a connection counts for. */
  addressOf(socket: Socket): string
}

type Group = { count: number; readonly idle: Set<Socket> }

/**
 * Keep count of connections. Sets keep the order in which sockets became idle, so the first of one has been so for longest;
 * a connection that never sent a whole request is idle from its start.
 */
export function trackConnections(limits: ConnectionLimits): Connections {
  const groups = new Map<string, Group>()
  const addresses = new WeakMap<Socket, string>()
  const idle = new Set<Socket>()
  let total = 0

  const addressOf = (socket: Socket): string => addresses.get(socket) ?? ''

  function remove(socket: Socket): void {
    const address = addressOf(socket)
    const group = groups.get(address)
    if (!group || !addresses.delete(socket)) return
    total--
    idle.delete(socket)
    group.idle.delete(socket)
    if (--group.count === 0) groups.delete(address)
  }

  /** Close the first of these; false when there is none. */
  function closeFirst(sockets: ReadonlySet<Socket>): boolean {
    const [first] = sockets
    if (!first) return false
    // At once, not with its close event: many may come in one turn of the event loop.
    remove(first)
    first.destroy()
    return true
  }

  return {
    open(socket) {
      const address = networkOf(socket.remoteAddress ?? '')
      const group = groups.get(address) ?? { count: 0, idle: new Set() }
      const isCrowded =
        (group.count >= limits.perAddress && !closeFirst(group.idle)) ||
        (total >= limits.total && !closeFirst(idle))
      if (isCrowded) return void socket.destroy()
      // Closing the only one of a group has removed the group.
      groups.set(address, group)
      addresses.set(socket, address)
      group.count++
      total++
      idle.add(socket)
      group.idle.add(socket)
      socket.once('close', () => remove(socket))
    },
    setBusy(socket, busy) {
      const group = groups.get(addressOf(socket))
      if (!group || !addresses.has(socket)) return
      for (const set of [idle, group.idle]) {
        set.delete(socket)
        if (!busy) set.add(socket)
      }
    },
    addressOf,
  }
}
