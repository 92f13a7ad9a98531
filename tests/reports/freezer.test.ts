import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { verifyChain } from '../../collector/core/report/chain.ts'
import type { Config } from '../../collector/core/config/config.ts'
import { noObjectives } from '../../collector/core/slo/objective.ts'
import { reportPeriod } from '../../collector/core/report/report-period.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { createFreezer } from '../../collector/reports/freezer.ts'
import { periodReport } from '../../collector/reports/frozen-report.ts'
import { sha256 } from '../../collector/reports/report-facts.ts'
import { anIncidentDuring, aWindow } from '../core/report/report-builders.ts'
import { aComponent, aConfig, anArchive, day, freezeAll, hour, latest, links, on } from './month-fixture.ts'

const api = aComponent('api')
const website = aComponent('website', { name: { en: 'Website', fr: 'Site' } })
const config = aConfig([api, website], {
  tiers: [
    {
      id: 'gold',
      name: 'Gold',
      description: null,
      availability: 999_000,
      responseP95: 2_000,
      price: null,
      support: null,
    },
  ],
})
const now = on('11-01', '01:00')
/** Down from one hour to another (exclusive). */
const down = (from: number, to: number) => (at: number) => (at >= from && at < to ? 'down' : 'up')

/** October of both components, the API down for three hours on the 5th. */
async function october() {
  const archive = await anArchive()
  await archive.configured(config, on('10-01'))
  await archive.checks(api, on('10-01'), on('11-02'), down(on('10-05', '10:00'), on('10-05', '13:00')))
  await archive.checks(website, on('10-10'), on('11-02'))
  return archive
}

test('a month is frozen an hour after its end, once, with the hash of its text and of the one before', async () => {
  const { store } = await october()
  const one = createFreezer({ store, config, log: { info: () => {}, error: () => {} } })
  expect(await one.pass(now - 1)).toBe(false)
  expect(await links(store)).toEqual([])
  expect(await one.pass(now)).toBe(true)
  expect(await one.pass(now)).toBe(false)
  expect(await links(store)).toEqual(['2026-10.1'])
  const report = await latest(store, '2026-10')
  expect(report.components[0]).toMatchObject({
    availability: { period: 31 * day, down: 3 * hour, unknown: 0 },
    response: { checks: 744 },
  })
  expect(report.components[1]).toMatchObject({ first_at: '2026-10-10T00:00:00.000Z' })
  expect(verifyChain(await store.reports(), sha256)).toEqual([])
})

test('months that were missed are frozen oldest first, and tell growth against one another', async () => {
  const archive = await october()
  await archive.checks(api, on('08-20'), on('10-01'))
  expect(await freezeAll(archive.store, config, now)).toBe(3)
  expect(await links(archive.store)).toEqual(['2026-08.1', '2026-09.1', '2026-10.1'])
  expect((await latest(archive.store, '2026-08')).before).toBe(null)
  expect((await latest(archive.store, '2026-10')).before).toMatchObject({ period: '2026-09', printed: '100' })
  // Nobody was watching the website yet: the month says nothing of it.
  expect((await latest(archive.store, '2026-09')).components.map((one) => one.id)).toEqual(['api'])
})

test('a quiet pass reads nothing', async () => {
  const { store } = await october()
  let reads = 0
  const counted = {
    ...store,
    reports: () => (reads++, store.reports()),
    series: () => (reads++, store.series()),
  }
  const one = createFreezer({ store: counted, config, log: { info: () => {}, error: () => {} } })
  while (await one.pass(now));
  reads = 0
  for (let i = 0; i < 50; i++) expect(await one.pass(now + i * hour)).toBe(false)
  expect(reads).toBe(0)
})

