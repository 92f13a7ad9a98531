import type { DemoService } from '../../core/config/config.ts'
import type { BorrowedPorts } from '../borrowed-ports.ts'
import { dnsStandIn } from './dns.ts'
import { faultAt, latencyAt } from './fault.ts'
import { heartbeatStandIn } from './heartbeat.ts'
import { httpStandIn, prometheusStandIn } from './http.ts'
import { metricsStandIn } from './metrics.ts'
import type { MakeStandIn, StandIn } from './stand-in.ts'
import { tcpStandIn } from './tcp.ts'
import { websocketStandIn } from './websocket.ts'

/** Running stand-in services. */
export type Services = {
  /** The address of each, by its id: `127.0.0.1:9101`. */
  readonly addresses: ReadonlyMap<string, string>
  /** Those that were given another port, because theirs was taken. */
  readonly borrowedPorts: BorrowedPorts
  /** Stop all of them and close their connections. */
  close(): Promise<void>
}

/** One per kind. TLS is missing: it would need a trusted certificate, and one made here is not trusted. */
const standIns: Record<Exclude<DemoService['kind'], 'tls'>, MakeStandIn> = {
  http: httpStandIn,
  tcp: tcpStandIn,
  dns: dnsStandIn,
  websocket: websocketStandIn,
  prometheus: prometheusStandIn,
  metrics: metricsStandIn,
  heartbeat: heartbeatStandIn,
}

const isStandIn = (kind: DemoService['kind']): kind is keyof typeof standIns => kind in standIns

/** Milliseconds within which a listener is closed and opened again as the schedule says. */
const faultCheckInterval = 100

/**
 * Start services on loopback that misbehave on their schedule, so that there is something to monitor. `clock` gives ms
 * since the epoch. Where a port is taken, a free one is borrowed if that is asked for, so that two clones start side by
 * side; else this rejects, having closed everything, with a sentence that names the port.
 */
export async function startServices(
  services: readonly DemoService[],
  clock: () => number,
  whenTaken: 'borrow' | 'refuse' = 'refuse',
): Promise<Services> {
  const addresses = new Map<string, string>()
  const borrowedPorts = new Map<number, number>()
  const open = whenTaken === 'borrow' ? openSomewhere : (standIn: StandIn, port: number) => standIn.open(port)
  const running: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => void (await Promise.all(running.map((stop) => stop())))
  try {
    for (const service of services) {
      if (!isStandIn(service.kind))
        throw new Error(
          `the stand-in service ${service.id} cannot start: there is none of kind ${service.kind}. Take it out of demo.services.`,
        )
      const mood = () => {
        const now = clock()
        return { now, fault: faultAt(service, now), latency: latencyAt(service, now) }
      }
      const standIn = standIns[service.kind](mood, service.answer, service.figures)
      const port = await open(standIn, service.port).catch((error: unknown) => {
        throw unopened(service, error)
      })
      if (service.port !== 0 && port !== service.port) borrowedPorts.set(service.port, port)
      running.push(keep(standIn, port, () => mood().fault === 'refused'))
      addresses.set(service.id, `127.0.0.1:${port}`)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { addresses, borrowedPorts, close }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Open a stand-in at its port, or at a free one where that is taken; resolves to the port. */
const openSomewhere = (standIn: StandIn, port: number): Promise<number> =>
  standIn.open(port).catch((error: unknown) => {
    if (isTaken(error)) return standIn.open(0)
    throw error
  })

function unopened(service: DemoService, error: unknown): Error {
  const reason = isTaken(error)
    ? `port ${service.port} is already in use. Stop what listens there, or give this service another port under demo.services.`
    : `port ${service.port} cannot be opened: ${error instanceof Error ? error.message : String(error)}`
  return new Error(`the stand-in service ${service.id} cannot start: ${reason}`, { cause: error })
}

/** Close and open a stand-in as `refuses` says, until the returned function is called. */
function keep(standIn: StandIn, port: number, refuses: () => boolean): () => Promise<void> {
  let open = true
  let ended = false
  let turning = Promise.resolve()
  const turn = async (): Promise<void> => {
    if (ended || refuses() !== open) return
    if (open) {
      await standIn.close()
      open = false
      return
    }
    // Another process may have taken the port meanwhile: try again next time.
    open = await standIn.open(port).then(
      () => true,
      () => false,
    )
  }
  const timer = setInterval(() => (turning = turning.then(turn)), faultCheckInterval)
  turning = turning.then(turn)
  return async () => {
    ended = true
    clearInterval(timer)
    await turning
    await standIn.close()
  }
}
