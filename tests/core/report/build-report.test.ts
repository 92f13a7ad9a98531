import { expect, test } from 'vitest'
import { finishDeployment, startDeployment } from '../../../collector/core/deployment/commands.ts'
import {
  type TriggerFinding,
  type WatchVerdict,
  beginWatch,
} from '../../../collector/core/deployment/deployment-watch.ts'
import { collectorAuthor } from '../../../collector/core/incident/incident.ts'
import {
  previousPeriodSummary,
  buildReport,
  reportPeriod,
} from '../../../collector/core/report/build-report.ts'
import { reportMailParts } from '../../../collector/core/report/report-mail.ts'
import { noObjectives } from '../../../collector/core/slo/objective.ts'
import {
  anIncidentDuring,
  aWindow,
  someResponseTimes,
  day,
  dayOfNovember,
  evidence,
  input,
  monthly,
  november,
  on,
  aDeclaration,
  someTerms,
} from './report-builders.ts'

const minute = 60_000

test('7.2 minutes of downtime in a day cannot print 99.95', () => {
  const report = buildReport(
    input({ api: evidence([aDeclaration(on(5, '10:00'), on(5, '10:00') + 432_000)]) }),
    dayOfNovember(5),
    on(7),
  )
  expect(report.availability).toEqual({ availability: 0.995, printed: '99.50', down: 432_000 })
  expect(report.affected).toBe(432_000)
  expect(report.components[0]!.days).toHaveLength(1)
  expect(report.components[0]!.days[0]).toMatchObject({ date: '2026-11-05', down: 432_000, printed: '99.50' })
})

test('twelve incidents of 23 minutes in a month are 99.36 %, with their mean time to restore', () => {
  const stories = Array.from({ length: 12 }, (_, i) =>
    anIncidentDuring(on(2 * i + 1, '10:00'), on(2 * i + 1, '10:23'), { priority: i < 2 ? 'P1' : 'P3' }),
  )
  const report = monthly(
    input(
      { api: evidence(stories.map((one) => aDeclaration(one.startedAt, one.startedAt + 23 * minute))) },
      { incidents: stories },
    ),
  )
  expect(report.availability).toMatchObject({ printed: '99.36', down: 276 * minute })
  expect(report.incidents).toMatchObject({
    begun: 12,
    resolved: 12,
    by_priority: { P1: 2, P2: 0, P3: 10, P4: 0, none: 0 },
    mttr: 23 * minute,
    mtta: 0,
  })
  expect(report.days.reduce((sum, one) => sum + one.incidents, 0)).toBe(12)
  expect(report.days.reduce((sum, one) => sum + one.down, 0)).toBe(report.availability.down)
})

test('a monthly window of 4 h alone is no downtime once announced in time, and 0.55 % of the month told too late', () => {
  const down = [aDeclaration(on(1, '04:00'), on(1, '08:00'))]
  const inTime = aWindow(on(1, '04:00'), on(1, '08:00'))
  const late = { ...inTime, announced: [{ from: on(1, '04:00'), to: on(1, '08:00'), at: on(1, '01:00') }] }
  const kept = monthly(input({ api: evidence(down, [inTime]) }, { maintenances: [inTime] }))
  expect(kept.availability).toEqual({ availability: 1, printed: '100', down: 0 })
  expect(kept.affected).toBe(0)
  expect(kept.maintenance).toEqual({
    planned: { windows: 1, time: 240 * minute },
    emergency: { windows: 0, time: 0 },
  })
  const broken = monthly(input({ api: evidence(down, [late]) }, { maintenances: [late] }))
  expect(broken.availability.printed).toBe('99.44')
  expect(broken.affected).toBe(240 * minute)
  expect(broken.maintenance).toEqual({
    planned: { windows: 0, time: 0 },
    emergency: { windows: 1, time: 240 * minute },
  })
  expect(broken.components[0]!.windows[0]).toMatchObject({
    late: true,
    notice_given: 180 * minute,
    excluded: [],
  })
})

test('maintenance is the time really spent inside the period, overlaps once, without what was called off', () => {
  const maintenances = [
    aWindow(on(1) - 60 * minute, on(1, '01:00')),
    aWindow(on(1, '00:30'), on(1, '02:00'), { id: 'b', completedAt: on(1, '01:30') }),
    aWindow(on(3), on(3, '02:00'), { id: 'c', cancelledAt: on(2) }),
    aWindow(on(4), on(4, '02:00'), { id: 'd', withdrawn: { at: on(2), by: 'ada' } }),
  ]
  expect(monthly(input(undefined, { maintenances })).maintenance.planned).toEqual({
    windows: 2,
    time: 90 * minute,
  })
})

test('two outages at once affect readers once; a degraded component affects nobody', () => {
  const report = monthly(
    input({
      api: evidence([aDeclaration(on(2, '10:00'), on(2, '10:10'))]),
      website: evidence([aDeclaration(on(2, '10:05'), on(2, '10:20'), 'partial_outage')]),
      mail: evidence([aDeclaration(on(2, '11:00'), on(2, '12:00'), 'degraded_performance')]),
    }),
  )
  expect(report.affected).toBe(20 * minute)
  expect(report.availability.down).toBe((10 * minute + 0.3 * 15 * minute) / 3)
})

