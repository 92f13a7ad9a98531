import { expect, test } from 'vitest'
import { aHistoryCli } from '../history-fixture.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const yaml = `page: { name: X, timezone: Europe/Paris }
components:
  - { id: api, name: API, monitors: [{ id: api-tcp, kind: tcp, host: 127.0.0.1, port: 9 }] }
`
const check = (at: string, more: object = {}) => ({ monitor: 'api-tcp', at, health: 'up', ...more })

test('a time without an offset is read in the zone of the page, and the import says so', async () => {
  const cli = await aHistoryCli(yaml, now)
  const printed = await cli.checksWith({}, [
    check('2026-11-10T12:00:00'),
    check('2026-11-10 12:00:30'),
    check('2026-11-10T11:01:00Z'),
  ])
  expect(printed).toContain('2 lines have times without an offset: they were read in Europe/Paris')
  expect(await cli.exported()).toMatchObject([
    { at: '2026-11-10T11:00:00.000Z' },
    { at: '2026-11-10T11:00:30.000Z' },
    { at: '2026-11-10T11:01:00.000Z' },
  ])
  expect(await cli.checksWith({}, [check('2026-11-10T12:00:00+01:00')])).not.toContain('offset')
})

test('an hour that the clocks showed twice, or skipped, is refused where a line does not say which', async () => {
  const cli = await aHistoryCli(yaml, now)
  await expect(cli.checks(check('2026-10-25T02:30:00'))).rejects.toThrow(
    '"2026-10-25T02:30:00" came twice in Europe/Paris: the clocks went back then. Write "2026-10-25T02:30+02:00" for the first, "2026-10-25T02:30+01:00" for the second.',
  )
  const span = { monitor: 'api-tcp', health: 'up', every: '30s', from: '2026-03-29T01:00:00' }
  await expect(cli.checks({ ...span, until: '2026-03-29T02:30:00' })).rejects.toThrow(
    /not there in Europe\/Paris/,
  )
  await cli.checks(check('2026-10-25T02:30:00+01:00'))
  expect(await cli.exported()).toMatchObject([{ at: '2026-10-25T01:30:00.000Z' }])
  await expect(cli.uptimeOutput('api', { from: '2026-10-25 02:30' })).rejects.toThrow(/--from .* came twice/)
})

test('the lines of notices are read alike', async () => {
  const cli = await aHistoryCli(yaml, now)
  const incident = (at: string) => ({
    kind: 'incident',
    id: 'i1',
    title: 'Out',
    started_at: at,
    updates: [{ at: '2026-10-25T09:00:00Z', status: 'resolved', body: 'Back.' }],
  })
  await expect(cli.notices(incident('2026-10-25 02:10'))).rejects.toThrow(/"started_at".*came twice/s)
  const printed = await cli.noticesSkipping(incident('2026-10-25 08:10'))
  expect(printed).toContain('1 line has a time without an offset: it was read in Europe/Paris')
  const work = {
    kind: 'maintenance',
    id: 'm1',
    title: 'Work',
    components: ['api'],
    published_at: '2026-10-01T10:00:00Z',
    from: '2026-10-25 02:30',
    until: '2026-10-25T04:00:00Z',
  }
  await expect(cli.notices(work)).rejects.toThrow(/"from".*came twice/s)
})