test('no change of configuration moves a frozen month, nor does a start with another one add to it', async () => {
  const archive = await october()
  const { store } = archive
  await freezeAll(store, config, now)
  const [before] = await store.reports()
  const monitor = api.monitors[0]!
  const others: Config[] = [
    aConfig([api, website], {
      uptime: {
        weights: { operational: 0, degraded_performance: 500, partial_outage: 1000, major_outage: 0 },
        excludeMaintenance: 'none',
      },
      tiers: [],
      notice: { default: 0 },
      objectives: { ...noObjectives, recovery: 1 },
    }),
    aConfig([{ ...website, name: 'Another name', monitors: [{ ...monitor, component: 'website' }] }]),
    aConfig([{ ...api, monitors: [] }, aComponent('new')]),
    { ...config, page: { ...config.page, timezone: 'Asia/Tokyo', name: 'Another page' } },
    aConfig([
      { ...api, monitors: [{ ...monitor, every: 1_000, confirm: { ...monitor.confirm, failures: 9 } }] },
    ]),
  ]
  for (const other of others) {
    await archive.configured(other, on('11-03'))
    const one = createFreezer({ store, config: other, log: { info: () => {}, error: () => {} } })
    one.invalidate()
    expect(await freezeAll(store, other, on('11-03'), one)).toBe(0)
  }
  expect(await store.reports()).toEqual([before])
})

test('checks of a later month, folded with another confirmation, leave the month as it was confirmed then', async () => {
  const archive = await october()
  await freezeAll(archive.store, config, now)
  const monitor = api.monitors[0]!
  const slower = { ...api, monitors: [{ ...monitor, confirm: { ...monitor.confirm, failures: 9 } }] }
  const other = { ...config, components: [slower, website] }
  await archive.configured(other, on('11-03'))
  await archive.checks(slower, on('11-02'), on('11-04'))
  expect(await freezeAll(archive.store, other, on('11-04'))).toBe(0)
  // Nor does it come in with a correction of something else.
  await archive.store.commit({ incidents: [anIncidentDuring(on('10-20', '10:00'), on('10-20', '11:00'))] })
  expect(await freezeAll(archive.store, other, on('11-04'))).toBe(1)
  expect((await latest(archive.store, '2026-10')).components[0]!.availability.down).toBe(4 * hour)
})

test('what is imported later under another configuration is counted by the frozen terms', async () => {
  const archive = await october()
  const { store } = archive
  const incident = anIncidentDuring(on('10-20', '10:00'), on('10-20', '11:00'))
  await freezeAll(store, config, now)
  const before = await latest(store, '2026-10')
  const other = aConfig(
    [{ ...website, monitors: [...website.monitors, { ...api.monitors[0]!, component: 'website' }] }],
    {
      uptime: { weights: { ...config.uptime.weights, major_outage: 0 }, excludeMaintenance: 'all' },
    },
  )
  await archive.configured(other, on('11-03'))
  await store.commit({ incidents: [incident] })
  expect(await freezeAll(store, other, on('11-03'))).toBe(1)
  const after = await latest(store, '2026-10')
  expect(after.why).toBe(`Incident ${incident.id} was added.`)
  expect(after.terms).toEqual(before.terms)
  expect(after.components.map((one) => [one.id, one.availability.down])).toEqual([
    ['api', 4 * hour],
    ['website', 0],
  ])
  expect(after.components[1]).toEqual(before.components[1])
})

test('a later correction is revision 2 that says why; the first stays as it was', async () => {
  const { store } = await october()
  const incident = anIncidentDuring(on('10-20', '10:00'), on('10-20', '11:00'))
  await store.commit({ incidents: [incident] })
  const one = createFreezer({ store, config, log: { info: () => {}, error: () => {} } })
  await freezeAll(store, config, now, one)
  const [first] = await store.reports()
  await store.commit({
    incidents: [{ ...incident, version: 2, falseAlarm: { reason: 'A test', at: on('11-03') } }],
  })
  one.invalidate('notices')
  expect(await freezeAll(store, config, on('11-03'), one)).toBe(1)
  const after = await latest(store, '2026-10')
  expect(after.why).toBe(`Incident ${incident.id} was changed (version 1 → 2): marked a false alarm.`)
  expect(after.incidents).toMatchObject({ begun: 0, false_alarms: 1 })
  expect(after.components[0]!.availability.down).toBe(3 * hour)
  expect((await store.reports())[0]).toEqual(first)
  expect(verifyChain(await store.reports(), sha256)).toEqual([])
  expect(await freezeAll(store, config, on('11-04'))).toBe(0)
})