test('the same input and terms give the same bytes, and terms stand in the report', () => {
  const of = input({ api: evidence([aDeclaration(on(2, '10:00'), on(2, '10:10'))]) })
  expect(JSON.stringify(monthly(of))).toBe(JSON.stringify(monthly(structuredClone(of))))
  expect(buildReport(of, november, november.to)).toEqual(buildReport(of, november, november.to + 90 * day))
  expect(monthly(of).terms).toEqual(of.terms)
})

test('what happened after the period changes nothing in its report: an incident resolved later is still open in it', () => {
  const byItself = { ...anIncidentDuring(on(30, '23:50'), null).updates[0]!, author: collectorAuthor }
  const open = anIncidentDuring(on(30, '23:50'), null, { priority: 'P1', updates: [byItself] })
  const { updates } = anIncidentDuring(on(30, '23:50'), november.to + 30 * minute)
  const later = {
    ...open,
    version: 4,
    acknowledgedAt: november.to + minute,
    updates: [byItself, ...updates.slice(1)],
  }
  const of = (incident: typeof open) =>
    monthly(
      input(
        { api: evidence([aDeclaration(on(30, '23:50'), november.to)]) },
        {
          incidents: [incident],
          terms: someTerms({ objectives: { ...noObjectives, recovery: 15 * minute } }),
        },
      ),
    )
  expect(of(later)).toEqual(of(open))
  expect(of(later).incidents).toMatchObject({ begun: 1, resolved: 0, mttr: null })
  expect(of(later).incidents.list[0]).toMatchObject({
    resolved_at: null,
    recovery: { promised: 15 * minute, took: null, verdict: 'kept' },
  })
})

test('what is acknowledged on the next day is answered on that day, whatever was said before', () => {
  const incident = anIncidentDuring(on(2, '23:00'), on(3, '02:00'), { acknowledgedAt: on(3, '00:30') })
  const of = (date: number) =>
    buildReport(input(undefined, { incidents: [incident] }), dayOfNovember(date), november.to)
  expect(of(2).incidents).toMatchObject({ mtta: null, list: [{ response: { took: null } }] })
  expect(of(3).incidents).toMatchObject({ mtta: 90 * minute, list: [{ response: { took: 90 * minute } }] })
})

test('one that was resolved for a while only, and opened again in the next month, is open at the end of this one', () => {
  const incident = anIncidentDuring(on(30, '10:00'), on(30, '11:00'))
  const again = {
    ...incident,
    updates: [
      ...incident.updates,
      { ...incident.updates[0]!, id: 'u3', at: november.to + minute, status: 'investigating' as const },
    ],
  }
  expect(monthly(input(undefined, { incidents: [again] })).incidents).toMatchObject({
    resolved: 0,
    list: [{ resolved_at: null }],
  })
})

test('false alarms, announcements and what was withdrawn are no incidents of the period', () => {
  const incidents = [
    anIncidentDuring(on(2, '10:00'), on(2, '11:00'), { falseAlarm: { reason: 'A test', at: on(3) } }),
    anIncidentDuring(on(3, '10:00'), on(3, '10:00'), { id: 'news', impact: 'none' }),
    anIncidentDuring(on(4, '10:00'), on(4, '11:00'), { id: 'gone', withdrawn: { at: on(5), by: 'ada' } }),
  ]
  const report = monthly(input(undefined, { incidents }))
  expect(report.incidents).toMatchObject({ begun: 0, resolved: 0, false_alarms: 1, mttr: null, mtta: null })
  expect(report.incidents.list.map((one) => one.false_alarm)).toEqual([true])
})

test('a tier promises a budget of the month and response times by day', () => {
  const of = input(
    { api: evidence([aDeclaration(on(2, '10:00'), on(2, '10:40'))], [], { firstAt: on(2) }) },
    {
      days: {
        '2026-11-01': someResponseTimes(9_000),
        '2026-11-02': someResponseTimes(1_000),
        '2026-11-03': someResponseTimes(1_900),
        '2026-11-04': someResponseTimes(2_000),
      },
    },
  )
  const terms = someTerms({
    tiers: [{ id: 'gold', name: 'Gold', description: null, availability: 999_000, responseP95: 2_000 }],
    components: [{ id: 'api', name: 'API', group: null, tier: 'gold' }],
  })
  const [api] = monthly({ ...of, terms }).components
  expect(api).toMatchObject({
    first_at: '2026-11-02T00:00:00.000Z',
    budget: {
      target: '99.9',
      allowed: (29 * day) / 1000,
      spent: 40 * minute,
      remaining: (29 * day) / 1000 - 40 * minute,
      verdict: 'at_risk',
    },
    response_promise: { target: 2_000, kept: 1, at_risk: 1, broken: 1, unknown: 26, verdict: 'broken' },
  })
  const [daily] = buildReport({ ...of, terms }, dayOfNovember(3), on(9)).components
  expect(daily).toMatchObject({ budget: null, response_promise: { at_risk: 1, verdict: 'at_risk' } })
})

