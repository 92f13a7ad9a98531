import { z } from 'zod'
import { number, oneOf, section } from '../rules.ts'
import { host, nameServer, port, url } from '../values/address.ts'
import { condition, jsonExpectations, regularExpression } from '../values/condition.ts'
import { handshakeRequestHeaders, headers, requestHeaders, status } from '../values/http.ts'
import { duration } from '../values/duration.ts'
import { id, stringMatching, string } from '../values/basic-values.ts'

const day = 86_400_000

/** Milliseconds between checks. */
const every = () => duration({ min: 1000, max: 14 * day, example: '30s' })
const timeout = () => duration({ min: 10, max: 300_000, example: '10s' })

/** When a change of health is believed. */
const confirm = section({
  failures: number({ min: 1, max: 100, example: '2' })
    .optional()
    .describe('Checks in a row that must be worse before health worsens. Default: 2.'),
  successes: number({ min: 1, max: 100, example: '1' })
    .optional()
    .describe('Checks in a row that must be better before it improves. Default: 1.'),
  retry_every: duration({ min: 100, max: day, example: '5s' })
    .optional()
    .describe('Time between re-checks while a change is unconfirmed. Default: 5s.'),
}).describe('When a change of health is believed.')

/** `defaults:` — for monitors that do not say otherwise. */
export const defaults = section({
  every: every().optional().describe('Time between checks. Default: 30s.'),
  timeout: timeout().optional().describe('Time a check may take. Default: 10s.'),
  confirm: confirm.optional(),
}).describe('What holds for every monitor that does not say otherwise.')

const idField = { id: id('api-health').optional().describe('Default: COMPONENT-KIND, such as api-http.') }
const timingFields = {
  every: every().optional().describe('Time between checks; at least 1s.'),
  timeout: timeout().optional().describe('Time a check may take.'),
  confirm: confirm.optional(),
}
const speedFields = {
  within: duration({ min: 1, max: 300_000, example: '5s' }).optional().describe('Slower is down.'),
  degraded_above: duration({ min: 1, max: 300_000, example: '2s' })
    .optional()
    .describe('Slower is degraded.'),
}
const bodyFields = {
  body_contains: string('ok').optional().describe('Text the answer must hold.'),
  body_lacks: string('error').optional().describe('Text the answer must not hold.'),
  body_matches: regularExpression().optional().describe('Regular expression (RE2) the answer must match.'),
}
const certificateFields = {
  certificate_days: number({ min: 0, max: 3650, example: '14' })
    .optional()
    .describe('Fewer days left on the certificate is degraded; expired or untrusted is down.'),
}

const http = section({
  kind: z.literal('http'),
  ...idField,
  ...timingFields,
  url: url(['https', 'http'], 'https://api.example.com/health').describe('What is asked for.'),
  method: oneOf(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .optional()
    .describe('Default: GET.'),
  headers: requestHeaders().optional().describe('Sent with the request.'),
  body: string('{"ping": true}', 65_536).optional().describe('Sent with the request.'),
  redirects: number({ min: 0, max: 20, example: '5' })
    .optional()
    .describe('How many redirects are followed; 0 judges the redirect itself. Default: 5.'),
  expect: section({
    status: status().optional().describe('Accepted status codes: 200, [200, 204], 2xx. Default: 2xx.'),
    ...bodyFields,
    json: jsonExpectations()
      .optional()
      .describe("What a JSON answer must hold: { $.status: ok, $.queue: '< 100' }."),
    header: headers().optional().describe('Header names to a text their value must contain.'),
    ...speedFields,
    ...certificateFields,
  })
    .optional()
    .describe('What a good answer looks like.'),
}).describe('Asks over HTTP or HTTPS on a fresh connection.')

const tcp = section({
  kind: z.literal('tcp'),
  ...idField,
  ...timingFields,
  host: host().describe('Name or IP address.'),
  port: port(5432).describe('TCP port.'),
  expect: section(speedFields).optional(),
}).describe('Opens a TCP connection.')

const dns = section({
  kind: z.literal('dns'),
  ...idField,
  ...timingFields,
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
  host: host('example.com').describe('Name or IP address.'),
  port: port(443).optional().describe('Default: 443.'),
  servername: host('example.com').optional().describe('Name sent as SNI and verified. Default: the host.'),
  expect: section({ ...certificateFields, ...speedFields }).optional(),
}).describe('Shakes hands over TLS and reads the certificate.')

const ping = section({
  kind: z.literal('ping'),
  ...idField,
  ...timingFields,
  host: host('203.0.113.7').describe('Name or IP address.'),
  expect: section(speedFields).optional(),
}).describe('Sends an ICMP echo.')

const heartbeat = section({
  kind: z.literal('heartbeat'),
  ...idField,
  every: duration({ min: 1000, max: 400 * day, example: '24h', unit: 'h' }).describe(
    'Time between two beats of the job.',
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
