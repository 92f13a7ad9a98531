import { expect, test } from 'vitest'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'
import { aNoticeCli } from '../notice-fixture.ts'

const planned = ['--title', 'Upgrade', '--body', 'Short breaks.', '--component', 'api', 'website']

test('every window ahead is listed with its id before any collector ran, thirteen months of them', async () => {
  const { run, json } = await aNoticeCli()
  const windows = await json('maintenance', 'list')
  expect(windows.length).toBeGreaterThan(55)
  expect(new Set(windows.map(({ id }: { id: string }) => id)).size).toBe(windows.length)
  const starts = windows.map((one: { scheduled_for: string }) => one.scheduled_for)
  expect(starts).toEqual(starts.toSorted())
  expect(windows[0]).toMatchObject({ title: { fr: 'Hebdomadaire' }, programme: { entry: 'weekly' } })
  const { out, err } = await run('maintenance', 'list')
  expect(out.trimEnd().split('\n')).toHaveLength(21)
  expect(err).toMatch(/^… and \d+ more until 20\d\d-/)
  for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
})

test('a window is planned, told with too little notice only by force, and ends early', async () => {
  const { run, json } = await aNoticeCli()
  const late = await run('maintenance', 'schedule', ...planned, '--from', '+1h', '--lasts', '2h')
  expect(late).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/--from.*earliest.*--force/) })
  const forced = await run('maintenance', 'schedule', ...planned, '--from', '+1h', '--lasts', '2h', '--force')
  expect(forced.err).toContain('announced late')
  const id = forced.out.trim()
  expect(await json('maintenance', 'show', id)).toMatchObject({ late: true, components: ['api', 'website'] })
  expect((await run('maintenance', 'start', id)).err).toContain('early')
  expect(
    (await run('maintenance', 'update', id, '--message', 'Checking', '--status', 'verifying')).code,
  ).toBe(0)
  expect((await json('maintenance', 'list', '--open'))[0]).toMatchObject({ id, status: 'verifying' })
  const before = (await json('maintenance', 'show', id)).scheduled_until
  expect((await run('maintenance', 'extend', id, '30m', '--body', 'Longer')).code).toBe(0)
  expect(Date.parse((await json('maintenance', 'show', id)).scheduled_until) - Date.parse(before)).toBe(
    1_800_000,
  )
  expect((await run('maintenance', 'extend', id, '30')).err).toMatch(/^DURATION: is not a duration/)
  expect((await run('maintenance', 'complete', id)).code).toBe(0)
  expect(await run('maintenance', 'complete', id)).toMatchObject({ code: 1 })
  expect((await run('maintenance', 'list', '--all')).out).toContain('completed')
})

test('one occurrence is moved, rewritten in one language and cancelled; the rest stays', async () => {
  const { run, json } = await aNoticeCli()
  const [, second, third] = await json('maintenance', 'list')
  const from = new Date(Date.parse(second.scheduled_for) + 3_600_000).toISOString()
  const moved = await run(
    'maintenance',
    'update',
    second.id,
    '--from',
    from,
    '--lasts',
    '90m',
    '--title-en',
    'Moved',
  )
  expect(moved.err).toContain('The title in fr stays as it was.')
  expect(moved.err).toMatch(/Moved maintenance .* to .*\(Europe\/Paris\)/)
  expect(await json('maintenance', 'show', second.id)).toMatchObject({
    scheduled_for: from,
    title: { fr: 'Hebdomadaire', en: 'Moved' },
    programme: { changed: true, original_for: second.scheduled_for },
  })
  expect((await run('maintenance', 'cancel', second.id, '--body', 'No')).err).toContain(
    'The rest of the programme stays',
  )
  expect((await run('maintenance', 'show', second.id)).out).toMatch(/^cancelled · /m)
  expect(await json('maintenance', 'show', third.id)).toMatchObject({ version: 1, status: 'scheduled' })
})

test('who is told of an occurrence beyond the calendar, and from when, is said', async () => {
  const { run, json } = await aNoticeCli()
  const windows = await json('maintenance', 'list')
  const { err } = await run('maintenance', 'cancel', windows.at(-1).id)
  expect(err).toContain('Told: readers of the page, of its feeds and of its calendar.')
})

test('a month is a grid of 80 columns and a list', async () => {
  const { run, json } = await aNoticeCli()
  const last = (await json('maintenance', 'list')).at(-5)
  const month = last.scheduled_for.slice(0, 7)
  const { code, out } = await run('maintenance', 'calendar', '--month', month)
  expect(code).toBe(0)
  for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(out).toMatch(/Mon {8}Tue.*Sun\n/)
  expect(out).toContain(`${Number(last.scheduled_for.slice(8, 10))} -`)
  expect(out).toContain(last.id)
  expect((await run('maintenance', 'calendar', '--month', '2031-02')).out).toContain('Nothing is planned')
})
