import { writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aNoticeCli } from '../notice-fixture.ts'

test('opening prints the id alone, and tells people what was done, where, when and to whom', async () => {
  const { run } = await aNoticeCli()
  const { code, out, err } = await run(
    'incident',
    'open',
    '--title',
    'API lente',
    '--title-en',
    'Slow API',
    '--body',
    'On regarde.',
    '--component',
    'api=major_outage',
  )
  expect(code).toBe(0)
  expect(out).toMatch(/^[a-z0-9]{12}\n$/)
  const id = out.trim()
  expect(err).toContain(
    `Opened incident ${id} “API lente”: investigating, impact critical, P1, api major_outage.`,
  )
  expect(err).toContain(`https://status.example.com/incidents/${id}/`)
  expect(err).toContain('when the collector is started')
  expect(err).toContain('Told: readers of the page and of its feeds.')
  expect(err).not.toContain('Not told')
})

test('the audit log names who is at the terminal, or --by', async () => {
  const { open, run, data } = await aNoticeCli()
  await open()
  const id = await open('--by', 'Ada')
  await run('incident', 'withdraw', id, '--by', 'Ada')
  const store = await openSqliteStore(join(data, 'status.db'))
  onTestFinished(() => store.close())
  expect(await store.auditChain(0, 9)).toMatchObject([
    { actor: { kind: 'command', name: userInfo().username }, action: 'incident.open' },
    { actor: { kind: 'command', name: 'Ada' }, action: 'incident.open', subject: id },
    { actor: { kind: 'command', name: 'Ada' }, action: 'incident.withdraw', subject: id },
  ])
})

test('the channels that will be told are named, and nobody where it is dated days ago or kept quiet', async () => {
  const { run } = await aNoticeCli(
    `page: { name: Example, timezone: UTC }\ncomponents: [{ id: api, name: API, monitors: [{ kind: tcp, host: 127.0.0.1, port: 1 }] }]\npublish: { hub: 'https://hub.example.com/' }\nchannels: { hook: { kind: webhook, url: 'https://example.com/hook', secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw } }\n`,
  )
  const { err } = await run('incident', 'open', '--title', 'T', '--body', 'B')
  expect(err).toContain('subscribers of the hub https://hub.example.com/')
  expect(err).toContain('Told when the collector is started: the channels hook.')
  for (const flag of [['--no-notify'], ['--at', '2026-01-02T03:04:00Z', '--status', 'resolved']])
    expect((await run('incident', 'open', '--title', 'T', '--body', 'B', ...flag)).err).not.toContain('hook')
  expect(err).toMatch(/: \/incidents\/[a-z0-9]{12}\/ on the page/)
})

test('the whole life: taken on, updated, resolved, reopened, learnt from', async () => {
  const { run, open, json, data } = await aNoticeCli()
  const id = await open('--component', 'api=degraded_performance', '--by', 'Ada')
  expect(
    (
      await run(
        'incident',
        'update',
        id,
        '--status',
        'identified',
        '--body',
        'Trouvé',
        '--body-en',
        'Found',
        '--component',
        'api=partial_outage',
        '--impact',
        'major',
      )
    ).code,
  ).toBe(0)
  expect((await run('incident', 'resolve', id, '--body', 'All well')).err).toContain('is resolved')
  expect((await run('incident', 'reopen', id, '--body', 'Back')).err).toContain('open again')
  expect((await run('incident', 'resolve', id, '--body', 'Over')).code).toBe(0)
  await writeFile(join(data, 'pm.md'), '# What happened\n')
  const written = await run(
    'incident',
    'postmortem',
    id,
    '--file',
    join(data, 'pm.md'),
    '--root-cause',
    'A disk',
    '--data-loss',
    '0.5%',
    '--action',
    '[x] Replace it',
    '--action',
    'Watch it',
  )
  expect(written.code).toBe(0)
  expect(await json('incident', 'show', id)).toMatchObject({
    id,
    impact: 'major',
    updates: [
      { status: 'investigating', author: 'Ada' },
      { status: 'identified', body: { fr: 'Trouvé', en: 'Found' }, components: { api: 'partial_outage' } },
      { status: 'resolved' },
      { status: 'investigating' },
      { status: 'resolved' },
      { status: 'postmortem' },
    ],
    postmortem: {
      body: '# What happened',
      root_cause: 'A disk',
      data_loss: 0.005,
      actions: [
        { text: 'Replace it', done: true },
        { text: 'Watch it', done: false },
      ],
    },
  })
})

