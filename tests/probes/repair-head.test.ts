import { expect, test } from 'vitest'
import { isStrictHead, repairHead } from '../../collector/probes/http/repair-head.ts'

const head = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`

test('a head by the grammar stays as it is', () => {
  const good = head('HTTP/1.1 200 OK', 'Content-Type: text/plain', 'X-A: b: c', 'Content-Length: 2')
  expect(repairHead(good)).toBe(good)
  expect(isStrictHead(good)).toBe(true)
  expect(isStrictHead(head('HTTP/1.1 204', 'X: é', 'Transfer-Encoding: chunked'))).toBe(true)
})

test.each([
  [
    'lines that end in LF',
    'HTTP/1.1 200 OK\nContent-Length: 2\n\n',
    head('HTTP/1.1 200 OK', 'Content-Length: 2'),
  ],
  ['a later version', head('HTTP/2 200', 'A: b'), head('HTTP/1.1 200', 'A: b')],
  ['the name of a radio', head('ICY 200 OK', 'icy-name: x'), head('HTTP/1.0 200 OK', 'icy-name: x')],
  [
    'white space before the colon',
    head('HTTP/1.1 200 OK', 'Server : x'),
    head('HTTP/1.1 200 OK', 'Server: x'),
  ],
  ['a folded field', head('HTTP/1.1 200 OK', 'A: b', '\t c'), head('HTTP/1.1 200 OK', 'A: b c')],
  ['a field without a name', head('HTTP/1.1 200 OK', ': b', 'C: d'), head('HTTP/1.1 200 OK', 'C: d')],
  ['a name of several words', head('HTTP/1.1 200 OK', 'A B: c'), head('HTTP/1.1 200 OK')],
  ['a line that is no field', head('HTTP/1.1 200 OK', 'nonsense'), head('HTTP/1.1 200 OK')],
  ['a control character', head('HTTP/1.1 200 OK', 'A: b\u0001c'), head('HTTP/1.1 200 OK', 'A: b c')],
  [
    'a length told twice',
    head('HTTP/1.1 200 OK', 'Content-Length: 2', 'content-length: 2, 2'),
    head('HTTP/1.1 200 OK', 'Content-Length: 2'),
  ],
  [
    'a length beside chunks',
    head('HTTP/1.1 200 OK', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'),
  ],
  ['a version in small letters', head('http/1.1 200 OK', 'A: b'), head('HTTP/1.1 200 OK', 'A: b')],
  ['spaces before the status', head('HTTP/1.1   200 OK', 'A: b'), head('HTTP/1.1 200 OK', 'A: b')],
  ['a status that touches its words', head('HTTP/1.1 200OK', 'A: b'), head('HTTP/1.1 200 OK', 'A: b')],
  [
    'lines that end in two carriage returns',
    'HTTP/1.1 200 OK\r\r\nA: b\r\r\n\r\r\n',
    head('HTTP/1.1 200 OK', 'A: b'),
  ],
  ...['+2', '2 bytes', '2,', '2.0', '02', '2, 002'].map((length): [string, string, string] => [
    `a length of ${JSON.stringify(length)}`,
    head('HTTP/1.1 200 OK', `Content-Length: ${length}`, 'Content-Length:'),
    head('HTTP/1.1 200 OK', 'Content-Length: 2'),
  ]),
  [
    'codings of which one is none',
    head('HTTP/1.1 200 OK', 'Transfer-Encoding: Chunked, identity', 'Transfer-Encoding: '),
    head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'),
  ],
  [
    'a compression of the transfer',
    head('HTTP/1.1 200 OK', 'Content-Encoding: br', 'Transfer-Encoding: gzip, chunked'),
    head('HTTP/1.1 200 OK', 'Content-Encoding: br, gzip', 'Transfer-Encoding: chunked'),
  ],
  [
    'an encoding that is none',
    head('HTTP/1.1 200 OK', 'Transfer-Encoding: identity', 'Content-Length: 2'),
    head('HTTP/1.1 200 OK', 'Content-Length: 2'),
  ],
])('%s is read as browsers read it', (_, sent, repaired) => {
  expect(isStrictHead(sent)).toBe(false)
  expect(repairHead(sent)).toBe(repaired)
})

test.each(['3', '-1', '2x3', '"2"', '0x2'])(
  'a second length of %j is left for the parser to refuse',
  (length) => {
    const contradiction = head('HTTP/1.1 200 OK', 'Content-Length: 2', `Content-Length: ${length}`)
    expect(repairHead(contradiction)).toBe(contradiction)
  },
)

test('what is no answer is left alone', () => {
  expect(repairHead('SSH-2.0-OpenSSH_9.6\r\n\r\n')).toBe('SSH-2.0-OpenSSH_9.6\r\n\r\n')
})
