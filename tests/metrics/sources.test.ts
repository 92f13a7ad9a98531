import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { MetricPull } from '../../collector/core/metric/metric.ts'
import { PullError, pullFigure } from '../../collector/metrics/sources/pull-metric.ts'
import { aSource, fromJson, fromPrometheus, listening, saying } from './source-servers.ts'

const never = new AbortController().signal
const pull = (one: MetricPull): Promise<number> => pullFigure(one, never)
const why = async (one: MetricPull): Promise<string> => {
  const error: unknown = await pull(one).then(
    (value) => new Error(`gave ${value}`),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(PullError)
  return (error as Error).message
}
const success = (data: unknown) => ({ status: 'success', data })
const vector = (...values: string[]) =>
  success({ resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [1, value] })) })

test('a figure is found by its path', async () => {
  const url = await saying({ cpu: 47.2, load: { 'last minute': [1.5, '2.25'] }, zero: 0 })
  expect(await pull(fromJson(url))).toBe(47.2)
  expect(await pull(fromJson(url, { path: '$.zero' }))).toBe(0)
  expect(await pull(fromJson(url, { path: "$.load['last minute'][1]" }))).toBe(2.25)
})

test.each([
  ['nothing', {}, 'there is nothing at $.cpu'],
  ['a word', { cpu: 'high' }, 'what is at $.cpu is no number'],
  ['true', { cpu: true }, 'what is at $.cpu is no number'],
  ['null', { cpu: null }, 'what is at $.cpu is no number'],
  ['NaN as a text', { cpu: 'NaN' }, 'what is at $.cpu is no number'],
  ['an empty text', { cpu: '' }, 'what is at $.cpu is no number'],
  ['a list', { cpu: [5] }, 'what is at $.cpu is no number'],
])('%s at the path is no figure', async (_, document, message) => {
  expect(await why(fromJson(await saying(document)))).toBe(message)
})

test('a number too large for one is no figure', async () => {
  const url = await aSource((_, response) => response.end('{"cpu":1e999}'))
  expect(await why(fromJson(url))).toBe('what is at $.cpu is no number')
})

test('a figure of which sums would overflow is none', async () => {
  const url = await aSource((_, response) => response.end('{"cpu":-1e308}'))
  expect(await why(fromJson(url))).toBe('the figure is too large: 1e21 or more')
})

test('a vector with one sample and a scalar are figures of Prometheus', async () => {
  expect(await pull(fromPrometheus(await saying(vector('0.05'))))).toBe(0.05)
  expect(await pull(fromPrometheus(await saying(vector('1.5e+03'))))).toBe(1500)
  const scalar = success({ resultType: 'scalar', result: [1, '42'] })
  expect(await pull(fromPrometheus(await saying(scalar)))).toBe(42)
})

test.each([
  ['no sample', vector(), 'the query gives no sample'],
  ['two samples', vector('1', '2'), 'the query gives 2 samples. Write one that gives a single one'],
  ['NaN', vector('NaN'), 'the sample is NaN, which is no figure'],
  ['infinity', vector('+Inf'), 'the sample is +Inf, which is no figure'],
  ['a range', success({ resultType: 'matrix', result: [] }), 'the query gives "matrix"'],
  ['a histogram', success({ resultType: 'vector', result: [{ histogram: [] }] }), 'the sample has no value'],
  ['no data', { status: 'success' }, 'has no data'],
  ['a list', [], 'is not one of Prometheus'],
])('%s is no figure of Prometheus', async (_, answer, message) => {
  expect(await why(fromPrometheus(await saying(answer)))).toContain(message)
})

test('what Prometheus says of a wrong query is passed on', async () => {
  const url = await saying({ status: 'error', errorType: 'bad_data', error: 'parse error: up(' }, 400)
  expect(await why(fromPrometheus(url))).toBe('Prometheus answered 400 with an error: "parse error: up("')
})

test('the query is asked below the path of the server, with what the address already asks', async () => {
  let asked = ''
  const url = await aSource((request, response) => {
    asked = request.url ?? ''
    response.end(JSON.stringify(vector('1')))
  })
  await pull(fromPrometheus(`${url}/monitoring/?tenant=7`, { query: 'sum(rate(a{b="c&d"}[5m]))' }))
  const { pathname, searchParams } = new URL(asked, url)
  expect(pathname).toBe('/monitoring/api/v1/query')
  expect(Object.fromEntries(searchParams)).toEqual({ tenant: '7', query: 'sum(rate(a{b="c&d"}[5m]))' })
})

