import { expect, test } from 'vitest'
import type { NumberCondition } from '../../collector/core/monitoring/monitor.ts'
import { probe } from './both-clients.ts'
import { aPrometheus } from './builders.ts'
import { httpServer } from './servers.ts'

const prometheusServer = (data: unknown): Promise<string> =>
  httpServer((_, response) => response.end(JSON.stringify({ status: 'success', data })))
const vector = (...values: string[]): unknown => ({
  resultType: 'vector',
  result: values.map((value, index) => ({ metric: { instance: `i${index}` }, value: [1, value] })),
})
const below: NumberCondition = { operator: '<', value: 0.1 }

test('every sample must satisfy the condition', async () => {
  expect(await probe(aPrometheus({ url: await prometheusServer(vector('0.01', '0.02')) }))).toMatchObject({
    health: 'up',
  })
  const { health, fault } = await probe(aPrometheus({ url: await prometheusServer(vector('0.01', '0.4')) }))
  expect({ health, fault }).toEqual({
    health: 'down',
    fault: { code: 'value', detail: '1 of 2 samples, first {"instance":"i1"}, is 0.4, expected < 0.1' },
  })
})

test.each([
  ['nothing', vector(), 'value'],
  ['NaN', vector('NaN'), 'value'],
  ['infinity', { resultType: 'scalar', result: [1, '+Inf'] }, 'value'],
  ['a series over time', { resultType: 'matrix', result: [] }, 'json'],
  ['a sample without a value', { resultType: 'vector', result: [{}] }, 'json'],
])('an answer of %s is down', async (_, data, code) => {
  const monitor = aPrometheus({ url: await prometheusServer(data), expect: { value: below } })
  expect(await probe(monitor)).toMatchObject({ health: 'down', fault: { code } })
})

test('an error says what Prometheus says', async () => {
  const url = await httpServer((_, response) =>
    response.writeHead(400).end('{"status":"error","errorType":"bad_data","error":"parse error: up("}'),
  )
  const { health, fault } = await probe(aPrometheus({ url }))
  expect({ health, code: fault?.code }).toEqual({ health: 'down', code: 'status' })
  expect(fault?.detail).toContain('parse error')
})

test('the query is asked below the path of the server', async () => {
  const url = await httpServer((request, response) => {
    const right = request.url === '/metrics/api/v1/query?query=sum%28rate%28a%7Bb%3D%22c%22%7D%5B5m%5D%29%29'
    response.writeHead(right ? 200 : 404).end(JSON.stringify({ status: 'success', data: vector('0') }))
  })
  const monitor = aPrometheus({ url: `${url}/metrics/`, query: 'sum(rate(a{b="c"}[5m]))' })
  expect(await probe(monitor)).toMatchObject({ health: 'up' })
})
