import { expect, test } from 'vitest'
import { aServer, aSite, rawRequest } from './builders.ts'

const paths = ['/', '/healthz', '/api/v1/incidents', '/nowhere']

test.each([
  ['two hosts', 'Host: a\r\nhost: b', 'one Host'],
  ['the same host twice', 'Host: a\r\nHost: a', 'one Host'],
  ['no host', 'X-Host: a', 'one Host'],
  ['a host with a path', 'Host: a/b', 'not a host'],
  ['a host with a user', 'Host: user@a', 'not a host'],
  ['a host with a query', 'Host: a?b', 'not a host'],
  ['a host with a fragment', 'Host: a#b', 'not a host'],
  ['a host with a backslash', 'Host: a\\b', 'not a host'],
  ['two hosts in one header', 'Host: a, b', 'not a host'],
  ['a host with a space', 'Host: a b', 'not a host'],
  ['a host with a port out of range', 'Host: a:70000', 'not a host'],
  ['a host with letters outside ASCII', 'Host: münchen.example', 'not a host'],
])('a request with %s is refused wherever it asks', async (_, header, reason) => {
  const server = await aServer({ site: aSite({ 'index.html': 'page' }) })
  for (const path of paths) {
    const answer = await rawRequest(server.port, `GET ${path} HTTP/1.1\r\n${header}\r\n\r\n`)
    expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 400 /)])
    expect(answer).toContain(reason)
    expect(answer).toMatch(/connection: close/i)
  }
})

test.each([
  ['a name', 'Host: status.example.com', ''],
  ['an underscore and a port', 'Host: a_b.example:8080', ''],
  ['an address', 'Host: [::1]:80', ''],
  ['nothing', 'Host:', ''],
])('a host of %s is answered', async (_, header) => {
  const server = await aServer({ site: aSite({ 'index.html': 'page' }) })
  for (const path of ['/', '/healthz'])
    expect(
      await rawRequest(server.port, `GET ${path} HTTP/1.1\r\n${header}\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 200 /)
})

const head = 'Host: a\r\nConnection: close\r\n'
test.each([
  ['an absolute address', `GET http://other.example/healthz HTTP/1.1\r\n${head}\r\n`, 200],
  ['an absolute address of https', `GET https://other.example/healthz HTTP/1.1\r\n${head}\r\n`, 200],
  ['an absolute address without a host', `GET http:///healthz HTTP/1.1\r\n${head}\r\n`, 400],
  ['an address of another protocol', `GET ftp://other.example/healthz HTTP/1.1\r\n${head}\r\n`, 400],
  ['a host alone', `GET other.example HTTP/1.1\r\n${head}\r\n`, 400],
  ['a query alone', `GET ?a HTTP/1.1\r\n${head}\r\n`, 400],
  ['an absolute address without a path', `GET http://other.example?a HTTP/1.1\r\n${head}\r\n`, 200],
  ['a backslash', `GET /..\\..\\etc\\passwd HTTP/1.1\r\n${head}\r\n`, 400],
  ['everything', `GET * HTTP/1.1\r\n${head}\r\n`, 400],
  ['everything, for its options', `OPTIONS * HTTP/1.1\r\n${head}\r\n`, 204],
  ['a tunnel', 'CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n', 405],
  ['its own request back', `TRACE / HTTP/1.1\r\n${head}\r\n`, 405],
  ['HTTP/2', `GET / HTTP/2.0\r\n${head}\r\n`, 505],
  ['HTTP/0.9', 'GET /\r\n\r\n', 505],
  ['another protocol on the connection', `GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n`, 200],
])('a request for %s has its answer', async (_, request, status) => {
  const server = await aServer({ site: aSite({ 'index.html': 'page' }) })
  const wanted = request.replace('Host: a\r\nUpgrade', 'Host: a\r\nConnection: close, Upgrade\r\nUpgrade')
  expect(await rawRequest(server.port, wanted)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})

const post = 'POST /api/v1/incidents HTTP/1.1\r\nHost: a\r\n'
test.each([
  [
    'Transfer-Encoding beside Content-Length',
    `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, 400],
  ['a list of lengths', `${post}Content-Length: 2, 2\r\n\r\n{}`, 400],
  ['a coding that nobody reads', `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 501],
  ['a body without an end', `${post}Transfer-Encoding: identity\r\n\r\n`, 400],
  ['chunks in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['a folded line', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n', 400],
  ['lines that end in LF alone', 'GET / HTTP/1.1\nHost: a\n\n', 400],
  ['a space before a colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
  ['a thousand headers', `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(3_000)}\r\n`, 431],
  ['an expectation that nobody knows', `GET / HTTP/1.1\r\n${head}Expect: tea\r\n\r\n`, 417],
])('a request with %s is refused, and nothing behind it is taken for another', async (_, request, status) => {
  const server = await aServer({ site: aSite({ 'index.html': 'page' }) })
  const answer = await rawRequest(server.port, `${request}GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n`)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
})