test('a source that is slow to begin, or never ends, is left at its timeout', async () => {
  const silent = await aSource(() => {})
  const dripping = await aSource((_, response) => {
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  })
  for (const url of [silent, dripping])
    expect(await why(fromJson(url, { timeout: 200 }))).toBe('no answer within 0.2 s')
})

test('an answer without end is read to 1 MiB and no further', async () => {
  let sent = 0
  const url = await aSource((_, response) => {
    const chunk = Buffer.alloc(65_536, 32)
    const more = (): void => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  })
  expect(await why(fromJson(url))).toBe('the answer is longer than 1 MiB, too long for a figure')
  expect(sent).toBeLessThan(32 * 1_048_576)
})

test.each([
  ['not JSON', 200, '<html>', /^the answer is not JSON: "<html>"$/],
  ['a failure', 500, '{"cpu":1}', /^answered 500$/],
  ['an unknown page', 404, 'no', /^answered 404$/],
])('%s is no figure', async (_, status, body, message) => {
  const url = await aSource((_request, response) => response.writeHead(status).end(body))
  expect(await why(fromJson(url))).toMatch(message)
})

test('a redirect is not followed: headers would go to a stranger', async () => {
  let asked = 0
  const stranger = await aSource((_, response) => {
    asked++
    response.end('{"cpu":1}')
  })
  const url = await aSource((_, response) => response.writeHead(302, { location: stranger }).end())
  expect(await why(fromJson(url))).toBe('answered 302 and leads elsewhere. Write the address it leads to')
  expect(asked).toBe(0)
})

test('a compressed answer, though none was asked for, is reported', async () => {
  const url = await aSource((request, response) => {
    expect(request.headers['accept-encoding']).toBe('identity')
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"cpu":1}'))
  })
  expect(await why(fromJson(url))).toContain('compressed (gzip)')
})

test('nobody there, a closed connection and something that is not HTTP each have their words', async () => {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as { port: number }
  await new Promise((resolve) => gone.close(resolve))
  expect(await why(fromJson(`http://127.0.0.1:${port}/`))).toContain('refused')
  const hangsUp = await listening(createServer((socket) => socket.once('data', () => socket.end())))
  expect(await why(fromJson(`http://127.0.0.1:${hangsUp}/`))).toContain('closed before the answer')
  const babble = await listening(createServer((socket) => socket.end('220 mail ready\r\n')))
  expect(await why(fromJson(`http://127.0.0.1:${babble}/`))).toContain('not HTTP')
})

test('no secret comes back in an error, even where the source repeats it', async () => {
  const headers = { authorization: 'Bearer abcdef-123456' }
  let seen: string | undefined
  const url = await aSource((request, response) => {
    seen = request.headers.authorization
    response
      .writeHead(400)
      .end(JSON.stringify({ status: 'error', error: `${seen} ${request.url} hunter2-hunter2` }))
  })
  const error: unknown = await pullFigure(
    fromPrometheus(`${url}/?key=query-secret`, { headers, query: 'up' }),
    never,
    ['hunter2-hunter2'],
  ).catch((thrown: unknown) => thrown)
  expect(seen).toBe('Bearer abcdef-123456')
  expect((error as Error).message).toContain('Prometheus answered 400')
  expect((error as Error).message).not.toMatch(/abcdef|query-secret|hunter2/)
})

test('a user in the address becomes a header, and stays secret', async () => {
  let seen: string | undefined
  const url = await aSource((request, response) => {
    seen = request.headers.authorization
    response.end(JSON.stringify({ error: seen }))
  })
  const message = await why(fromJson(url.replace('//', '//ann:s3cr%20t@')))
  expect(seen).toBe(`Basic ${Buffer.from('ann:s3cr t').toString('base64')}`)
  expect(message).toBe('there is nothing at $.cpu')
  // As the monitors take it: a `%` that begins no escape stands for itself.
  await why(fromJson(url.replace('//', '//ann:100%@')))
  expect(seen).toBe(`Basic ${Buffer.from('ann:100%').toString('base64')}`)
})

test('stopping need not wait for a source', async () => {
  const leaving = new AbortController()
  const asked = Promise.withResolvers<void>()
  const url = await aSource(() => asked.resolve())
  const pulling = pullFigure(fromJson(url, { timeout: 600_000 }), leaving.signal)
  void asked.promise.then(() => leaving.abort(new Error('leaving')))
  await expect(pulling).rejects.toThrow('leaving')
})
