import type { MonitorRegions } from './quorum.ts'

/** When a change of health is believed (NUMBERS.md, Confirmation). */
export type ConfirmationPolicy = {
  /** Checks in a row that must be worse before health worsens; at least 1. */
  readonly failures: number
  /** Checks in a row that must be better before it improves; at least 1. */
  readonly successes: number
  /** Milliseconds between re-checks while a change is unconfirmed. */
  readonly retryEvery: number
}

/** What the timeline of a monitor depends on. */
export type Cadence = {
  /** Milliseconds between checks. */
  readonly every: number
  /** Milliseconds a check may take. */
  readonly timeout: number
  readonly confirm: ConfirmationPolicy
}

type MonitorBase = Cadence & {
  readonly id: string
  readonly component: string
  /** Absent: from the collector's own place alone. */
  readonly watchedFrom?: MonitorRegions
}

/** A condition on a number, as written: `< 100`, `>= 3`, `== 0`; a bare number means equal. */
export type NumberCondition = {
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!='
  readonly value: number
}

/** What a JSON answer must hold at a path: that very value, or a number in a range. */
export type JsonExpectation = {
  /** A path such as `$.queue.length` or `$.items[0].id`. */
  readonly path: string
  readonly equals?: string | number | boolean | null
  readonly condition?: NumberCondition
}

/** Text an answer must or must not hold. `matches` is a regular expression source, run by an engine without backtracking. */
export type BodyExpectation = {
  readonly bodyContains?: string
  readonly bodyLacks?: string
  readonly bodyMatches?: string
}

/** Milliseconds: slower than `within` is down, slower than `degradedAbove` is degraded. */
export type SpeedExpectation = { readonly within?: number; readonly degradedAbove?: number }

export type HttpMonitor = MonitorBase & {
  readonly kind: 'http'
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** How many redirects are followed; one more is down. 0 judges the redirect itself. */
  readonly redirects: number
  readonly expect: BodyExpectation &
    SpeedExpectation & {
      /** Inclusive ranges of accepted status codes: `2xx` is [[200, 299]]. */
      readonly status: readonly (readonly [number, number])[]
      readonly json: readonly JsonExpectation[]
      /** Lower-case name to a text the value must contain. */
      readonly header: Readonly<Record<string, string>>
      /** Fewer days left on the certificate is degraded. */
      readonly certificateDays?: number
    }
}
export type TcpMonitor = MonitorBase & {
  readonly kind: 'tcp'
  readonly host: string
  readonly port: number
  readonly expect: SpeedExpectation
}
export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'TXT' | 'SRV' | 'CAA' | 'PTR' | 'SOA'
export type DnsMonitor = MonitorBase & {
  readonly kind: 'dns'
  readonly name: string
  readonly type: DnsType
  /** `host:port`, `[v6]:port`; absent means the system's resolvers. */
  readonly server?: string
  /** When present, the answer must be exactly this set, in any order. */
  readonly expect: SpeedExpectation & { readonly records?: readonly string[] }
}
export type TlsMonitor = MonitorBase & {
  readonly kind: 'tls'
  readonly host: string
  readonly port: number
  /** Name sent as SNI and verified; the host where absent. */
  readonly servername?: string
  readonly expect: SpeedExpectation & { readonly certificateDays?: number }
}
export type PingMonitor = MonitorBase & {
  readonly kind: 'ping'
  readonly host: string
  readonly expect: SpeedExpectation
}
export type HeartbeatMonitor = MonitorBase & {
  readonly kind: 'heartbeat'
  /** Milliseconds a beat may be late. */
  readonly grace: number
  readonly token: string
  /** The zone in which a day is a day, and in which `schedule` is meant. */
  readonly timezone: string
  /** The moments at which the job runs, as a cron pattern; `every` is then the longest time between two of them. */
  readonly schedule?: string
  /** Milliseconds after which a job that said that it began must have ended. */
  readonly lasts: number
}
export type WebsocketMonitor = MonitorBase & {
  readonly kind: 'websocket'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly send?: string
  readonly expect: BodyExpectation & SpeedExpectation & { readonly certificateDays?: number }
}
export type PrometheusMonitor = MonitorBase & {
  readonly kind: 'prometheus'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly query: string
  /** Every sample of the answer must satisfy it; an empty answer is down. */
  readonly expect: SpeedExpectation & { readonly value: NumberCondition }
}

/** The operator's instruction to watch something. */
export type Monitor =
  | HttpMonitor
  | TcpMonitor
  | DnsMonitor
  | TlsMonitor
  | PingMonitor
  | HeartbeatMonitor
  | WebsocketMonitor
  | PrometheusMonitor
export type MonitorKind = Monitor['kind']
export type MonitorOf<K extends MonitorKind> = Extract<Monitor, { kind: K }>

/** A monitor that we go and look at; a heartbeat waits to be told. */
export type ActiveMonitor = Exclude<Monitor, HeartbeatMonitor>
