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

test('names with letters outside ASCII are asked for as protocols carry them', () => {
  expect(monitorOf('kind: dns, name: münchen.example, server: dns.école.example')).toMatchObject({
    name: 'xn--mnchen-3ya.example',
    server: 'dns.xn--cole-9oa.example:53',
  })
  expect(monitorOf('kind: tls, host: bücher.example')).toMatchObject({ host: 'xn--bcher-kva.example' })
  expect(monitorOf('kind: tcp, host: _ldap.example, port: 389')).toMatchObject({ host: '_ldap.example' })
})