test('a revision says what of a notice was corrected', async () => {
  const { store } = await october()
  const incident = anIncidentDuring(on('10-20', '10:00'), on('10-20', '11:00'))
  const window = aWindow(on('10-06', '10:00'), on('10-06', '12:00'), { id: 'w' })
  await store.commit({ incidents: [incident], maintenances: [window] })
  await freezeAll(store, config, now)
  const [first, ...rest] = incident.updates
  const updates = [{ ...first!, components: { website: 'major_outage' as const } }, ...rest]
  await store.commit({
    incidents: [{ ...incident, version: 2, title: 'The site is gone', updates }],
    maintenances: [{ ...window, version: 2, cancelledAt: on('10-06', '09:00') }],
  })
  await freezeAll(store, config, on('11-03'))
  expect((await latest(store, '2026-10')).why).toBe(
    `Incident ${incident.id} was changed (version 1 → 2): another title, other components, or otherwise affected. ` +
      'Maintenance w was changed (version 1 → 2): called off, or no longer so.',
  )
})

test('data declared lost in a postmortem, a withdrawn incident and a window told of afterwards are corrections', async () => {
  const { store } = await october()
  const incident = anIncidentDuring(on('10-20', '10:00'), on('10-20', '11:00'))
  await store.commit({ incidents: [incident] })
  await freezeAll(store, config, now)
  const postmortem = { body: '', rootCause: null, dataLoss: 5, actions: [], at: on('11-03'), author: 'ada' }
  await store.commit({ incidents: [{ ...incident, version: 2, postmortem }] })
  await freezeAll(store, config, on('11-03'))
  const learnt = await latest(store, '2026-10')
  expect(learnt.why).toContain('its postmortem declares the loss of data')
  expect(learnt.incidents.list[0]!.data_loss.lost).toBe(5)
  await store.commit({
    incidents: [{ ...incident, version: 3, postmortem, withdrawn: { at: on('11-04'), by: 'ada' } }],
    maintenances: [
      aWindow(on('10-05', '10:00'), on('10-05', '13:00'), {
        id: 'w',
        announced: [{ from: on('10-05', '10:00'), to: on('10-05', '13:00'), at: on('11-04') }],
      }),
    ],
  })
  await freezeAll(store, config, on('11-04'))
  const third = await latest(store, '2026-10')
  expect(third.why).toBe(`Incident ${incident.id} was taken out of this month. Maintenance w was added.`)
  expect(third.maintenance.emergency).toEqual({ windows: 1, time: 3 * hour })
  expect(third.components[0]!.availability).toMatchObject({ down: 3 * hour, excluded: 0 })
  expect(await links(store)).toEqual(['2026-10.1', '2026-10.2', '2026-10.3'])
})

test('what goes on in an incident after the month, and its resolution, is no correction of the month', async () => {
  const { store } = await october()
  const open = anIncidentDuring(on('10-31', '23:00'), null)
  await store.commit({ incidents: [open] })
  await freezeAll(store, config, now)
  const resolved = {
    ...open,
    version: 2,
    acknowledgedAt: on('11-01', '02:00'),
    updates: [
      ...open.updates,
      {
        ...open.updates[0]!,
        id: 'u2',
        at: on('11-01', '02:00'),
        status: 'resolved' as const,
        components: {},
      },
    ],
  }
  await store.commit({ incidents: [resolved] })
  expect(await freezeAll(store, config, on('11-02'))).toBe(0)
})

