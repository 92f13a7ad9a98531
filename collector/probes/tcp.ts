import { open } from './connection.ts'
import type { Probe } from './probe.ts'
import { up } from './probe.ts'

/** Connects, and that is all. */
export const tcp: Probe<'tcp'> = async ({ host, port }, context) => {
  const socket = await open({ host, port }, context)
  socket.destroy()
  return up
}
