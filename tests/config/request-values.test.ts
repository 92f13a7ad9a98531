import { describe, expect, test } from 'vitest'
import { configOf, problemsOf, withMonitor } from './builders.ts'

const monitorOf = (monitor: string) => configOf(withMonitor(`{ ${monitor} }`)).components[0]!.monitors[0]
const problemOf = (monitor: string): string =>
  problemsOf(withMonitor(`{ ${monitor} }`))
    .join('\n')
    .replaceAll(/status\.yaml:\d+:\d+ components\[0\]\.monitors\[0\]\.?/g, '')

describe('the value of a header', () => {
  test('is sent as it is written, whatever number YAML reads in it', () => {
    const headers = 'a: 00471100, b: 1.10, c: 11223344556677889900, d: 0x1F, e: 1e3, f: true, g: 7'
    expect(monitorOf(`kind: http, url: https://a/, headers: { ${headers} }`)).toMatchObject({
      headers: {
        a: '00471100',
        b: '1.10',
        c: '11223344556677889900',
        d: '0x1F',
        e: '1e3',
        f: 'true',
        g: '7',
      },
    })
    expect(monitorOf('kind: http, url: https://a/, expect: { header: { x-version: 1.10 } }')).toMatchObject({
      expect: { header: { 'x-version': '1.10' } },
    })
  })

  test.each([
    'connection',
    'Keep-Alive',
    'transfer-encoding',
    'content-length',
    'expect',
    'upgrade',
    'te',
    'trailer',
  ])('of %s, which the connection writes itself, is refused with the reason', (name) => {
    expect(problemOf(`kind: http, url: https://a/, headers: { ${name}: close }`)).toMatch(
      new RegExp(`"${name}" cannot be set: .+ Remove it\\.`),
    )
  })

  test('may have a name that every object has', () => {
    const headers = 'constructor: a, toString: b, __proto__: c'
    expect(monitorOf(`kind: http, url: https://a/, headers: { ${headers} }`)).toMatchObject({
      headers: JSON.parse('{ "constructor": "a", "tostring": "b", "__proto__": "c" }'),
    })
    expect(problemOf('kind: http, url: https://a/, headers: { Constructor: a, constructor: b }')).toContain(
      '"constructor" is given twice',
    )
  })

  test('may still be expected of an answer under any name', () => {
    expect(monitorOf('kind: http, url: https://a/, expect: { header: { connection: close } }')).toMatchObject(
      {
        expect: { header: { connection: 'close' } },
      },
    )
  })

  test('that the handshake of a WebSocket writes is refused', () => {
    expect(problemOf('kind: websocket, url: wss://a/, headers: { sec-websocket-key: x }')).toContain(
      'name subprotocols with sec-websocket-protocol',
    )
    expect(
      monitorOf('kind: websocket, url: wss://a/, headers: { sec-websocket-protocol: mqtt }'),
    ).toMatchObject({
      headers: { 'sec-websocket-protocol': 'mqtt' },
    })
  })
})

test.each([
  ['1.10', '1.1'],
  ['0x1F', '31'],
  ['007', '7'],
  ['11223344556677889900', '11223344556677890000'],
])(
  'a number of an expected JSON value written as %s is refused, since a text may be meant',
  (written, read) => {
    expect(problemOf(`kind: http, url: https://a/, expect: { json: { $.version: ${written} } }`)).toContain(
      `is read as the number ${read}. Write ${read}, or "${written}" for text.`,
    )
  },
)

test.each([
  ['mu\u0308nchen.example', 'xn--mnchen-3ya.example'],
  ['münchen。example', 'xn--mnchen-3ya.example'],
  ['हिन्दी.example', 'xn--j2bd4cyah0f.example'],
  ['💩.example.', 'xn--ls8h.example.'],
  ['_dmarc.münchen.example', '_dmarc.xn--mnchen-3ya.example'],
  ['faß.example', 'xn--fa-hia.example'],
])('the name %s is known as browsers know it', (written, name) => {
  expect(monitorOf(`kind: dns, name: '${written}'`)).toMatchObject({ name })
  expect(monitorOf(`kind: tls, host: '${written}', port: 443`)).toMatchObject({ host: name })
})

