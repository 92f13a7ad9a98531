import { z } from 'zod'
import type { Monitor, MonitorKind } from '../../core/monitoring/monitor.ts'
import { oneOf, section } from '../rules.ts'
import { host, nameServer, port, url } from '../values/address.ts'
import { condition } from '../values/condition.ts'
import { handshakeRequestHeaders, requestHeaders } from '../values/http.ts'
import { duration } from '../values/duration.ts'
import { stringMatching, string, timezone } from '../values/basic-values.ts'
import { cronPattern } from '../values/cron.ts'
import {
  bodyExpectation,
  bodyFields,
  certificateExpectation,
  certificateFields,
  confirm,
  day,
  definedKeys,
  every,
  idField,
  type ResolvedMonitorBase,
  speedExpectation,
  speedFields,
  timeout,
  timingFields,
} from './monitor-fields.ts'
import { http, resolveHttp } from './http-monitor.ts'
import { regionFields } from './regions.ts'

/** `defaults:` — for monitors that do not say otherwise. */
export const defaults = section({
  every: every().optional().describe('Time between checks. Default: 30s.'),
  timeout: timeout().optional().describe('Time a check may take. Default: 10s.'),
  confirm: confirm.optional(),
}).describe('What holds for every monitor that does not say otherwise.')

const tcp = section({
  kind: z.literal('tcp'),
  ...idField,
  ...timingFields,
  ...regionFields,
  host: host().describe('Name or IP address.'),
  port: port(5432).describe('TCP port.'),
  expect: section(speedFields).optional(),
}).describe('Opens a TCP connection.')

const dns = section({
  kind: z.literal('dns'),
  ...idField,
  ...timingFields,
  ...regionFields,
  name: host('example.com').describe('Name that is asked about.'),
  type: oneOf(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'CAA', 'PTR', 'SOA'])
    .optional()
    .describe('Default: A.'),
  server: nameServer().optional().describe('Name server as host:port. Default: the system’s resolvers.'),
  expect: section({
    records: z
      .array(string('203.0.113.7'))
      .min(1)
      .optional()
      .describe('The answer must be exactly these, in any order.'),
    ...speedFields,
  }).optional(),
}).describe('Resolves a name.')

const tls = section({
  kind: z.literal('tls'),
  ...idField,
  ...timingFields,
  ...regionFields,
  host: host('example.com').describe('Name or IP address.'),
  port: port(443).optional().describe('Default: 443.'),
  servername: host('example.com').optional().describe('Name sent as SNI and verified. Default: the host.'),
  expect: section({ ...certificateFields, ...speedFields }).optional(),
}).describe('Shakes hands over TLS and reads the certificate.')

const ping = section({
  kind: z.literal('ping'),
  ...idField,
  ...timingFields,
  ...regionFields,
  host: host('203.0.113.7').describe('Name or IP address.'),
  expect: section(speedFields).optional(),
}).describe('Sends an ICMP echo.')

const heartbeat = section({
  kind: z.literal('heartbeat'),
  ...idField,
  every: duration({ min: 1000, max: 400 * day, example: '24h', unit: 'h' })
    .optional()
    .describe('Time between two beats of the job; whole days are counted by the clock of the zone.'),
  schedule: cronPattern()
    .optional()
    .describe("Instead of every: when the job runs, as in crontab: '30 3 * * 1-5'."),
  timezone: timezone().optional().describe('Zone of schedule and of whole days. Default: page.timezone.'),
  lasts: duration({ min: 1000, max: 400 * day, example: '1h', unit: 'm' })
    .optional()
    .describe(
      'A job that said /start and has not ended after this is down. Default: grace where that is written, else an hour, or `every` where that is shorter.',
    ),
  grace: duration({ min: 0, max: 400 * day, example: '15m', unit: 'm' })
    .optional()
    .describe('How late a beat may be. Default: 1m.'),
  token: stringMatching(
    /^[A-Za-z0-9_~.-]{8,200}$/,
    'a token of 8 to 200 letters, digits, hyphens, dots and underscores',
    '${BACKUP_TOKEN}',
  ).describe('Secret part of the address the job calls: /api/v1/heartbeats/TOKEN.'),
}).describe('Waits for a job to report, instead of asking it.')

