import { expect, onTestFinished, test } from 'vitest'
import { assembleSnapshot } from '../../collector/core/snapshot/assemble-snapshot.ts'
import type { Outcome } from '../../collector/core/monitoring/check.ts'
import type { TcpMonitor } from '../../collector/core/monitoring/monitor.ts'
import { openMonitorStates } from '../../collector/app/store/open-store.ts'
import { isOpen } from '../../collector/core/incident/incident.ts'
import { createRecorder } from '../../collector/monitoring/recorder.ts'
import { runCheck } from '../../collector/monitoring/run-check.ts'
import { runSpacing } from '../../collector/monitoring/run-spacing.ts'
import { createSnapshotSource } from '../../collector/publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aComponent, aConfig } from '../core/builders.ts'
import { fakeClock } from '../fake-clock.ts'

const minute = 60_000
const up: Outcome = { health: 'up', took: 20 }
const down: Outcome = { health: 'down', took: 1, fault: { code: 'refused', detail: 'x' } }

/** A collector that is run again and again, as cron does it: each time everything but the store is made again. */
async function aCron() {
  const store = await openSqliteStore(':memory:', { timezone: 'UTC' })
  onTestFinished(() => store.close())
  const clock = fakeClock()
  const config = aConfig({ components: [aComponent('api')] })
  const monitor = config.components[0]!.monitors[0] as TcpMonitor
  return {
    store,
    clock,
    config,
    /** One run: until what it found is confirmed, published, and gone. */
    async run(outcome: Outcome) {
      const runsEvery = await runSpacing(store, config, clock.now())
      const { states, stateRevisions } = await openMonitorStates(store, config)
      const recorder = createRecorder({
        clock,
        store,
        states,
        stateRevisions,
        onStored: () => {},
        onTrouble: () => {},
      })
      recorder.advance(clock.now())
      const checkOnce = (): Promise<boolean> =>
        runCheck(monitor, {
          clock,
          region: config.region,
          probe: async () => {
            await clock.advance(outcome.took)
            return outcome
          },
          reachability: { isConnected: () => Promise.resolve(true), stalledSince: () => false },
          states,
          recorder,
          runsEvery,
          onOutcome: () => {},
        })
      while (await checkOnce()) await clock.advance(monitor.confirm.retryEvery)
      recorder.advance(clock.now())
      await recorder.flush()
      await recorder.stop()
      const source = createSnapshotSource(store, config, () => ({ cutOff: false, demo: false, runsEvery }))
      return assembleSnapshot(await source.gather(clock.now()))
    },
  }
}

test('between runs five minutes apart the page is not stale and its service not unknown', async () => {
  const { run, clock } = await aCron()
  for (let i = 0; i < 3; i++) {
    await run(up)
    await clock.advance(5 * minute)
  }
  const page = await run(up)
  expect(Math.round((page.staleAfter - page.generatedAt) / minute)).toBe(11)
  for (let i = 0; i < 11; i++) {
    await clock.advance(5 * minute)
    await run(up)
  }
  await clock.advance(5 * minute)
  const { components } = await run(up)
  const since = await run(up)
  expect(since.components[0]!.status).toBe('operational')
  // The first runs were taken for those of a collector that stays: what lay between them is unknown for good.
  expect(components[0]!.uptime.unknown).toBeLessThan(15 * minute)
})

test('a run confirms an outage before it leaves, and the next ones close it', async () => {
  const { run, clock, store } = await aCron()
  for (let i = 0; i < 4; i++) {
    await run(up)
    await clock.advance(5 * minute)
  }
  expect((await run(down)).components[0]!.status).toBe('major_outage')
  expect((await store.incidents()).filter(isOpen)).toHaveLength(1)
  await clock.advance(5 * minute)
  const { components } = await run(up)
  expect(components[0]!.status).toBe('operational')
  expect(components[0]!.uptime.down).toBeGreaterThanOrEqual(5 * minute)
  expect((await store.incidents()).filter(isOpen)).toEqual([])
})

test('runs by hand, some now and some then, have no pace: their page is soon stale, their service soon unknown', async () => {
  const { run, clock, config, store } = await aCron()
  for (const pause of [minute, 2 * minute, 6 * 60 * minute, minute]) {
    await run(up)
    await clock.advance(pause)
  }
  expect(await runSpacing(store, config, clock.now())).toBeNull()
  const page = await run(up)
  expect(page.staleAfter - page.generatedAt).toBe(3 * minute)
})