test.each([
  ['http://127.0.0.1:0/', 'has the port 0'],
  [`http://${'a.'.repeat(130)}example/`, 'more than 253 characters'],
  [`http://${'a'.repeat(64)}.example/`, 'or 63 between two dots'],
  [`https://${'ü'.repeat(60)}.example/`, 'or 63 between two dots'],
])('an address that no system can reach is refused: %s', (url, problem) => {
  expect(problemOf(`kind: http, url: '${url}'`)).toContain(problem)
  expect(problemOf(`kind: websocket, url: '${url.replace('http', 'ws')}'`)).toContain(problem)
})

test.each(['ü/x', 'ü:80', 'ü b.example', 'ü..example', 'ü@b', '-.ü', 'xn--zzzz.ü', '1.2.3.4.５'])(
  'the name %s is none',
  (name) => {
    expect(problemOf(`kind: tcp, host: '${name}', port: 443`)).toContain('is not a host name')
  },
)

test('names with letters outside ASCII are asked for as protocols carry them', () => {
  expect(monitorOf('kind: dns, name: münchen.example, server: dns.école.example')).toMatchObject({
    name: 'xn--mnchen-3ya.example',
    server: 'dns.xn--cole-9oa.example:53',
  })
  expect(monitorOf('kind: tls, host: bücher.example')).toMatchObject({ host: 'xn--bcher-kva.example' })
  expect(monitorOf('kind: tcp, host: _ldap.example, port: 389')).toMatchObject({ host: '_ldap.example' })
})

describe('a heartbeat', () => {
  const token = 'token: nightly-backup'
  test('has an interval or a schedule, in the zone of the page unless it says another', () => {
    expect(
      monitorOf(`kind: heartbeat, schedule: '30 3 * * 1-5', grace: 15m, lasts: 1h, ${token}`),
    ).toMatchObject({
      schedule: '30 3 * * 1-5',
      timezone: 'UTC',
      every: 259_200_000,
      lasts: 3_600_000,
    })
    expect(monitorOf(`kind: heartbeat, every: 24h, timezone: Europe/Paris, ${token}`)).toMatchObject({
      every: 86_400_000,
      timezone: 'Europe/Paris',
    })
  })
  test.each([
    [`kind: heartbeat, ${token}`, 'every: is missing. Write "every: 24h", or "schedule: \'30 3 * * *\'" for'],
    [
      `kind: heartbeat, every: 1h, schedule: '0 * * * *', ${token}`,
      'schedule: stands beside every. Remove one',
    ],
    [`kind: heartbeat, schedule: daily, ${token}`, '"daily" is not a schedule as in crontab'],
    [`kind: heartbeat, schedule: '0 0 30 2 *', ${token}`, 'comes less than once a year'],
    [`kind: heartbeat, schedule: '0 3 * * * *', ${token}`, 'is not a schedule as in crontab'],
  ])('%s is refused', (written, message) => {
    expect(problemOf(written)).toContain(message)
  })
})

test.each(['https://example.com/logo.svg', '../logo.svg', '/etc/passwd'])(
  'a logo at %s is refused',
  (logo) => {
    expect(
      problemsOf(`page: { name: Acme, theme: { logo: '${logo}' } }\ncomponents: [{ id: api, name: API }]\n`),
    ).toEqual([expect.stringContaining('is not a file in the data folder. Write the name of a file')])
  },
)

test('an address of the page is read without its final slash', () => {
  const text =
    'page: { name: Acme, url: https://status.example.com/sub/ }\ncomponents: [{ id: api, name: API }]\n'
  expect(configOf(text).page.url).toBe('https://status.example.com/sub')
})
