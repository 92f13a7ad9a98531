import { expect, test } from 'vitest'
import { aHistoryCli } from '../history-fixture.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const yaml = `page: { name: X, timezone: UTC }
components:
  - { id: api, name: API, monitors: [{ id: m, kind: tcp, host: a, port: 1 }] }
`

test('an instant in seconds is refused with what to write, and nothing is imported', async () => {
  const { checks, store } = await aHistoryCli(yaml, now)
  await expect(checks({ monitor: 'm', at: 1_700_000_000, health: 'up' })).rejects.toThrow(
    '"at" 1700000000 is in seconds. Write milliseconds, 1700000000000, or ISO 8601',
  )
  expect((await store.series()).every(({ firstAt }) => firstAt === null)).toBe(true)
})
