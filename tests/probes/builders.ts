import { probe } from '../../collector/probes/index.ts'
import type { ProbeOptions } from '../../collector/probes/index.ts'
import type { Outcome } from '../../collector/core/monitoring/check.ts'
import type {
  ActiveMonitor,
  DnsMonitor,
  HttpMonitor,
  PingMonitor,
  PrometheusMonitor,
  TcpMonitor,
  TlsMonitor,
  WebsocketMonitor,
} from '../../collector/core/monitoring/monitor.ts'

const base = {
  id: 'monitor',
  component: 'component',
  every: 30_000,
  // Long: where it is not the subject, a busy machine must not be what ends a probe.
  timeout: 30_000,
  confirm: { failures: 2, successes: 1, retryEvery: 5_000 },
}

type MonitorOptions<M extends { expect: object }> = Partial<Omit<M, 'expect'>> & {
  expect?: Partial<M['expect']>
}

export const anHttp = ({ expect, ...rest }: MonitorOptions<HttpMonitor> & { url: string }): HttpMonitor => ({
  ...base,
  kind: 'http',
  method: 'GET',
  headers: {},
  redirects: 5,
  ...rest,
  expect: { status: [[200, 299]], json: [], header: {}, ...expect },
})

export const aTcp = (rest: MonitorOptions<TcpMonitor> & { port: number }): TcpMonitor => ({
  ...base,
  kind: 'tcp',
  host: '127.0.0.1',
  ...rest,
  expect: rest.expect ?? {},
})

export const aTls = (rest: MonitorOptions<TlsMonitor> & { port: number }): TlsMonitor => ({
  ...base,
  kind: 'tls',
  host: '127.0.0.1',
  ...rest,
  expect: rest.expect ?? {},
})

export const aDns = (rest: MonitorOptions<DnsMonitor>): DnsMonitor => ({
  ...base,
  kind: 'dns',
  name: 'www.example',
  type: 'A',
  ...rest,
  expect: rest.expect ?? {},
})

export const aPing = (rest: MonitorOptions<PingMonitor> = {}): PingMonitor => ({
  ...base,
  kind: 'ping',
  host: '127.0.0.1',
  ...rest,
  expect: rest.expect ?? {},
})

export const aWebsocket = (rest: MonitorOptions<WebsocketMonitor> & { url: string }): WebsocketMonitor => ({
  ...base,
  kind: 'websocket',
  headers: {},
  ...rest,
  expect: rest.expect ?? {},
})

export const aPrometheus = (rest: Partial<PrometheusMonitor> & { url: string }): PrometheusMonitor => ({
  ...base,
  kind: 'prometheus',
  headers: {},
  query: 'up',
  expect: { value: { operator: '<', value: 0.1 } },
  ...rest,
})

/**
 * The outcome of a probe whose peer says something and then keeps it waiting: timeouts grow until it came as far as that,
 * which a busy machine puts off.
 */
export async function probePatiently(monitor: ActiveMonitor, options: ProbeOptions = {}): Promise<Outcome> {
  for (let timeout = monitor.timeout; ; timeout *= 4) {
    const outcome = await probe({ ...monitor, timeout }, options)
    if (outcome.fault?.code !== 'timeout' || timeout > 15_000) return outcome
  }
}
