import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aMaintenance } from '../core/builders.ts'
import { bot, aWatchedPage, minute, second, start, times } from './watch-fixture.ts'

test('a version that answers well passes once its watch is over, and the evidence is kept with it', async () => {
  const { record, deployments, watches, store, set } = await aWatchedPage()
  await record('api', start - 60 * minute, times(120, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start + second, times(60, 210))
  set(start + 10 * minute)
  expect(await watches.report(id)).toMatchObject({
    watch: { verdict: 'pending', until: start + 30 * minute },
  })
  expect(await watches.decideDue()).toEqual([])
  set(start + 30 * minute + 2 * second)
  expect(await watches.decideDue()).toHaveLength(1)
  const stored = (await store.deployment(id))!.watch!
  expect(stored).toMatchObject({ verdict: 'passed', decidedAt: start + 30 * minute + 2 * second })
  expect(stored.figures).toMatchObject([{ component: 'api', checks: 60, failed: 0, printed: '100' }])
  expect(stored.figures[0]!.p95).toBeCloseTo(210, -1)
  expect(stored.figures[0]!.baseline).toBeCloseTo(200, -1)
  expect(stored.findings.map(({ trigger, state }) => `${trigger} ${state}`)).toEqual([
    'error_rate kept',
    'response_p95 kept',
    'regression kept',
    'component_down kept',
  ])
  expect(await watches.decideDue()).toEqual([])
})

test('one that fails is to be rolled back as soon as it is plain, whatever comes afterwards', async () => {
  const { record, deployments, watches, store, set } = await aWatchedPage()
  await record('api', start - 60 * minute, times(120, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start + second, [200, 'down', 'down', 'down'])
  set(start + 2 * minute)
  expect(await watches.decideDue()).toHaveLength(1)
  const { watch } = (await store.deployment(id))!
  expect(watch).toMatchObject({ verdict: 'roll_back', decidedAt: start + 2 * minute })
  expect(watch!.findings.filter(({ state }) => state === 'exceeded').map(({ trigger }) => trigger)).toEqual([
    'error_rate',
    'component_down',
  ])
  await record('api', start + 3 * minute, times(50, 200))
  set(start + 40 * minute)
  expect((await watches.report(id)).watch.verdict).toBe('roll_back')
})

test('answers that became slow against the week before are a regression', async () => {
  const { record, deployments, watches, set } = await aWatchedPage()
  await record('api', start - 120 * minute, times(240, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start + second, times(40, 400))
  set(start + 20 * minute)
  const { watch, findings } = await watches.report(id)
  expect(watch.verdict).toBe('roll_back')
  expect(findings.find(({ trigger }) => trigger === 'regression')).toMatchObject({
    state: 'exceeded',
    measured: expect.closeTo(1, 1),
    limit: 0.5,
  })
})

test('where no collector looked the verdict is unknown', async () => {
  const { deployments, watches, record, set } = await aWatchedPage()
  await record('api', start - 60 * minute, times(100, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  set(start + 31 * minute)
  expect(await watches.report(id)).toMatchObject({
    watch: { verdict: 'unknown' },
    findings: [
      { state: 'unknown', reason: 'not_observed' },
      { state: 'unknown', reason: 'not_observed' },
      { state: 'unknown', reason: 'not_observed' },
      { state: 'unknown', reason: 'not_observed' },
    ],
  })
})

test('checks in announced maintenance do not count, as on the page', async () => {
  const { deployments, watches, record, store, set } = await aWatchedPage()
  await record('api', start - 60 * minute, times(120, 200))
  await store.commit({
    silent: true,
    maintenances: [
      aMaintenance({
        scheduledFor: start,
        scheduledUntil: start + 10 * minute,
        publishedAt: start - 48 * 60 * minute,
        announced: [{ at: start - 48 * 60 * minute, from: start, to: start + 10 * minute }],
      }),
    ],
  })
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start, [...times(20, 'down'), ...times(40, 200)])
  set(start + 31 * minute)
  const { watch, figures } = await watches.report(id)
  expect(watch.verdict).toBe('passed')
  expect(figures).toMatchObject([{ checks: 40, failed: 0 }])
})

test('a deployment that names no component is watched on all of them', async () => {
  const { deployments, watches, record, set } = await aWatchedPage()
  for (const component of ['api', 'website']) await record(component, start - 60 * minute, times(120, 200))
  const { id } = await deployments.start({ version: '2.14.0' }, bot)
  await record('api', start + second, times(10, 200))
  await record('website', start + second, times(10, 'down'))
  set(start + 5 * minute)
  const { watch, findings } = await watches.report(id)
  expect(watch.verdict).toBe('roll_back')
  expect([
    ...new Set(findings.filter(({ state }) => state === 'exceeded').map((one) => one.component)),
  ]).toEqual(['website'])
})

test('a guard watches it for longer, or for less, from then on', async () => {
  const { deployments, watches, record, store, set } = await aWatchedPage()
  await record('api', start - 60 * minute, times(120, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start + second, times(120, 200))
  set(start + 31 * minute)
  await watches.decideDue()
  expect((await store.deployment(id))!.watch!.verdict).toBe('passed')
  expect((await watches.watchFor(id, { for: '20m' }, bot)).watch).toMatchObject({
    verdict: 'pending',
    until: start + 51 * minute,
  })
  set(start + 52 * minute)
  expect((await watches.report(id)).watch.verdict).toBe('passed')
  set(start + 25 * 60 * minute)
  await expect(watches.watchFor(id, { for: '1m' }, bot)).rejects.toThrow('It started 1d1h ago')
})

test('what the team took back first has no verdict of ours', async () => {
  const { deployments, watches, record, set } = await aWatchedPage()
  await record('api', start - 60 * minute, times(120, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start + second, times(20, 200))
  set(start + 5 * minute)
  await deployments.finish(id, { outcome: 'rolled_back' }, bot)
  set(start + 6 * minute)
  expect((await watches.report(id)).watch.verdict).toBe('ended')
})

test('of two processes that decide at once one does, and both say the same', async () => {
  const page = await aWatchedPage()
  const { deployments, watches, record, set } = page
  const other = await openSqliteStore(page.file)
  onTestFinished(() => other.close())
  await record('api', start - 60 * minute, times(120, 200))
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  await record('api', start + second, times(10, 'down'))
  set(start + 5 * minute)
  const reports = await Promise.all([watches.report(id), page.anotherService(other).report(id)])
  expect(reports.map(({ watch }) => [watch.verdict, watch.version])).toEqual([
    ['roll_back', 2],
    ['roll_back', 2],
  ])
  expect(
    (await page.store.pendingNotifications(9)).filter(({ topic }) => topic === `deployment/${id}`),
  ).toHaveLength(1)
})
