import { afterEach, beforeEach, expect, test } from 'vitest'
import { discardFuture } from '../../collector/store/sqlite/discard-future.ts'
import {
  aCheck,
  aDownCheck,
  allTime,
  anIncident,
  anUpdate,
  aState,
  aTransition,
  day,
  hour,
  minute,
  start,
} from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

let location: ReturnType<typeof aDatabaseFile>
beforeEach(() => {
  location = aDatabaseFile()
})
afterEach(() => location.dispose())

test('what is dated after now is taken out, and all before stays as it was', async () => {
  const now = start + 2 * hour
  const future = start + 3_650 * day
  const store = await location.open({ timezone: 'UTC' })
  const real = Array.from({ length: 120 }, (_, i) => aCheck({ at: start + i * minute }))
  await store.commit({
    checks: real,
    transitions: [aTransition({ at: start })],
    states: [{ monitor: 'api-http', region: '', state: aState(), basedOn: 0 }],
    incidents: [
      anIncident({
        id: 'closed-in-2036',
        updates: [anUpdate(), anUpdate({ id: 'u2', at: future, status: 'resolved' })],
      }),
      anIncident({ id: 'of-2036', startedAt: future, updates: [anUpdate({ at: future })] }),
    ],
    metrics: [
      { metric: 'm', at: start, value: 1 },
      { metric: 'm', at: future, value: 2 },
    ],
  })
  const before = await store.rollups('hour', { from: start, to: start + hour }, ['api-http'])
  await store.commit({
    checks: Array.from({ length: 120 }, (_, i) => aDownCheck({ at: future + i * minute })),
    transitions: [aTransition({ at: future, health: 'down' })],
    states: [
      {
        monitor: 'api-http',
        region: '',
        state: aState({ health: 'down', lastAt: future + 2 * hour }),
        basedOn: 1,
      },
    ],
  })
  await store.close()
  expect(discardFuture(location.file, now)).toMatchObject({ transitions: 1, incidents: 2 })
  const again = await location.open({ timezone: 'UTC' })
  expect(await again.latestChecks()).toEqual([])
  expect(await again.checks('api-http', '', allTime)).toEqual(real)
  expect(await again.rollups('hour', { from: start, to: start + hour }, ['api-http'])).toEqual(before)
  expect((await again.transitions({ from: 0, to: Infinity })).map(({ at }) => at)).toEqual([start])
  expect((await again.series())[0]!.state).toMatchObject({ health: 'up', since: start, recent: [] })
  expect((await again.series())[0]!.state!.lastAt).toBeLessThan(now)
  expect((await again.incidents()).map(({ id, version, updates }) => [id, version, updates.length])).toEqual([
    ['closed-in-2036', 2, 1],
  ])
  expect((await again.metricPoints('m', { from: 0, to: Infinity })).map(({ at }) => at)).toEqual([start])
  // It goes on from there.
  await again.commit({ checks: [aCheck({ at: now + minute })] })
  expect((await again.latestChecks())[0]!.at).toBe(now + minute)
})
