import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createHousekeeping } from '../../collector/app/housekeeping.ts'
import { keptNotifications } from '../../collector/store/notification-store.ts'
import { createProblemLog } from '../../collector/app/problem-log.ts'
import { createMonitorStates } from '../../collector/core/evaluation/monitor-states.ts'
import { createExternalChanges, markStore } from '../../collector/monitoring/external-changes.ts'
import { createRecorder } from '../../collector/monitoring/recorder.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { StoredChange } from '../../collector/store/stored-change.ts'
import { aConfig } from '../core/builders.ts'
import { fakeClock } from '../fake-clock.ts'
import { aCheck, aNotification, anIncident, day } from '../store/builders.ts'

/** The housekeeping of one collector, and another process that has the same database open. */
async function besideAnother() {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  const store = await openSqliteStore(join(dir, 'status.db'))
  const other = await openSqliteStore(join(dir, 'status.db'))
  const clock = fakeClock()
  const config = aConfig()
  const lines: string[] = []
  const changes: StoredChange[] = []
  const onStored = (change: StoredChange): void => void changes.push(change)
  const mark = await markStore(store)
  const states = createMonitorStates(config, '', new Map(), [])
  const recorder = createRecorder({
    clock,
    store,
    states,
    stateRevisions: new Map(),
    onStored,
    onTrouble: () => {},
  })
  const externalChanges = createExternalChanges(mark, { store, recorder, states })
  const housekeeping = createHousekeeping({
    store,
    config: () => config,
    clock,
    recordAlive: () => Promise.resolve(),
    externalChanges,
    onStored,
    problems: createProblemLog({ error: (line) => lines.push(line) }, clock),
  })
  onTestFinished(async () => {
    await recorder.stop()
    await store.close()
    await other.close()
    await rm(dir, { recursive: true })
  })
  const tick = async (): Promise<void> => {
    housekeeping.tick()
    await housekeeping.settled()
  }
  return { clock, store, other, changes, lines, tick }
}

test('an ordinary check of another process is no reason to publish', async () => {
  const { other, changes, tick } = await besideAnother()
  await other.commit({ checks: [aCheck()] })
  await tick()
  expect(changes).toEqual([])
})

test('a notice of another process is announced once', async () => {
  const { other, changes, tick } = await besideAnother()
  await other.commit({ incidents: [anIncident()] })
  await tick()
  await tick()
  expect(changes).toEqual([{ kind: 'external', kinds: new Set(['notices']) }])
})

test('what this process commits itself is announced by the part that committed it, not again', async () => {
  const { store, changes, tick } = await besideAnother()
  await store.commit({ incidents: [anIncident()] })
  await tick()
  expect(changes).toEqual([])
})

test('a store that cannot be read is one line, however often it is tried', async () => {
  const { store, lines, tick } = await besideAnother()
  await store.close()
  await tick()
  await tick()
  expect(
    lines.filter((line) => line.startsWith('changes by other processes could not be read')),
  ).toHaveLength(1)
})

test('news that everybody was told a month ago is forgotten', async () => {
  const { clock, store, tick } = await besideAnother()
  const keys = Array.from({ length: keptNotifications + 1 }, (_, n) => `report/${n}`)
  await store.commit({ notifications: keys.map((key) => aNotification({ key, topic: key })) })
  await store.expandNotification({ notification: keys[0]!, deliveries: [], cursor: null, at: clock.now() })
  clock.stall(29 * day)
  await tick()
  expect(await store.owedKeys([keys[0]!])).toEqual(new Set([keys[0]]))
  clock.stall(2 * day)
  await tick()
  expect(await store.owedKeys(keys)).toEqual(new Set(keys.slice(1)))
})
