import { expect, test } from 'vitest'
import { parseStoreLocation, storeName } from '../../collector/core/config/store-location.ts'
import { configOf, oneComponent, page, problemsOf } from './builders.ts'

const address = 'postgres://vigie:hunter22@db.example.com/status'

test('store: names what history is kept in, VIGIE_STORE where the file does not', () => {
  expect(configOf(`${page}${oneComponent}`, {}).store).toBe('')
  expect(configOf(`${page}${oneComponent}`, { VIGIE_STORE: address }).store).toBe(address)
  expect(configOf(`${page}${oneComponent}store: '\${VIGIE_STORE:-}'\n`, { VIGIE_STORE: address }).store).toBe(
    address,
  )
  expect(configOf(`${page}${oneComponent}store: sqlite:other.db\n`, { VIGIE_STORE: address }).store).toBe(
    'sqlite:other.db',
  )
})

test('the password of a store is a secret, wherever it comes from', () => {
  for (const more of ['', "store: '${VIGIE_STORE:-}'\n", `store: ${address}\n`])
    expect(configOf(`${page}${oneComponent}${more}`, { VIGIE_STORE: address }).secrets).toContain('hunter22')
})

test.each([
  ['mysql://hunter22@host/x', 'is no store. Write sqlite:FILE or postgres://'],
  ['status.db', 'is no store.'],
  ['sqlite:', 'names no file.'],
  ['postgres://u:hunter22@host', 'names no database.'],
  ['postgres:hunter22', 'has no // before the host.'],
  ['postgres://u:hunter22/@host:x/db', 'cannot be read as an address.'],
])('%s is refused with what to write instead, and without its value', (spelling, says) => {
  const inFile = problemsOf(`${page}${oneComponent}store: '${spelling}'\n`, {})
  const inVariable = problemsOf(`${page}${oneComponent}`, { VIGIE_STORE: spelling })
  for (const problems of [inFile, inVariable]) {
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(says)
    expect(problems[0]).not.toContain('hunter22')
  }
})

test('on the command line a path is a file, a drive of Windows too; a name in messages has neither user nor parameters', () => {
  expect(parseStoreLocation('data/x.db', true)).toEqual({ kind: 'sqlite', file: 'data/x.db' })
  expect(parseStoreLocation('C:\\x.db', true)).toEqual({ kind: 'sqlite', file: 'C:\\x.db' })
  expect(storeName(`${address}?password=hunter22`)).toBe('postgres://db.example.com/status')
})