test('days follow the zone: the report of a day with 25 hours has them all', () => {
  const period = reportPeriod('daily', '2026-10-25', 'Europe/Paris')
  expect(period.to - period.from).toBe(90_000_000)
  const october = reportPeriod('monthly', '2026-10', 'Europe/Paris')
  const slices = [{ from: october.from, to: october.to, status: 'operational' as const }]
  const of = input({ api: evidence([], [], { firstAt: october.from, slices }) })
  const report = buildReport({ ...of, terms: someTerms({ timezone: 'Europe/Paris' }) }, october, october.to)
  expect(report.days).toHaveLength(31)
  const [api] = report.components
  expect(api!.days.find((one) => one.date === '2026-10-25')!.period).toBe(90_000_000)
  expect(api!.days.reduce((sum, one) => sum + one.period, 0)).toBe(api!.availability.period)
})

test('a month that runs is told up to now, a component before it began as unknown', () => {
  const report = buildReport(
    input({ api: evidence(), late: evidence([], [], { firstAt: null }) }),
    november,
    on(3, '12:00'),
  )
  expect(report.until).toBe('2026-11-03T12:00:00.000Z')
  expect(report.days.map((one) => one.date)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03'])
  expect(report.components[0]!.availability.period).toBe(2.5 * day)
  expect(report.components[1]!.availability).toMatchObject({ period: 0, availability: null, printed: null })
  expect(report.availability.printed).toBe('100')
})

test('metrics tell how they grew, deployments how they ended, and the next report what this one was', () => {
  const metric = {
    id: 'users',
    name: 'Users',
    description: null,
    group: null,
    unit: null,
    component: null,
    summary: 'last' as const,
    good: { operator: '>' as const, value: 1_000 },
    thresholds: { warning: null, critical: { operator: '<' as const, value: 10 } },
    growth: 100_000,
  }
  const deployed = (id: string, finishedAt: number | null, outcome: 'succeeded' | 'rolled_back' | null) => ({
    id,
    version: '1',
    components: [],
    url: null,
    startedAt: on(1),
    finishedAt,
    outcome,
  })
  const report = monthly(
    input(undefined, {
      metrics: [
        {
          metric,
          whole: { value: 1_153, min: 1, max: 2_000, p95: 1_900, points: 9 },
          days: [],
          before: 1_000,
        },
        { metric, whole: { value: 5, min: 5, max: 5, p95: 5, points: 1 }, days: [], before: 0 },
        { metric, whole: { value: 50, min: 5, max: 5, p95: 5, points: 1 }, days: [], before: null },
      ],
      deployments: [
        deployed('a', on(2), 'succeeded'),
        deployed('b', on(3), 'rolled_back'),
        deployed('c', null, null),
        deployed('d', november.to, 'succeeded'),
      ],
    }),
  )
  expect(report.metrics[0]).toMatchObject({ state: 'good', growth_promised: 0.1 })
  expect(report.metrics[0]!.growth).toBeCloseTo(0.153)
  expect(report.metrics[1]).toMatchObject({ state: 'critical', growth: null })
  expect(report.metrics[2]).toMatchObject({ state: 'warning', growth: null })
  expect(report.deployments).toEqual({ count: 2, succeeded: 1, failed: 0, rolled_back: 1 })
  expect(previousPeriodSummary(report)).toMatchObject({
    period: '2026-11',
    printed: '100',
    down: 0,
    incidents: 0,
  })
})

test('deployments that were watched have their verdict, and what was beyond its limit', () => {
  const deployed = (id: string, finishedAt: number, verdict: WatchVerdict) => ({
    ...finishDeployment(
      startDeployment({ id, version: `2.${id}`, components: [], url: null }, on(1)),
      'succeeded',
      finishedAt,
    )!,
    watch: {
      ...beginWatch(id, on(1), 1),
      verdict,
      decidedAt: finishedAt,
      findings: [
        {
          trigger: 'error_rate',
          component: 'api',
          state: 'exceeded',
          reason: null,
          measured: 0.12,
          limit: 0.05,
        },
        { trigger: 'component_down', component: 'api', state: 'kept', reason: null, measured: 0, limit: 0 },
      ] satisfies TriggerFinding[],
    },
  })
  const report = monthly(
    input(undefined, {
      deployments: [deployed('b', on(3), 'roll_back'), deployed('a', on(2), 'unknown')],
    }),
  )
  const exceeded = [{ trigger: 'error_rate', component: 'api', measured: 0.12, limit: 0.05 }]
  expect(report.deployments).toMatchObject({
    count: 2,
    watched: [
      { version: '2.a', verdict: 'unknown', exceeded },
      { version: '2.b', verdict: 'roll_back', exceeded },
    ],
  })
  const text = reportMailParts(report, 'en').text
  expect(text).toMatch(/Within every limit\s+0[^]+Beyond a limit\s+1 \(2\.b\)[^]+Not known\s+1 \(2\.a\)/)
})
