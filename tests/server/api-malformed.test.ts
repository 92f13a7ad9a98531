import { expect, test } from 'vitest'
import { deepestJson, isTooDeep } from '../../collector/server/api/json-depth.ts'
import { findJsonError } from '../../collector/server/api/json-error.ts'
import { anApi, anIncident } from './api-fixture.ts'
import { rawRequest } from './builders.ts'

test.each([
  ['{"title": }', 1, 11, 'a value'],
  ['{"title": "x",\n "body" "y"}', 2, 9, '":"'],
  ['{"title": "x"', 1, 14, '"," or "}"'],
  ["{'title': 1}", 1, 2, 'a name in double quotes or "}"'],
  ['{"a": 1,}', 1, 9, 'a name in double quotes'],
  ['[1,\r\n2,]', 2, 3, 'a value'],
  ['{"a": "b\nc"}', 1, 9, 'an escape such as \\n in place of a control character'],
  ['{"a": "\\x"}', 1, 8, 'an escape that JSON has, such as \\n or \\u00e9'],
  ['{"a": "b', 1, 9, 'the closing double quote of a text'],
  ['{} {}', 1, 4, 'nothing more'],
  ['01', 1, 2, 'nothing more'],
  ['nul', 1, 1, 'a value'],
])('%j is told to be no JSON, with the place', async (text, line, column, expected) => {
  const { ask } = await anApi()
  const { status, body } = await ask('POST', '/incidents', { text })
  expect([status, body]).toEqual([
    400,
    {
      type: 'about:blank',
      status: 400,
      title: 'Malformed',
      reason: 'malformed',
      detail: `The body is not JSON: at line ${line}, column ${column}, ${expected} is expected.`,
      line,
      column,
    },
  ])
})

test('the place of a fault is found wherever the runtime finds one, and nowhere else', () => {
  const good = '{"a":[1,-0.5e+3,true,null,"\\u00e9\\n😀",{"b":{}},[]],"c":"","":[[]]}'
  expect(findJsonError(good)).toBeNull()
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  for (let i = 0; i < good.length; i++)
    for (const text of [
      good.slice(0, i),
      good.slice(0, i) + good.slice(i + 1),
      ...['"', '\\', ',', '}', '0', ' ', '\u0000'].map((one) => good.slice(0, i) + one + good.slice(i)),
    ])
      expect(findJsonError(text) === null, text).toBe(isJson(text))
  expect(findJsonError('['.repeat(500_000))).toMatchObject({ column: 500_001 })
  expect(findJsonError(`"${'\\n'.repeat(400_000)}`)).toMatchObject({ column: 800_002 })
})

test.each(['['.repeat(900_000), `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`])(
  'a body that is nested without end is refused before it is parsed',
  async (text) => {
    const { ask } = await anApi()
    const { status, body } = await ask('POST', '/incidents', { text })
    expect([status, body.detail]).toEqual([
      400,
      'The body is nested deeper than 256 levels. Send the fields alone.',
    ])
  },
)

test('the depth of a text of JSON is that of its brackets outside texts', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
  expect(isTooDeep(nested(deepestJson))).toBe(false)
  expect(isTooDeep(nested(deepestJson + 1))).toBe(true)
  expect(isTooDeep(`[${'[],'.repeat(1_000)}{}]`)).toBe(false)
  expect(isTooDeep(JSON.stringify(['\\"[\\', '['.repeat(1_000), '"', '\\\\']))).toBe(false)
  expect(isTooDeep(`["\\\\",${nested(deepestJson)}]`)).toBe(true)
  expect(isTooDeep(`["${'['.repeat(1_000)}`)).toBe(false)
})

test('what is not JSON in UTF-8 is refused by its name', async () => {
  const { ask } = await anApi()
  const text = JSON.stringify(anIncident())
  for (const [type, status] of [
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=UTF-8', 201],
    ['Application/JSON', 201],
    ['application/vnd.status+json', 201],
  ] as const) {
    const answer = await ask('POST', '/incidents', { text, headers: { 'content-type': type } })
    expect(answer.status, type).toBe(status)
  }
  const zipped = await ask('POST', '/incidents', { text, headers: { 'content-encoding': 'gzip' } })
  expect([zipped.status, zipped.body.detail]).toEqual([
    415,
    'The body is compressed. Send it without Content-Encoding.',
  ])
  const latin = await ask('POST', '/incidents', { text: Buffer.from('{"title":"\xe9"}', 'latin1') })
  expect([latin.status, latin.body.detail]).toEqual([400, 'The body is not valid UTF-8. Encode it as UTF-8.'])
})

