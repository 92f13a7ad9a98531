import { openConnection } from '../shared/connection.ts'
import { type Probe, up } from '../shared/probe.ts'

/** Opens a connection and closes it. */
export const tcp: Probe<'tcp'> = async ({ host, port }, context) => {
  const socket = await openConnection({ host, port }, context)
  socket.destroy()
  return up
}
