import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

const here = '127.0.0.1'

/** Can this port of loopback be listened on, by TCP and by UDP? */
const isFree = async (port: number): Promise<boolean> => (await tcp(port)) === port && (await udp(port))

/** Listen for a moment; resolves to the port, or null when it is taken. 0 asks for any. */
const tcp = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, here, () => {
      const { port: boundPort } = server.address() as AddressInfo
      server.close(() => resolve(boundPort))
    })
  })

const udp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => socket.close(() => resolve(false)))
    socket.bind(port, here, () => socket.close(() => resolve(true)))
  })

/**
 * The text of a configuration with its stand-in services, and all that look at them, moved to free ports where one of
 * theirs is taken: by a collector that runs on the same configuration, mostly.
 *
 * @param ports of the stand-in services, as the text names them
 */
export async function onFreePorts(text: string, ports: readonly number[]): Promise<string> {
  const free = await Promise.all(ports.map(isFree))
  if (free.every(Boolean)) return text
  const moved = new Map<string, number>()
  for (const port of ports) {
    let to: number | null = null
    while (to === null || ports.includes(to) || [...moved.values()].includes(to) || !(await isFree(to)))
      to = await tcp(0)
    moved.set(String(port), to)
  }
  return text.replaceAll(/(?<=port: |127\.0\.0\.1:)\d+\b/g, (port) => String(moved.get(port) ?? port))
}
