import { describe, expect, test } from 'vitest'
import { readBody, readHead } from '../../collector/probes/http/read-answer.ts'

const body = '{"status":"ok"}'
const usual = [
  ['with a length', `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
  [
    'in chunks',
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\nE\r\n${body.slice(1)}\r\n0\r\n\r\n`,
  ],
  ['without a reason', `HTTP/1.1 200\r\nServer: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
  [
    'with cookies',
    `HTTP/1.1 404 No\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nContent-Length: 15 \r\n\r\n${body}`,
  ],
] as const

/** What the reader makes of bytes that have come. */
function read(text: string, { isHead = false, hasEnded = false } = {}): string {
  const bytes = Buffer.from(text, 'latin1')
  const head = readHead(bytes)
  if (typeof head === 'string') return head
  const result = readBody(bytes, head, isHead, hasEnded)
  return typeof result === 'string' ? result : `${head.status} ${result.toString('latin1')}`
}

describe('an answer by the grammar', () => {
  test.each(usual)('is read %s, and waited for while it comes', (_, text) => {
    expect(read(text)).toMatch(/^(200|404) \{"status":"ok"\}$/)
    expect(read(`${text}and more`)).toBe(read(text))
    for (let length = 1; length < text.length; length++)
      expect(read(text.slice(0, length)), text.slice(0, length)).toBe('incomplete')
  })

  test('that ends with the connection is whole at its end', () => {
    const text = `HTTP/1.0 200 OK\r\nServer: x\r\n\r\n${body}`
    expect(read(text)).toBe('incomplete')
    expect(read(text, { hasEnded: true })).toBe(`200 ${body}`)
  })

  test('has no body after HEAD, 204 and 304', () => {
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', { isHead: true })).toBe('200 ')
    expect(read('HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n')).toBe('304 ')
    expect(read('HTTP/1.1 204 No Content\r\n\r\nx')).toBe('204 ')
  })

  test('keeps its fields as they came, without the white space around them', () => {
    const head = readHead(Buffer.from('HTTP/1.1 200 OK\r\nX-A:\t b c \r\nSet-Cookie: a\r\n\r\n'))
    expect(head).toMatchObject({ status: 200, headers: { 'x-a': 'b c', 'set-cookie': ['a'] } })
  })
})

describe('not for this reader is', () => {
  const ok = 'Content-Length: 2\r\n\r\nok'
  test.each([
    ['another protocol', 'SSH-2.0-x'],
    ['another version', `HTTP/2 200 OK\r\n${ok}`],
    ['a status of four digits', `HTTP/1.1 2000 OK\r\n${ok}`],
    ['an interim answer', `HTTP/1.1 103 E\r\n\r\nHTTP/1.1 200 OK\r\n${ok}`],
    ['another protocol to switch to', `HTTP/1.1 200 OK\r\nUpgrade: h2c\r\n${ok}`],
    ['a line that ends in LF', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
    ['a folded field', `HTTP/1.1 200 OK\r\nX: a\r\n b\r\n${ok}`],
    ['a length twice', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n${ok}`],
    ['a length beside chunks', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${ok}`],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok'],
    ['another transfer coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
    ['chunks by HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a field twice', `HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\n${ok}`],
    [
      'an extension of a chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\n\r\n',
    ],
    [
      'a chunk that is longer than it says',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nok\r\n',
    ],
    ['trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n'],
  ])('%s', (_, text) => {
    expect(read(text)).toBe('unusual')
  })
})
