import type { Config } from '../core/config/config.ts'
import type { Monitor } from '../core/monitoring/monitor.ts'

/** Ports of stand-in services as configured, to those they were given instead. */
export type BorrowedPorts = ReadonlyMap<number, number>

const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(host)

/**
 * The configuration as it must be while stand-in services stand at other ports than theirs: monitors and metrics that ask
 * them ask there. What is elsewhere stays as it is.
 */
export function withBorrowedPorts(config: Config, ports: BorrowedPorts): Config {
  if (ports.size === 0) return config
  const url = (address: string): string => {
    const parsed = new URL(address)
    const port = ports.get(Number(parsed.port))
    if (port === undefined || !isLoopback(parsed.hostname)) return address
    parsed.port = String(port)
    return parsed.href
  }
  const server = (address: string): string => {
    const [host = '', port] = address.split(':')
    const borrowed = ports.get(Number(port))
    return borrowed === undefined || !isLoopback(host) ? address : `${host}:${borrowed}`
  }
  const monitor = (one: Monitor): Monitor => {
    if ('url' in one) return { ...one, url: url(one.url) }
    if ('port' in one && isLoopback(one.host)) return { ...one, port: ports.get(one.port) ?? one.port }
    if (one.kind === 'dns' && one.server !== undefined) return { ...one, server: server(one.server) }
    return one
  }
  return {
    ...config,
    components: config.components.map((component) => ({
      ...component,
      monitors: component.monitors.map(monitor),
    })),
    metrics: config.metrics.map((metric) =>
      metric.pull === null ? metric : { ...metric, pull: { ...metric.pull, url: url(metric.pull.url) } },
    ),
  }
}