test('a body is read up to a mebibyte, announced or not', async () => {
  const { ask, port, token } = await anApi()
  const long = JSON.stringify({ title: 'x', body: 'y'.repeat(1_048_576) })
  const refused = await ask('POST', '/incidents', { text: long })
  expect([refused.status, refused.body.limit]).toEqual([413, 1_048_576])
  const head = `POST /api/v1/incidents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`
  expect(await rawRequest(port, `${head}content-length: 99999999\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 413/)
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
  expect(await rawRequest(port, `${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(20)}`)).toMatch(
    /^HTTP\/1\.1 413/,
  )
  const padded = JSON.stringify(anIncident()).padEnd(1_048_576)
  expect((await ask('POST', '/incidents', { text: padded })).status).toBe(201)
})

test('everything that is wrong is reported at once, by field', async () => {
  const { ask, store } = await anApi()
  const refused = await ask('POST', '/incidents', {
    json: { titel: 'x', body: '', components: { apy: 'down', __proto__: 1 }, started_at: 'soon' },
  })
  expect([refused.status, refused.headers.get('content-type'), refused.body.reason]).toEqual([
    422,
    'application/problem+json',
    'invalid',
  ])
  const paths = refused.body.errors.map(({ path }: { path: string }) => path)
  expect(paths).toEqual(expect.arrayContaining(['title', 'titel', 'body', 'components.apy']))
  for (const json of [null, 1, 'x', [], [anIncident()], { ...anIncident(), constructor: 1 }])
    expect((await ask('POST', '/incidents', { json })).status, JSON.stringify(json)).toBe(422)
  for (const text of [
    '{"title":"a","body":"b","__proto__":{"x":1}}',
    '{"title":{"__proto__":"x"},"body":"b"}',
  ])
    expect((await ask('POST', '/incidents', { text })).status, text).toBe(422)
  expect((await ask('POST', '/incidents')).body.errors).toHaveLength(2)
  expect(await store.incidents()).toEqual([])
})

test('hostile words come back as data, never as anything else', async () => {
  const { ask } = await anApi()
  const title = '<script>alert(1)</script> ]]> \u202Eevil\u2066 javascript:x 😀'
  const { status, body, headers } = await ask('POST', '/incidents', {
    text: JSON.stringify(anIncident({ title })).replace('evil', String.raw`\ud800\u0000`),
  })
  expect(status).toBe(201)
  expect(body.title).toBe('<script>alert(1)</script> ]]> � javascript:x 😀')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/)
  const refused = await ask('POST', '/incidents', { json: { ...anIncident(), [title.repeat(9)]: 1 } })
  expect(JSON.stringify(refused.body)).not.toContain('\u202E')
  expect(refused.body.detail.length).toBeLessThan(1_000)
})

test('a path that is not there is 404, a method it does not have 405, and it says which it has', async () => {
  const { ask, createToken } = await anApi()
  const admin = await createToken(['admin'])
  for (const path of ['/incident', '/incidents/', '/incidents/x/y', '/', '/incidents/x/updates/1'])
    expect((await ask('GET', path, { token: admin })).body, path).toMatchObject({ status: 404 })
  for (const id of ['nothing', '%ff', '..%2f', 'x'.repeat(300), '%00', encodeURIComponent('é😀')]) {
    const { status, body } = await ask('PATCH', `/incidents/${id}`, { json: { title: 'x' } })
    expect([status, body.reason], id).toEqual([404, 'not_found'])
  }
  for (const [method, path, allow] of [
    ['PUT', '/incidents', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/incidents/x', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['GET', '/incidents/x/updates', 'POST, OPTIONS'],
    ['POST', '/incidents/x/postmortem', 'PUT, OPTIONS'],
    ['DELETE', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const { status, headers, body } = await ask(method, path)
    expect([status, headers.get('allow'), body.reason], path).toEqual([405, allow, 'method'])
    const options = await ask('OPTIONS', path, { token: null })
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
    expect(options.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('HEAD says what GET would, without the words', async () => {
  const { ask } = await anApi()
  const { body } = await ask('POST', '/incidents', { json: anIncident() })
  const head = await ask('HEAD', `/incidents/${body.id}`)
  expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, null, '"1"'])
  expect((await ask('HEAD', '/incidents', { token: null })).status).toBe(401)
})