const websocket = section({
  kind: z.literal('websocket'),
  ...idField,
  ...timingFields,
  ...regionFields,
  url: url(['wss', 'ws'], 'wss://example.com/live').describe('What is connected to.'),
  headers: handshakeRequestHeaders()
    .optional()
    .describe(
      'Sent with the request that opens the connection; sec-websocket-protocol: mqtt asks for a subprotocol.',
    ),
  send: string('ping', 65_536).optional().describe('Message sent once it is open.'),
  expect: section({ ...bodyFields, ...speedFields, ...certificateFields })
    .optional()
    .describe('What the first answer must be like.'),
}).describe('Opens a WebSocket, may send a message and judge the answer.')

const prometheus = section({
  kind: z.literal('prometheus'),
  ...idField,
  ...timingFields,
  ...regionFields,
  url: url(['https', 'http'], 'http://prometheus:9090').describe('Address of the Prometheus server.'),
  headers: requestHeaders().optional().describe('Sent with the request.'),
  query: string('up', 65_536).describe('PromQL; every sample of its answer is judged.'),
  expect: section({
    value: condition().describe("What every sample must satisfy, such as '< 0.1'; no sample is down."),
    ...speedFields,
  }),
}).describe('Asks a Prometheus server.')

const monitorSchemas = [http, tcp, dns, tls, ping, heartbeat, websocket, prometheus] as const
const kindNames = monitorSchemas.map((kind) => [...kind.shape.kind.values][0]!)

/** One monitor; its `kind` decides which keys it has. */
export const monitor = z.discriminatedUnion('kind', monitorSchemas, {
  error: (issue) => (issue.code === 'invalid_union' ? kindNames.join(' ') : undefined),
})
export type MonitorEntry = z.output<typeof monitor>

type MonitorResolvers = {
  readonly [K in MonitorKind]: (
    entry: Extract<MonitorEntry, { kind: K }>,
    base: ResolvedMonitorBase<K>,
    pageTimezone: string,
  ) => Extract<Monitor, { kind: K }>
}

/** How late a beat may be where nothing says so, ms. */
const usualGrace = 60_000
/** How long a job may take at most that says neither how long it lasts nor its grace, ms. */
const longestUnsaid = 3_600_000

/** What the probes read of what the file says, by kind. */
export const resolvers: MonitorResolvers = {
  http: resolveHttp,
  tcp: (entry, base) => ({
    ...base,
    kind: 'tcp',
    host: entry.host,
    port: entry.port,
    expect: speedExpectation(entry.expect),
  }),
  dns: (entry, base) => ({
    ...base,
    kind: 'dns',
    name: entry.name,
    type: entry.type ?? 'A',
    ...definedKeys({ server: entry.server }),
    expect: { ...speedExpectation(entry.expect), ...definedKeys({ records: entry.expect?.records }) },
  }),
  tls: (entry, base) => ({
    ...base,
    kind: 'tls',
    host: entry.host,
    port: entry.port ?? 443,
    ...definedKeys({ servername: entry.servername }),
    expect: { ...speedExpectation(entry.expect), ...certificateExpectation(entry.expect) },
  }),
  ping: (entry, base) => ({
    ...base,
    kind: 'ping',
    host: entry.host,
    expect: speedExpectation(entry.expect),
  }),
  heartbeat: (entry, base, pageTimezone) => ({
    ...base,
    kind: 'heartbeat',
    grace: entry.grace ?? usualGrace,
    token: entry.token,
    timezone: entry.timezone ?? pageTimezone,
    lasts: entry.lasts ?? (entry.grace || Math.min(longestUnsaid, base.every)),
    ...definedKeys({ schedule: entry.schedule }),
  }),
  websocket: (entry, base) => ({
    ...base,
    kind: 'websocket',
    url: entry.url,
    headers: entry.headers ?? {},
    ...definedKeys({ send: entry.send }),
    expect: {
      ...bodyExpectation(entry.expect),
      ...speedExpectation(entry.expect),
      ...certificateExpectation(entry.expect),
    },
  }),
  prometheus: (entry, base) => ({
    ...base,
    kind: 'prometheus',
    url: entry.url,
    headers: entry.headers ?? {},
    query: entry.query,
    expect: { value: entry.expect.value, ...speedExpectation(entry.expect) },
  }),
}
