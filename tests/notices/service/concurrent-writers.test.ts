import { expect, test } from 'vitest'
import type { Receipt } from '../../../collector/store/access-store.ts'
import { Conflict } from '../../../collector/store/store.ts'
import { aNoticeService, ann, at, bob, refusal, refused } from './service-fixture.ts'

const slow = { title: 'Slow API', body: 'We look.', components: ['api'] }

test('of two writers who read the same version the second is refused', async () => {
  const { service } = await aNoticeService()
  const { id } = await service.incidents.open(slow, ann)
  await service.incidents.update(id, { body: 'first' }, { ...ann, version: 1 })
  const words =
    'version: Somebody else changed it first: it is at version 2 now. Read it again, then write what is still to be said.'
  const error = await refused(
    service.incidents.update(id, { body: 'second' }, { ...bob, version: 1 }),
    'conflict',
    words,
  )
  expect(error.current).toEqual(await service.incidents.get(id))
  await refused(service.incidents.update(id, { body: 'second', version: 1 }, bob), 'conflict', words)
  await refused(
    service.incidents.update(id, { body: 'second', version: 2 }, { ...bob, version: 1 }),
    'conflict',
    words,
  )
  await refused(service.incidents.withdraw(id, { ...bob, version: 1 }), 'conflict', words)
  expect((await service.incidents.get(id)).updates.map(({ body }) => body)).toEqual(['We look.', 'first'])
})

test('fifty at once without a version all land, from two processes', async () => {
  const { service, another } = await aNoticeService()
  const { id } = await service.incidents.open(slow, ann)
  const other = await another()
  await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      (i % 2 ? service : other).incidents.update(id, { body: `n${i}` }, ann),
    ),
  )
  const { updates, version } = await service.incidents.get(id)
  expect(version).toBe(51)
  expect(new Set(updates.map(({ body }) => body)).size).toBe(51)
  expect(new Set(updates.map((update) => update.id)).size).toBe(51)
})

test('of fifty at once with the same version exactly one lands', async () => {
  const { service, another } = await aNoticeService()
  const { id } = await service.incidents.open(slow, ann)
  const other = await another()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) =>
      (i % 2 ? service : other).incidents.update(id, { body: `n${i}` }, { ...ann, version: 1 }),
    ),
  )
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(lost).toHaveLength(49)
  for (const { reason } of lost) expect(reason).toMatchObject({ reason: 'conflict', current: { version: 2 } })
  expect((await service.incidents.get(id)).version).toBe(2)
})

test('what was answered is kept with what was written, or neither is', async () => {
  const { service, store } = await aNoticeService()
  const receipt =
    (key: string) =>
    (notice: { readonly id: string; readonly version: number }): Receipt => ({
      key,
      request: 'r',
      status: 201,
      answer: JSON.stringify([notice.id, notice.version]),
      at: at('15:00'),
    })
  const { id } = await service.incidents.open(slow, { ...ann, receipt: receipt('k1') })
  expect((await store.receipt('k1'))?.answer).toBe(JSON.stringify([id, 1]))
  await service.incidents.update(id, { body: 'x' }, { ...ann, receipt: receipt('k2') })
  expect((await store.receipt('k2'))?.answer).toBe(JSON.stringify([id, 2]))
  await expect(
    service.incidents.update(id, { body: 'y' }, { ...ann, receipt: receipt('k2') }),
  ).rejects.toThrow(Conflict)
  await expect(service.incidents.open(slow, { ...ann, receipt: receipt('k1') })).rejects.toThrow(Conflict)
  expect((await service.incidents.get(id)).version).toBe(2)
  expect(await service.incidents.all()).toHaveLength(1)
  await refusal(service.incidents.falseAlarm(id, { reason: '' }, { ...ann, receipt: receipt('k3') }))
  expect(await store.receipt('k3')).toBeNull()
})

test('the file a notice is written in is kept with it', async () => {
  const { service } = await aNoticeService()
  const { id } = await service.incidents.open(slow, { ...ann, file: 'a.md' })
  expect((await service.incidents.update(id, { body: 'x' }, bob)).file).toBe('a.md')
  expect((await service.incidents.update(id, { body: 'x' }, { ...bob, file: 'b.md' })).file).toBe('b.md')
})
