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
  await expect(cli.notices({ ...incidentOn('shpo'), id: 'i2' })).rejects.toThrow(/shpo/)
})
