import { openConnection, withoutFinalDot } from '../shared/connection.ts'
import { type Probe, up } from '../shared/probe.ts'

/** Shakes hands and verifies the certificate; the days left are judged for all kinds alike. */
export const tls: Probe<'tls'> = async ({ host, port, servername }, context) => {
  const socket = await openConnection(
    { host, port, tls: { name: withoutFinalDot(servername ?? host) } },
    context,
  )
  socket.destroy()
  return up
}
