import { expect, onTestFinished, test } from 'vitest'
import { createDeliveryProgress } from '../../collector/deliveries/delivery-progress.ts'
import { createCollectorMetrics } from '../../collector/server/collector-metrics.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { fakeClock } from '../fake-clock.ts'
import { storedDeliveries } from './builders.ts'

test('what waits and what was given up is measured by channel, and is a warning until somebody decides', async () => {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const clock = fakeClock()
  const metrics = createCollectorMetrics()
  const progress = createDeliveryProgress({ store, clock, log: { info: () => {} }, metrics })
  const owedSince = clock.now() - 90_000
  const [dead] = await storedDeliveries(store, 'slack', ['dead', 'sent', 'pending', 'pending'], owedSince)
  expect(progress.warnings()).toEqual([])
  progress.tick((error) => expect(error).toBeUndefined())
  await expect
    .poll(progress.warnings)
    .toEqual(['channel slack: gave up on 1 message; see vigie deliveries list --state dead'])
  const text = await metrics.text()
  expect(text).toContain('vigie_deliveries_waiting{channel="slack"} 2')
  expect(text).toContain('vigie_deliveries_dead{channel="slack"} 1')
  expect(text).toContain('vigie_deliveries_oldest_seconds{channel="slack"} 90')

  await store.dropDeliveries([Number(dead)], clock.now())
  await clock.advance(15_000)
  progress.tick(() => {})
  await expect.poll(progress.warnings).toEqual([])
})

test('a flood says how many messages are left, and when it is through', async () => {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const clock = fakeClock()
  const lines: string[] = []
  const progress = createDeliveryProgress({
    store,
    clock,
    log: { info: (line) => void lines.push(line) },
    metrics: { setDeliveries: () => {} },
  })
  const channel = 'subscribers/email'
  await store.expandNotification({
    notification: 'incident/a',
    deliveries: Array.from({ length: 150 }, (_, n) => ({
      channel,
      recipient: `reader${n}`,
      topic: 'incident/a',
      dueAt: clock.now(),
    })),
    cursor: null,
    at: clock.now(),
  })
  const look = async (left: number) => {
    const ids = (await store.deliveries({ states: ['pending'], limit: 1_000 })).map(({ id }) => id)
    await store.dropDeliveries(ids.slice(left), clock.now())
    await clock.advance(15_000)
    const before = lines.length
    progress.tick((error) => expect(error).toBeUndefined())
    await expect.poll(() => lines.length).toBe(before + 1)
  }
  await look(150)
  await look(120)
  await look(20)
  expect(lines).toEqual([
    'channel subscribers/email: 150 messages are still to be sent',
    'channel subscribers/email: 120 messages are still to be sent',
    'channel subscribers/email: through with the many messages there were',
  ])
})
