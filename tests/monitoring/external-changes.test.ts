import { systemClock } from '../../collector/time/system-clock.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { resolveIncidentTemplates } from '../../collector/config/incident-templates.ts'
import type { Check } from '../../collector/core/monitoring/check.ts'
import type { KnownHealth } from '../../collector/core/monitoring/health.ts'
import { createMonitorStates } from '../../collector/core/evaluation/monitor-states.ts'
import type { Monitor } from '../../collector/core/monitoring/monitor.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { createExternalChanges, markStore } from '../../collector/monitoring/external-changes.ts'
import { createRecorder } from '../../collector/monitoring/recorder.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'

const start = Date.UTC(2026, 10, 1)
const monitor: Monitor = {
  kind: 'tcp',
  id: 'a',
  component: 'api',
  host: '127.0.0.1',
  port: 1,
  every: 30_000,
  timeout: 10_000,
  expect: {},
  confirm: { failures: 2, successes: 1, retryEvery: 5_000 },
}
const config = {
  components: [
    {
      id: 'api',
      name: 'API',
      description: null,
      group: null,
      tier: null,
      priority: null,
      monitors: [monitor],
    },
  ],
  incidents: {
    automatic: true,
    reopenWithin: 900_000,
    from: 'degraded_performance' as const,
    templates: resolveIncidentTemplates(undefined, ['fr', 'en']),
  },
  page: { locales: ['en'] },
}
const aCheck = (seconds: number, health: KnownHealth): Check => ({
  monitor: 'a',
  region: '',
  at: start + seconds * 1_000,
  health,
  took: 10,
})
const everything = { from: 0, to: Infinity }

/** A collector's memory and its watch over a file that two processes have open. */
async function beside() {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  const [ours, theirs] = [
    await openSqliteStore(join(dir, 'status.db')),
    await openSqliteStore(join(dir, 'status.db')),
  ]
  const mark = await markStore(ours)
  const states = createMonitorStates(config, '', new Map(), [])
  const record = createRecorder({
    clock: systemClock(),
    store: ours,
    states,
    stateRevisions: new Map(),
    onStored: () => {},
    onTrouble: () => {},
  })
  const others = createExternalChanges(mark, {
    store: ours,
    recorder: record,
    states,
  })
  onTestFinished(async () => {
    await record.stop()
    await ours.close()
    await theirs.close()
    await rm(dir, { recursive: true })
  })
  return { ours, theirs, book: states, record, others }
}

test('what we write ourselves is no news', async () => {
  const { record, others } = await beside()
  record.record(aCheck(0, 'up'), start)
  await record.flush()
  expect(await others.poll()).toEqual(new Set())
})

test('an outage that ends while a backfill is taken over ends in the record, too', async () => {
  const { ours, theirs, book: states, record, others } = await beside()
  record.record(aCheck(0, 'up'), start)
  await record.flush()
  await backfill(theirs, monitor, '', [aCheck(-3_600, 'down'), aCheck(-3_570, 'down'), aCheck(-3_540, 'up')])
  // Checks go on coming in while the timeline is folded again.
  const noticing = others.poll()
  record.record(aCheck(30, 'down'), start + 30_000)
  record.record(aCheck(35, 'down'), start + 35_000)
  expect(await noticing).toEqual(new Set(['history']))
  record.record(aCheck(60, 'up'), start + 60_000)
  await record.flush()
  expect(states.health('a')).toBe('up')
  const transitions = (await ours.transitions(everything)).map(({ at, health }) => [
    (at - start) / 1_000,
    health,
  ])
  expect(transitions.slice(-3)).toEqual([
    [0, 'up'],
    [30, 'down'],
    [60, 'up'],
  ])
  expect(transitions[0]).toEqual([-3_600, 'down'])
  expect(await others.poll()).toEqual(new Set())
})