test('what began earlier is dated back, and resolved back', async () => {
  const { open, run, json } = await aNoticeCli()
  const id = await open('--at', '2026-11-01 10:00', '--component', 'api=major_outage')
  expect((await run('incident', 'resolve', id, '--body', 'Over', '--at', '2026-11-01T09:30:00Z')).code).toBe(
    0,
  )
  expect(await json('incident', 'show', id)).toMatchObject({
    started_at: '2026-11-01T09:00:00.000Z',
    detected_at: '2026-11-01T09:00:00.000Z',
    resolved_at: '2026-11-01T09:30:00.000Z',
  })
})

test('a correction keeps the other language, and shows what was said before', async () => {
  const { run, json } = await aNoticeCli()
  const id = (
    await run('incident', 'open', '--title', 'API lante', '--title-en', 'Slow API', '--body', 'B')
  ).out.trim()
  const done = await run(
    'incident',
    'correct',
    id,
    '--title',
    'API lente',
    '--update',
    '1',
    '--body',
    'Better',
  )
  expect(done.err).toContain('The title in en stays as it was.')
  expect((await json('incident', 'show', id)).title).toEqual({ fr: 'API lente', en: 'Slow API' })
  const { out } = await run('incident', 'show', id)
  expect(out).toContain('corrected 2 times')
  expect(out).toContain('[fr] API lante')
  expect(out).toContain('body of message 1')
  expect((await run('incident', 'correct', id, '--body', 'x')).err).toContain('--update N')
  expect((await run('incident', 'correct', id, '--update', '7', '--body', 'x')).err).toContain(
    'one message: write 1',
  )
})

test('a false alarm is listed as one; a withdrawn incident is gone', async () => {
  const { run, open } = await aNoticeCli()
  const id = await open()
  expect(await run('incident', 'false-alarm', id)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--reason is missing'),
  })
  expect((await run('incident', 'false-alarm', id, '--reason', 'The probe')).code).toBe(0)
  expect((await run('incident', 'list')).out).toContain('false alarm')
  expect((await run('incident', 'withdraw', id, '--by', 'Ada')).code).toBe(0)
  expect(await run('incident', 'list')).toMatchObject({ out: '', err: 'There are no incidents.\n' })
  expect(await run('incident', 'update', id, '--body', 'x')).toMatchObject({
    code: 1,
    err: expect.stringContaining('taken off the page by Ada'),
  })
})

test('the second of two writers is reported, and nothing is written', async () => {
  const { run, open, json } = await aNoticeCli()
  const id = await open()
  expect((await run('incident', 'update', id, '--body', 'one', '--if-version', '1')).code).toBe(0)
  const second = await run('incident', 'update', id, '--body', 'two', '--if-version', '1')
  expect(second.code).toBe(1)
  expect(second.err).toContain('version 2')
  expect((await json('incident', 'show', id)).updates).toHaveLength(2)
})

test('the list fits into 80 columns and stays on its lines, whatever the titles hold', async () => {
  const { run } = await aNoticeCli()
  for (const title of [
    '日本語の障害'.repeat(8),
    '👩‍👩‍👧'.repeat(40),
    'x\u001b[2Jy\u202Ez',
    '<script>alert(1)</script>'.repeat(4),
  ])
    await run('incident', 'open', '--title', title, '--body', 'b')
  const { out } = await run('incident', 'list')
  const lines = out.trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[0]).toContain('Europe/Paris')
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  expect(out).toContain('yz')
})

test('a person is shown the latest, a program all', async () => {
  const { run, open, json } = await aNoticeCli()
  for (let i = 0; i < 22; i++) await run('incident', 'resolve', await open(), '--body', 'ok')
  const id = await open('--at', '-3h')
  const { out, err } = await run('incident', 'list')
  expect(out.trimEnd().split('\n')).toHaveLength(21)
  expect(out.split('\n')[1]).toContain(id)
  expect(err).toBe('… and 3 older: vigie incident list --all\n')
  expect(await json('incident', 'list')).toHaveLength(23)
  expect(await json('incident', 'list', '--open')).toMatchObject([{ id }])
})