test('imported checks are a correction of their month, and of what the next one says of it', async () => {
  const archive = await october()
  const { store } = archive
  await freezeAll(store, config, on('12-01', '01:00'))
  expect(await links(store)).toEqual(['2026-10.1', '2026-11.1'])
  const one = createFreezer({ store, config, log: { info: () => {}, error: () => {} } })
  await freezeAll(store, config, on('12-02'), one)
  await archive.checks(website, on('10-03'), on('10-10'), down(on('10-04'), on('10-05')))
  one.invalidate('history')
  expect(await freezeAll(store, config, on('12-02'), one)).toBe(2)
  expect(await links(store)).toEqual(['2026-10.1', '2026-11.1', '2026-10.2', '2026-11.2'])
  const corrected = await latest(store, '2026-10')
  expect(corrected.why).toBe('Checks of website-tcp were imported.')
  expect(corrected.components[1]).toMatchObject({
    first_at: '2026-10-03T00:00:00.000Z',
    availability: { period: 29 * day, down: day },
  })
  expect((await latest(store, '2026-11')).why).toBe(
    'The report of 2026-10, the month before, was corrected (revision 2).',
  )
  expect((await latest(store, '2026-11')).before!.printed).toBe(corrected.availability.printed)
})

test('checks of a new component with a past come into the month they tell of', async () => {
  const archive = await october()
  const { store } = archive
  await freezeAll(store, config, now)
  const mail = aComponent('mail')
  const more = { ...config, components: [...config.components, mail] }
  await archive.configured(more, on('11-03'))
  expect(await freezeAll(store, more, on('11-03'))).toBe(0)
  await archive.checks(mail, on('10-30'), on('11-01'))
  expect(await freezeAll(store, more, on('11-03'))).toBe(1)
  const { why, components } = await latest(store, '2026-10')
  expect(why).toBe('Checks of mail-tcp were imported.')
  expect(components.map((one) => one.id)).toEqual(['api', 'website', 'mail'])
  expect(await freezeAll(store, more, on('11-04'))).toBe(0)
})

test('before its monitors first looked a component is unknown, but for what was said of it', async () => {
  const { store, checks, configured } = await october()
  const mail = aComponent('mail')
  const more = { ...config, components: [...config.components, mail] }
  const outage = (from: string, to: string) => {
    const incident = anIncidentDuring(on(from), on(to))
    const [first, ...rest] = incident.updates
    return { ...incident, updates: [{ ...first!, components: { mail: 'major_outage' as const } }, ...rest] }
  }
  const figures = async () =>
    (await latest(store, '2026-10')).components.find((one) => one.id === 'mail')!.availability
  await configured(more, on('10-01'))
  await store.commit({ incidents: [outage('10-02', '10-03')] })
  await checks(mail, on('11-01'), on('11-02'))
  await freezeAll(store, more, on('11-02'))
  const observed = { period: 30 * day, observed: day, down: day, unknown: 29 * day, lower: 0 }
  expect(await figures()).toMatchObject(observed)
  // Nor is it otherwise when the month is made again.
  await store.commit({ incidents: [outage('10-05', '10-06')] })
  await freezeAll(store, more, on('11-02'))
  expect(await figures()).toMatchObject({ observed: 2 * day, down: 2 * day, unknown: 28 * day })
})

test('the mean of response times is over the checks that were timed', async () => {
  const { store } = await october()
  const hours = [0, 1, 2, 3].map((i) => on('10-03') + i * hour)
  const times = [100, null, 300, null]
  await backfill(
    store,
    website.monitors[0]!,
    '',
    hours.map((at, i) => ({
      monitor: 'website-tcp',
      region: '',
      at,
      health: 'up',
      took: times[i] ?? null,
    })),
  )
  const third = reportPeriod('daily', '2026-10-03', 'UTC')
  const { components } = await periodReport(store, config, third, now, { before: null, values: new Map() })
  expect(components.find((one) => one.id === 'website')!.response).toMatchObject({ checks: 4, mean: 200 })
})

