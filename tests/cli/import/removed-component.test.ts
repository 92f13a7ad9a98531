import { expect, test } from 'vitest'
import { aHistoryCli } from '../history-fixture.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const yaml = `page: { name: X, timezone: UTC }
components:
  - { id: api, name: API }
`
const incidentOn = (component: string) => ({
  kind: 'incident',
  id: 'i1',
  title: 'Out',
  started_at: '2026-11-01T10:00:00Z',
  updates: [
    {
      at: '2026-11-01T10:05:00Z',
      status: 'investigating',
      body: 'Out.',
      components: { [component]: 'major_outage' },
    },
    { at: '2026-11-01T11:00:00Z', status: 'resolved', body: 'Back.' },
  ],
})

test('history may tell of a component that is no longer configured, if it ever was', async () => {
  const cli = await aHistoryCli(yaml, now)
  const past = { ...cli.config.components[0]!, id: 'shop' }
  await cli.store.commit({
    configuration: { at: now - 30 * 86_400_000, components: [...cli.config.components, past], region: '' },
  })
  await cli.store.commit({ configuration: { at: now, components: cli.config.components, region: '' } })
  await cli.notices(incidentOn('shop'))
  expect(await cli.store.incident('i1')).toMatchObject({ id: 'i1' })
  await expect(cli.notices({ ...incidentOn('shpo'), id: 'i2' })).rejects.toThrow(/shpo.*--skip-unknown/s)
})

test('what this page never had can be left out of notices, named, and the rest of them stays', async () => {
  const cli = await aHistoryCli(yaml, now)
  const mixed = {
    ...incidentOn('api'),
    id: 'i2',
    updates: [
      {
        at: '2026-11-01T10:05:00Z',
        status: 'resolved',
        body: 'b',
        components: { api: 'partial_outage', old: 'major_outage' },
      },
    ],
  }
  const work = {
    kind: 'maintenance',
    title: 'Work',
    published_at: '2026-10-01T10:00:00Z',
    from: '2026-10-05T10:00:00Z',
    until: '2026-10-05T11:00:00Z',
  }
  const lines = [
    incidentOn('old'),
    mixed,
    { ...work, id: 'm1', components: ['old'] },
    { ...work, id: 'm2', components: ['old', 'api'] },
  ]
  await expect(cli.notices(...lines)).rejects.toThrow(/"old" is not a component/)
  const printed = await cli.noticesSkipping(...lines)
  expect(printed).toContain('2 incidents and 1 maintenance are on record')
  expect(printed).toContain('Components not known here were left out: old (4 notices).')
  expect(printed).toContain('1 maintenance of nothing else was left out: m1.')
  expect(await cli.store.incident('i1')).toMatchObject({
    impact: 'critical',
    updates: [{ components: {} }, {}],
  })
  expect(await cli.store.incident('i2')).toMatchObject({
    impact: 'critical',
    updates: [{ components: { api: 'partial_outage' } }],
  })
  expect(await cli.store.maintenance('m2')).toMatchObject({ components: ['api'] })
  expect(await cli.noticesSkipping(...lines)).toContain('nothing was new')
})

test('the history of a monitor that is no longer configured can still be added to', async () => {
  const cli = await aHistoryCli(
    `page: { name: X, timezone: UTC }
components:
  - { id: api, name: API, monitors: [{ id: m, kind: tcp, host: a, port: 1 }, { id: gone, kind: tcp, host: a, port: 2 }] }
`,
    now,
  )
  await cli.checks({ monitor: 'gone', at: '2026-11-01T10:00:00Z', health: 'up' })
  const [api] = cli.config.components
  const without = { ...cli.config, components: [{ ...api!, monitors: [api!.monitors[0]!] }] }
  await cli.store.commit({ configuration: { at: now, components: without.components, region: '' } })
  await cli.checksBy(without, { monitor: 'gone', at: '2026-11-01T10:00:30Z', health: 'up' })
  expect(await cli.exported()).toHaveLength(2)
})
