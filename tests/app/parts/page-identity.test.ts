import { expect, onTestFinished, test } from 'vitest'
import { readPageIdentity } from '../../../collector/app/parts/page-identity.ts'
import { aCheck } from '../../store/builders.ts'
import { aDatabaseFile } from '../../store/database-file.ts'

const page = { name: 'Example', url: 'https://status.example.com' }
const moved = { name: 'Renamed', url: 'https://elsewhere.example/status' }

function aLocation() {
  const location = aDatabaseFile()
  onTestFinished(location.dispose)
  return location
}

test('a new installation gets a name of its own, which neither address, name nor history change', async () => {
  const [first, second] = await Promise.all([aLocation().open(), aLocation().open()])
  const identity = await readPageIdentity(first, page)
  expect(identity).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
  expect(await readPageIdentity(second, page)).not.toBe(identity)
  await first.commit({ checks: [aCheck()] })
  expect(await readPageIdentity(first, moved)).toBe(identity)
})

test.each([
  [page, moved, page.url],
  [{ ...page, url: null }, moved, page.name],
])('one that has published under its address (%o) keeps what it was known by', async (then, now, known) => {
  const location = aLocation()
  const store = await location.open()
  await store.commit({ checks: [aCheck()] })
  expect(await readPageIdentity(store, then)).toBe(known)
  expect(await readPageIdentity(await location.open(), now)).toBe(known)
})