test('a component removed within the month counts up to then, and its monitor is not watched beyond its checks', async () => {
  const archive = await october()
  const mail = aComponent('mail', { name: 'Mail' })
  await archive.configured(aConfig([api, website, mail]), on('10-01'))
  await archive.checks(mail, on('10-01'), on('10-10'), down(on('10-02'), on('10-03')))
  await archive.configured(config, on('10-15'))
  await freezeAll(archive.store, config, now)
  const { components } = await latest(archive.store, '2026-10')
  expect(components.find((one) => one.id === 'mail')).toMatchObject({
    name: 'Mail',
    gone_at: '2026-10-15T00:00:00.000Z',
    availability: { period: 14 * day, down: day, unknown: 14 * day - (9 * day + hour + 10_000) },
  })
})

test('a component with an imported past, removed before the month was frozen, still counts in it', async () => {
  const archive = await october()
  const mail = aComponent('mail', { name: 'Mail' })
  const later = aComponent('later')
  await archive.checks(mail, on('10-01'), on('11-01'), down(on('10-02'), on('10-03')))
  await archive.configured(aConfig([api, website, mail, later]), on('11-02'))
  await archive.configured(config, on('11-03'))
  await freezeAll(archive.store, config, on('11-04'))
  const { components } = await latest(archive.store, '2026-10')
  expect(components.map((one) => one.id)).toEqual(['api', 'website', 'mail'])
  expect(components[2]).toMatchObject({ name: 'Mail', availability: { down: day } })
})

test('metrics and deployments are told; late figures of the month are a correction', async () => {
  const { store } = await october()
  const metric = {
    id: 'cpu',
    name: 'CPU',
    description: null,
    group: null,
    unit: '%',
    component: null,
    pull: null,
    summary: 'mean' as const,
    good: null,
    thresholds: { warning: null, critical: null },
    growth: null,
    public: true,
  }
  const measured = { ...config, metrics: [metric, { ...metric, id: 'secret', public: false }] }
  await store.commit({
    metrics: [
      { metric: 'cpu', at: on('10-05'), value: 10 },
      { metric: 'cpu', at: on('10-06'), value: 20 },
      { metric: 'secret', at: on('10-06'), value: 20 },
    ],
    deployments: [
      {
        id: 'd1',
        version: '1',
        components: [],
        url: null,
        startedAt: on('10-05'),
        finishedAt: on('10-05', '01:00'),
        outcome: 'succeeded',
      },
    ],
  })
  const one = createFreezer({ store, config: measured, log: { info: () => {}, error: () => {} } })
  await freezeAll(store, measured, now, one)
  const first = await latest(store, '2026-10')
  expect(first.metrics).toMatchObject([
    { id: 'cpu', value: 15, points: 2, days: [{ value: 10 }, { value: 20 }] },
  ])
  expect(first.deployments).toMatchObject({ count: 1, succeeded: 1 })
  await store.commit({ metrics: [{ metric: 'cpu', at: on('10-07'), value: 60 }] })
  one.invalidate('metrics')
  expect(await freezeAll(store, { ...config, metrics: [] }, on('11-02'), one)).toBe(1)
  expect(await latest(store, '2026-10')).toMatchObject({
    why: 'Figures of the metric cpu were added.',
    metrics: [{ value: 30 }],
  })
})

test('two processes that freeze at once make one chain without gaps', async () => {
  const archive = await october()
  await archive.checks(api, on('05-01'), on('10-01'))
  const other = await archive.another()
  await Promise.all([freezeAll(archive.store, config, now), freezeAll(other, config, now)])
  expect(await links(archive.store)).toEqual(
    ['05', '06', '07', '08', '09', '10'].map((month) => `2026-${month}.1`),
  )
  expect(verifyChain(await archive.store.reports(), sha256)).toEqual([])
})

test('one altered byte in the database is found', async () => {
  const archive = await october()
  await archive.checks(api, on('09-01'), on('10-01'))
  await freezeAll(archive.store, config, now)
  const db = new Database(archive.file)
  db.prepare(
    `UPDATE reports SET text = replace(text, '"down":10800000', '"down":10800001') WHERE period = ?`,
  ).run('2026-10')
  db.close()
  expect(verifyChain(await archive.store.reports(), sha256)).toEqual([
    {
      sequence: 2,
      period: '2026-10',
      revision: 1,
      problem: 'the text of the report is not the one that was frozen',
    },
  ])
})

