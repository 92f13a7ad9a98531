import { describe, expect, test } from 'vitest'
import { parsePath, valueAt } from '../../../collector/core/text/json-path.ts'
import { jsonFault } from '../../../collector/probes/shared/expect-json.ts'

describe('a path', () => {
  test.each([
    ['$', []],
    ['$.a.b[0]', ['a', 'b', 0]],
    [`$['any name']["it's"].c-d`, ['any name', "it's", 'c-d']],
  ])('%s is read', (path, steps) => {
    expect(parsePath(path)).toEqual(steps)
  })

  test.each(['', 'a', '$.', '$..a', '$.a[*]', '$[?(@.a)]', '$[(1+1)]', "$['a", '$.a[-1]', '$ .a'])(
    '%s is refused',
    (path) => {
      expect(parsePath(path)).toBeNull()
    },
  )

  test('finds only what the document itself holds', () => {
    const document: unknown = JSON.parse('{"a":[{"b":null}],"__proto__":{"c":1}}')
    expect(valueAt(document, ['a', 0, 'b'])).toBeNull()
    expect(valueAt(document, ['__proto__', 'c'])).toBe(1)
    for (const steps of [['constructor'], ['a', 'length'], ['a', 0, 'b', 'c'], ['a', 7], ['toString']])
      expect(valueAt(document, steps)).toBeUndefined()
  })
})

test('a value must be that very one, or a number in a range', () => {
  const text = '{"queue":12,"status":"ok","flag":null,"text":"12"}'
  const fault = (path: string, wanted: object): string | undefined =>
    jsonFault([{ path, ...wanted }], text, false)?.detail
  expect(fault('$.queue', { condition: { operator: '<', value: 100 } })).toBeUndefined()
  expect(fault('$.queue', { condition: { operator: '<', value: 12 } })).toBe('$.queue is 12, expected < 12')
  expect(fault('$.text', { condition: { operator: '<', value: 100 } })).toBe('$.text is "12", expected < 100')
  expect(fault('$.flag', { equals: null })).toBeUndefined()
  expect(fault('$.queue', { equals: '12' })).toBe('$.queue is 12, expected "12"')
  expect(fault('$.none', { equals: null })).toBe('$.none is missing')
})

test('a document nested deeper than the stack is an answer like any other', () => {
  const deep = `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`
  expect(jsonFault([{ path: '$.a', equals: 'ok' }], deep, false)?.code).toBe('json')
})
