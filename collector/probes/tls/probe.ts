import { openConnection, withoutFinalDot } from '../shared/connection.ts'
import { type Probe, up } from '../shared/probe.ts'

/** Completes a TLS handshake and verifies the certificate; the days left are evaluated for all kinds alike. */
export const tls: Probe<'tls'> = async ({ host, port, servername }, context) => {
  const socket = await openConnection(
    { host, port, tls: { name: withoutFinalDot(servername ?? host) } },
    context,
  )
  socket.destroy()
  return up
}
