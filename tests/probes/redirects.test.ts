import { describe, expect, test } from 'vitest'
import { probe } from './both-clients.ts'
import { anHttp } from './builders.ts'
import { httpServer, rawServer } from './servers.ts'

/** A server that redirects as its map says and otherwise echoes the request. */
const redirectServer = (redirects: Record<string, string>, status = 302): Promise<string> =>
  httpServer((request, response) => {
    const target = redirects[request.url ?? '']
    if (target !== undefined) return void response.writeHead(status, { location: target }).end('elsewhere')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () =>
      response.end(
        JSON.stringify({
          method: request.method,
          url: request.url,
          body: chunks.join(''),
          ...request.headers,
        }),
      ),
    )
  })

describe('a redirect', () => {
  test('is followed, relative ones too, up to the limit', async () => {
    const url = await redirectServer({ '/a/1': '2', '/a/2': '/b', '/b': '?c=d' })
    const expected = { bodyContains: '"url":"/b?c=d"' }
    expect(await probe(anHttp({ url: `${url}/a/1`, redirects: 3, expect: expected }))).toMatchObject({
      health: 'up',
    })
    expect(await probe(anHttp({ url: `${url}/a/1`, redirects: 2, expect: expected }))).toMatchObject({
      health: 'down',
      fault: { code: 'redirects' },
    })
  })

  test('is itself the answer where none is followed, or where it is what was asked for', async () => {
    const url = await redirectServer({ '/': '/b' })
    expect(await probe(anHttp({ url, redirects: 0 }))).toMatchObject({ fault: { code: 'status' } })
    expect(await probe(anHttp({ url, expect: { status: [[302, 302]] } }))).toMatchObject({ health: 'up' })
  })

  test.each([
    ['in a circle', { '/': '/b', '/b': '/' }, 'in a circle'],
    ['to no address', { '/': 'http://[nonsense' }, 'no address'],
    ['to a name that is none', { '/': `http://${'a.'.repeat(200)}example/` }, 'longer than a name can be'],
    ['to another protocol', { '/': 'file:///etc/passwd' }, '"file:"'],
  ])('that leads %s is down', async (_, ways, detail) => {
    const { health, fault } = await probe(anHttp({ url: await redirectServer(ways), redirects: 9 }))
    expect({ health, code: fault?.code }).toEqual({
      health: 'down',
      code: detail.includes('name') ? 'dns' : 'redirects',
    })
    expect(fault?.detail).toContain(detail)
  })

  test('without a location is an answer like any other', async () => {
    const url = await httpServer((_, response) => response.writeHead(304).end())
    expect(await probe(anHttp({ url, expect: { status: [[304, 304]] } }))).toMatchObject({ health: 'up' })
  })

  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'data'],
    [308, 'PUT', 'PUT', 'data'],
  ])('by %i turns %s into %s', async (status, method, becomes, body) => {
    const url = await redirectServer({ '/': '/end' }, status)
    const json = [
      { path: '$.method', equals: becomes },
      { path: '$.body', equals: body },
    ]
    expect(await probe(anHttp({ url, method, body: 'data', expect: { json } }))).toMatchObject({
      health: 'up',
    })
  })

  test('keeps credentials at home', async () => {
    const stranger = await redirectServer({})
    const url = await redirectServer({ '/': '/home', '/out': `${stranger}/` })
    const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', 'X-Api-Key': 'secret', Accept: 'text/x' }
    const home = await probe(anHttp({ url, headers, expect: { bodyContains: '"x-api-key":"secret"' } }))
    expect(home).toMatchObject({ health: 'up' })
    const away = { bodyLacks: 'secret', bodyContains: '"accept":"text/x"' }
    expect(await probe(anHttp({ url: `${url}/out`, headers, expect: away }))).toMatchObject({ health: 'up' })
    const user = url.replace('//', '//user:secret@')
    const basic = { json: [{ path: '$.authorization', equals: 'Basic dXNlcjpzZWNyZXQ=' }] }
    expect(await probe(anHttp({ url: user, expect: basic }))).toMatchObject({ health: 'up' })
    const gone = { bodyLacks: 'authorization' }
    expect(await probe(anHttp({ url: `${user}/out`, expect: gone }))).toMatchObject({ health: 'up' })
  })

  test.each([307, 308])('by %i hands no body to another origin, and says so', async (status) => {
    const received: string[] = []
    const stranger = await httpServer((request, response) => {
      received.push(request.method ?? '')
      response.end()
    })
    const url = await redirectServer({ '/': `${stranger}/stolen?key=secret` }, status)
    const outcome = await probe(anHttp({ url, method: 'POST', body: 'user=a&password=b' }))
    expect(outcome).toMatchObject({
      health: 'down',
      fault: {
        code: 'redirects',
        detail: `redirects a POST with a body to another origin, ${stranger}/stolen, which is sent none`,
      },
    })
    expect(await probe(anHttp({ url, method: 'GET' }))).toMatchObject({ health: 'up' })
    // By each of the two clients.
    expect(received).toEqual(['GET', 'GET'])
  })

  test('keeps the Host header of the operator as long as the origin stays', async () => {
    const stranger = await redirectServer({})
    const url = await redirectServer({ '/': '/home', '/out': `${stranger}/` })
    const headers = { Host: 'app.example' }
    const home = await probe(anHttp({ url, headers, expect: { bodyContains: '"host":"app.example"' } }))
    expect(home).toMatchObject({ health: 'up' })
    const away = await probe(anHttp({ url: `${url}/out`, headers, expect: { bodyLacks: 'app.example' } }))
    expect(away).toMatchObject({ health: 'up' })
  })

  test('may be written in raw UTF-8, and twice', async () => {
    const port = await rawServer([
      Buffer.from('HTTP/1.1 302 Found\r\nLocation: /été\r\nLocation: /été\r\nContent-Length: 0\r\n\r\n'),
    ])
    const { fault } = await probe(anHttp({ url: `http://127.0.0.1:${port}/`, redirects: 1 }))
    expect(fault?.detail).toContain('/%C3%A9t%C3%A9')
  })

  test('that sets a cookie and comes back is no circle, and the cookie is sent where it is meant for', async () => {
    const seen: string[] = []
    const url = await httpServer((request, response) => {
      seen.push(`${request.url} ${request.headers.cookie ?? ''}`)
      if (request.headers.cookie?.includes('sid=1')) return void response.end('welcome')
      response
        .writeHead(302, { 'set-cookie': ['sid=1; Path=/', 'x=2; Domain=elsewhere.example'], location: '/' })
        .end()
    })
    const monitor = anHttp({
      url: `${url}/`,
      headers: { cookie: 'own=1' },
      expect: { bodyContains: 'welcome' },
    })
    // Once by each client.
    expect(await probe(monitor)).toMatchObject({ health: 'up' })
    expect(seen).toEqual(['/ own=1', '/ own=1; sid=1', '/ own=1', '/ own=1; sid=1'])
  })

  test('that sets a cookie anew replaces the one the operator wrote, which is not sent beside it', async () => {
    const url = await httpServer((request, response) => {
      if (request.headers.cookie === 'lang=fr; sid=new') return void response.end('welcome')
      response.writeHead(302, { 'set-cookie': 'sid=new; Path=/', location: '/' }).end()
    })
    const monitor = anHttp({
      url: `${url}/`,
      headers: { cookie: 'sid=old;  lang=fr' },
      expect: { bodyContains: 'welcome' },
    })
    expect(await probe(monitor)).toMatchObject({ health: 'up' })
  })

  test('never shows the query of an address, which may hold a key', async () => {
    const url = await redirectServer({ '/': '/loop?key=secret', '/loop?key=secret': '/' })
    const { fault } = await probe(anHttp({ url }))
    expect(fault?.detail).not.toContain('secret')
  })
})
