import fc, { type Arbitrary } from 'fast-check'

/** Names that HTTP or WebSocket keep for themselves, and ordinary ones. */
const headerNames = fc.constantFrom(
  'connection',
  'Keep-Alive',
  'upgrade',
  'expect',
  'transfer-encoding',
  'te',
  'trailer',
  'content-length',
  'sec-websocket-protocol',
  'sec-websocket-key',
  'sec-websocket-extensions',
  'sec-websocket-version',
  'host',
  'cookie',
  'authorization',
  'accept-encoding',
  'date',
  'origin',
  'x-key',
  'proxy-authorization',
  'content-type',
  'constructor',
  '__proto__',
)
const headers = fc.dictionary(
  headerNames,
  fc.oneof(fc.string({ maxLength: 12 }), fc.integer(), fc.boolean()),
  { maxKeys: 2 },
)
/** Characters an operator may well paste into an address, `%` without an escape among them. */
const part = fc.string({ unit: fc.constantFrom(...'aé%:@/?#[]{}|^ü+&=~ \\'), maxLength: 8 })
const userinfo = fc.string({ unit: fc.constantFrom(...'aé%:$!*(),;ü+&=~|^'), maxLength: 8 })
const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }))

const duration = fc.constantFrom('1ms', '10ms', '1s', '9s')
const speed = { within: duration, degraded_above: duration }
const certificate = { certificate_days: fc.constantFrom(0, 1, 14, 3_650) }
const pattern = fc.oneof(
  fc.constantFrom('^ok', '(a+)+$', '(?i)fine', '\\p{L}{1,1000}', '(?P<n>x)', '[^\\x00]', 'a{0,1000}', '.*'),
  fc.string({ unit: fc.constantFrom(...'a()[]{}+*?|\\^$.1,-P<>'), maxLength: 8 }),
)
const body = { body_contains: text, body_lacks: text, body_matches: pattern }
const jsonPath = fc.oneof(
  fc.constantFrom(
    '$',
    '$.status',
    '$.list[0]',
    "$['a b']",
    '$.list.length',
    '$.__proto__',
    '$.a[999999999999]',
  ),
  fc.string({ unit: fc.constantFrom(...'$.[]\'"a0-*@?()'), maxLength: 8 }).map((path) => `$${path}`),
)
const jsonValue = fc.constantFrom('ok', '< 90', '>= -1e-300', '!= 1e308', '== 0', 0, true, null, '', '<')
const optional = (fields: Readonly<Record<string, Arbitrary<unknown>>>) =>
  fc.record(fields, { requiredKeys: [] })

const confirm = optional({
  failures: fc.constantFrom(1, 10),
  successes: fc.constantFrom(1, 3),
  retry_every: fc.constantFrom('1s', '5s'),
})
const timing = { every: fc.constantFrom('1s', '1h', '2w'), confirm }
const some = (
  required: Readonly<Record<string, Arbitrary<unknown>>>,
  more: Readonly<Record<string, Arbitrary<unknown>>>,
): Arbitrary<object> =>
  fc.tuple(fc.record(required), optional({ ...timing, ...more })).map(([must, may]) => ({ ...may, ...must }))

/** Monitors of every kind with any of its options; nothing leaves this machine. Many are refused by the configuration. */
export function generatedMonitors(port: number, closed: number): Arbitrary<object> {
  const at = fc.constantFrom(port, port, closed)
  const host = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('127.0.0.1', 'localhost', 'LOCALHOST.', '::1', '[::1]', '127.1'),
    },
    part.map((name) => `${name}.localhost`),
    fc.constantFrom('255.255.255.255', '224.0.0.1', '::ffff:127.0.0.1', `${'a.'.repeat(120)}localhost`),
  )
  const authority = fc
    .record({ user: userinfo, password: userinfo, at })
    .map(({ user, password, at: one }) => `${user}:${password}@127.0.0.1:${one}`)
  const address = (scheme: string) =>
    fc
      .record({ authority, path: part, isPlain: fc.boolean() })
      .map(({ authority: whole, path, isPlain }) =>
        isPlain ? `${scheme}://127.0.0.1:${port}/${path}` : `${scheme}://${whole}/${path}`,
      )
  const oddAddress = (scheme: string) =>
    fc
      .constantFrom('127.0.0.1:0', `${'a.'.repeat(200)}localhost`, '[::1]:1', '0:1', `_a.localhost:${port}`)
      .map((whole) => `${scheme}://${whole}/`)
  const redirect = fc
    .constantFrom('utf8', 'loop', 'odd', 'none', 'away', 'bad')
    .map((kind) => `http://127.0.0.1:${port}/to-${kind}`)
  return fc.oneof(
    some(
      {
        kind: fc.constant('http'),
        url: fc.oneof(address('http'), address('https'), redirect, oddAddress('http')),
      },
      {
        method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
        headers,
        body: text,
        redirects: fc.constantFrom(0, 1, 20),
        expect: optional({
          status: fc.constantFrom('2xx', 200, [200, 301], '100-599'),
          json: fc.dictionary(jsonPath, jsonValue, { maxKeys: 2 }),
          header: headers,
          ...body,
          ...speed,
          ...certificate,
        }),
      },
    ),
    some(
      { kind: fc.constant('websocket'), url: fc.oneof(address('ws'), address('wss'), oddAddress('ws')) },
      { headers, send: text, expect: optional({ ...body, ...speed, ...certificate }) },
    ),
    some({ kind: fc.constant('tcp'), host, port: at }, { expect: optional(speed) }),
    some(
      { kind: fc.constant('tls'), host, port: at },
      { servername: host, expect: optional({ ...speed, ...certificate }) },
    ),
    some(
      {
        kind: fc.constant('dns'),
        name: host,
        server: fc.oneof(
          at.map((one) => `127.0.0.1:${one}`),
          // To some of them there is no way, which a datagram learns at once.
          fc.constantFrom('[::1]:1', '255.255.255.255:53', '224.0.0.1', '[ff02::1]:53', '0.0.0.0:1'),
        ),
      },
      {
        type: fc.constantFrom('A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'CAA', 'PTR', 'SOA'),
        expect: optional({ records: fc.array(text, { minLength: 1, maxLength: 2 }), ...speed }),
      },
    ),
    some({ kind: fc.constant('ping'), host }, { expect: optional(speed) }),
    some(
      {
        kind: fc.constant('prometheus'),
        url: address('http'),
        query: text,
        expect: fc.record({ value: jsonValue, ...speed }, { requiredKeys: ['value'] }),
      },
      { headers },
    ),
  )
}