test('an altered report is not built upon', async () => {
  const archive = await october()
  await freezeAll(archive.store, config, now)
  const db = new Database(archive.file)
  db.prepare(`UPDATE reports SET text = replace(text, '"down":10800000', '"down":0')`).run()
  db.close()
  await archive.store.commit({ incidents: [anIncidentDuring(on('10-20', '10:00'), on('10-20', '11:00'))] })
  const logLines: string[] = []
  const one = createFreezer({
    store: archive.store,
    config,
    log: { info: () => {}, error: (text) => void logLines.push(text) },
  })
  expect(await freezeAll(archive.store, config, on('11-02'), one)).toBe(0)
  expect(logLines).toEqual(['the frozen report of 2026-10 was altered: see vigie report verify'])
  expect(await links(archive.store)).toEqual(['2026-10.1'])
})

test('a wrong year in an incident makes no months of its own, and taking it back leaves no trace', async () => {
  const { store } = await october()
  await freezeAll(store, config, now)
  const before = await store.reports()
  const misdated = anIncidentDuring(on('10-20') - 3_652 * day, on('10-20') - 3_652 * day + hour)
  await store.commit({ incidents: [misdated] })
  const one = createFreezer({ store, config, log: { info: () => {}, error: () => {} } })
  expect(await freezeAll(store, config, now, one)).toBe(0)
  await store.commit({
    incidents: [{ ...misdated, version: 2, withdrawn: { at: now, by: 'Ada' } }],
  })
  one.invalidate('notices')
  expect(await freezeAll(store, config, now, one)).toBe(0)
  expect(await store.reports()).toEqual(before)
})

test('incidents of years that follow one another are a history, whose months are frozen', async () => {
  const { store } = await anArchive()
  for (const [index, year] of [2023, 2024, 2024, 2025, 2026].entries()) {
    const at = Date.UTC(year, (index * 5) % 12, 3)
    await store.commit({ incidents: [{ ...anIncidentDuring(at, at + hour), id: `incident-${index}` }] })
  }
  const first = (await store.incidents()).map((one) => one.startedAt).toSorted()[1]!
  expect(new Date(first).toISOString()).toContain('2024-06')
  await freezeAll(store, aConfig([api]), now)
  expect((await links(store))[0]).toBe('2024-06.1')
})

test('of a long archive, each pass reads the report it needs and no other, and says how far it has come', async () => {
  const { store } = await anArchive()
  const from = Date.UTC(2022, 0, 3)
  for (let month = 0; month < 58; month++) {
    const at = Date.UTC(2022, month, 3)
    await store.commit({ incidents: [{ ...anIncidentDuring(at, at + hour), id: `incident-${month}` }] })
  }
  const texts: number[] = []
  const counted = {
    ...store,
    reports: () => Promise.reject(new Error('all reports were read')),
    report: (sequence: number) => (texts.push(sequence), store.report(sequence)),
  }
  const one = createFreezer({
    store: counted,
    config: aConfig([api]),
    log: { info: () => {}, error: () => {} },
  })
  expect(one.progress()).toBe(null)
  expect(await one.pass(now)).toBe(true)
  expect(one.progress()).toEqual({ done: 1, total: 58 })
  expect(await one.pass(now)).toBe(true)
  expect(one.progress()).toEqual({ done: 2, total: 58 })
  while (await one.pass(now));
  expect(one.progress()).toBe(null)
  expect(texts).toHaveLength(57)
  // A correction at the beginning goes through all later months, each compared once.
  const first = (await store.incidents()).find((each) => each.startedAt === from)
  await store.commit({ incidents: [{ ...first!, version: 2, impact: 'minor' }] })
  texts.length = 0
  one.invalidate('notices')
  while (await one.pass(now));
  expect((await links(store)).filter((link) => link.endsWith('.2')).length).toBeGreaterThan(0)
  expect(texts.length).toBeLessThan(4 * 58)
})
