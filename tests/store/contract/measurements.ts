import { describe, expect, test } from 'vitest'
import type { ComponentConfig } from '../../../collector/core/config/config.ts'
import type { Deployment } from '../../../collector/core/deployment/deployment.ts'
import { type DeploymentWatch, beginWatch } from '../../../collector/core/deployment/deployment-watch.ts'
import { quantile } from '../../../collector/core/availability/latency-sketch.ts'
import type { StoredReport } from '../../../collector/store/report-store.ts'
import { Conflict } from '../../../collector/store/store.ts'
import type { Quorum } from '../../../collector/core/monitoring/quorum.ts'
import { aCheck, hour, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const deployment = (id: string): Deployment => ({
  id,
  version: '1.2',
  components: ['api'],
  url: null,
  startedAt: start,
  finishedAt: null,
  outcome: null,
})

const aComponent = (id: string, ...monitors: string[]): ComponentConfig => ({
  id,
  name: id.toUpperCase(),
  description: null,
  group: null,
  tier: 'standard',
  priority: null,
  monitors: monitors.map((monitor) => ({
    id: monitor,
    component: id,
    kind: 'heartbeat',
    timezone: 'UTC',
    every: 60_000,
    timeout: 10_000,
    grace: 10_000,
    lasts: 60_000,
    token: 't',
    confirm: { failures: 2, successes: 1, retryEvery: 5_000 },
  })),
})

const aReport = (sequence: number, more: Partial<StoredReport> = {}): StoredReport => ({
  sequence,
  period: '2026-10',
  revision: sequence,
  frozenAt: start,
  why: null,
  data: 'd',
  previous: null,
  hash: `h${sequence}`,
  text: '{"é":1}',
  facts: '{}',
  ...more,
})

/** What is promised and measured beside checks: configured components, metrics, deployments, frozen reports. */
export function measurementsContract({ store }: StoreUnderTest): void {
  describe('what was configured', () => {
    test('is remembered of monitors and components that no longer are', async () => {
      const configured = (at: number, ...components: ComponentConfig[]) =>
        store().commit({ configuration: { at, components, region: '' } })
      await configured(start, aComponent('api', 'api-http', 'api-old'), aComponent('web', 'web-http'))
      await store().commit({ checks: [aCheck({ monitor: 'api-old', at: start })] })
      await configured(start + hour, aComponent('api', 'api-http'))
      const old = (await store().series()).find((one) => one.monitor === 'api-old')
      expect(old).toMatchObject({
        assignments: [],
        component: 'api',
        cadence: { every: 60_000, timeout: 10_000, confirm: { failures: 2 } },
      })
      expect(await store().componentRecords()).toEqual([
        {
          component: 'api',
          firstAt: start,
          goneAt: null,
          body: { id: 'api', name: 'API', group: null, tier: 'standard' },
        },
        expect.objectContaining({ component: 'web', firstAt: start, goneAt: start + hour }),
      ])
      await configured(start + 2 * hour, aComponent('api'), aComponent('web'))
      const web = (await store().componentRecords()).find((one) => one.component === 'web')
      expect(web).toMatchObject({ firstAt: start, goneAt: null })
    })
  })

  describe('who watches a monitor', () => {
    const watched = (regions: readonly string[], quorum: Quorum = 'majority'): ComponentConfig[] => {
      const component = aComponent('api', 'api-http')
      const watchedFrom = { regions, quorum }
      return [{ ...component, monitors: component.monitors.map((monitor) => ({ ...monitor, watchedFrom })) }]
    }
    const configured = (at: number, components: ComponentConfig[], region = 'paris') =>
      store().commit({ configuration: { at, components, region } })
    const assignments = async () => (await store().series()).map((one) => one.assignments)
    const own = [aComponent('api', 'api-http')]

    test('is kept from when it was configured, each change once', async () => {
      await configured(start, watched(['paris', 'oslo']))
      await configured(start + hour, watched(['oslo', 'paris']))
      await configured(start + 2 * hour, watched(['paris', 'oslo'], 1))
      await configured(start + 3 * hour, own)
      const kept = [
        { from: start, regions: ['paris', 'oslo'], quorum: 'majority' },
        { from: start + 2 * hour, regions: ['paris', 'oslo'], quorum: 1 },
        { from: start + 3 * hour, regions: ['paris'], quorum: 'majority' },
      ]
      expect(await assignments()).toEqual([kept, kept])
    })

    test('was its one region until more were configured, or the region got a name', async () => {
      await configured(start, own, '')
      await store().commit({ checks: [aCheck({ monitor: 'api-http', at: start })] })
      expect(await assignments()).toEqual([[]])
      await configured(start + hour, own, 'paris')
      await configured(start + 2 * hour, watched(['paris', 'oslo'], 'all'))
      const kept = [
        { from: 0, regions: [''], quorum: 'majority' },
        { from: start + hour, regions: ['paris'], quorum: 'majority' },
        { from: start + 2 * hour, regions: ['paris', 'oslo'], quorum: 'all' },
      ]
      expect(await assignments()).toEqual([kept, kept, kept])
    })

    test('of checks imported before the first start is what is configured then', async () => {
      await store().commit({ checks: [aCheck({ monitor: 'api-http', region: 'oslo', at: start })] })
      await configured(start + hour, watched(['paris', 'oslo'], 1))
      expect((await assignments())[0]).toEqual([
        { from: start + hour, regions: ['paris', 'oslo'], quorum: 1 },
      ])
    })
  })

  describe('metrics', () => {
    test('add up to hours, and the same point again changes nothing', async () => {
      const point = (at: number, value: number) => ({ metric: 'cpu', at: start + at, value })
      const first = [point(0, 40), point(60_000, 60), point(hour, 10)]
      await store().commit({ metrics: first })
      await store().commit({ metrics: first })
      const [hour1, hour2] = await store().metricHours({ from: start, to: start + 2 * hour })
      expect(hour1).toMatchObject({
        metric: 'cpu',
        at: start,
        count: 2,
        sum: 100,
        min: 40,
        max: 60,
        last: 60,
      })
      expect(quantile(hour1!.sketch, 1)).toBeCloseTo(60, 0)
      expect(hour2).toMatchObject({ at: start + hour, count: 1, lastAt: start + hour })
      expect(await store().latestMetrics()).toEqual([point(hour, 10)])
      await store().commit({ metrics: [point(60_000, 20)] })
      expect((await store().metricHours({ from: start, to: start + hour }))[0]).toMatchObject({ sum: 60 })
      expect(await store().metricHours({ from: start, to: start + hour }, ['memory'])).toEqual([])
    })
    test('keep their hours when their points are pruned', async () => {
      await store().commit({ metrics: [{ metric: 'cpu', at: start, value: -3 }] })
      expect(await store().pruneMetrics(start + hour)).toBe(1)
      expect(await store().metricPoints('cpu', { from: start, to: start + hour })).toEqual([])
      expect(await store().metricHours({ from: start, to: start + hour })).toMatchObject([
        { min: -3, last: -3 },
      ])
    })
  })

  describe('deployments', () => {
    test('are found by the time they touch', async () => {
      const one = deployment('d1')
      await store().commit({ deployments: [one] })
      expect(await store().deployments({ from: start + hour, to: start + 2 * hour })).toEqual([one])
      const done: Deployment = { ...one, finishedAt: start + 60_000, outcome: 'succeeded' }
      await store().commit({ deployments: [done] })
      expect(await store().deployment('d1')).toEqual(done)
      expect(await store().deployments({ from: start + hour, to: start + 2 * hour })).toEqual([])
    })

    test('are read with the watch over them, which is replaced by its next version only', async () => {
      await store().commit({
        deployments: [deployment('d1')],
        deploymentWatches: [beginWatch('d1', start, hour), beginWatch('d2', start, hour / 2)],
      })
      expect((await store().deployment('d1'))?.watch).toMatchObject({ version: 1, verdict: 'pending' })
      expect((await store().pendingWatches()).map((one) => one.deployment)).toEqual(['d2', 'd1'])
      const decided: DeploymentWatch = {
        ...beginWatch('d1', start, hour),
        version: 2,
        verdict: 'roll_back',
        decidedAt: start + 1,
      }
      await store().commit({ deploymentWatches: [decided] })
      expect((await store().deployments())[0]?.watch).toEqual(decided)
      expect((await store().pendingWatches()).map((one) => one.deployment)).toEqual(['d2'])
      await expect(store().commit({ deploymentWatches: [decided] })).rejects.toThrow(Conflict)
    })

    test('owe their verdict once, in the same transaction', async () => {
      const begun = beginWatch('d1', Date.now(), hour)
      await store().commit({ deployments: [deployment('d1')], deploymentWatches: [begun] })
      expect(await store().pendingNotifications(9)).toEqual([])
      const decided = (version: number): DeploymentWatch => ({
        ...begun,
        version,
        verdict: 'roll_back',
        decidedAt: Date.now(),
      })
      await store().commit({ deploymentWatches: [decided(2)] })
      await store().commit({ deploymentWatches: [decided(3)] })
      expect((await store().pendingNotifications(9)).map(({ subject }) => subject)).toEqual([
        { kind: 'deployment', id: 'd1', verdict: 'roll_back' },
      ])
    })

    test('keep every tick of their check list', async () => {
      const tick = (done: boolean, at: number) => ({ deployment: 'd1', step: 'tests', done, at, by: 'Ann' })
      await store().commit({ checklistTicks: [tick(true, start), tick(false, start + 1)] })
      await store().commit({ checklistTicks: [{ ...tick(true, start), deployment: 'd2', by: null }] })
      expect(await store().checklistTicks('d1')).toEqual([tick(true, start), tick(false, start + 1)])
      expect(await store().checklistTicks()).toHaveLength(3)
    })
  })

  describe('frozen reports', () => {
    test('are a chain: the next one is added, nothing is replaced', async () => {
      await store().commit({ reports: [aReport(1), aReport(2, { why: 'x', previous: 'h1' })] })
      expect(await store().reports()).toEqual([aReport(1), aReport(2, { why: 'x', previous: 'h1' })])
      await expect(store().commit({ reports: [aReport(2)] })).rejects.toThrow(Conflict)
      await expect(store().commit({ reports: [aReport(4)] })).rejects.toThrow(/number 3/)
      expect(await store().reports()).toHaveLength(2)
    })
  })
}
