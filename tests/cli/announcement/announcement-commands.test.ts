import { expect, test } from 'vitest'
import { aNoticeCli } from '../notice-fixture.ts'

test('`announce` publishes and prints the id alone; the list, a change and a withdrawal follow', async () => {
  const cli = await aNoticeCli()
  const made = await cli.run(
    'announce',
    'Nouvelle page',
    '--title-en',
    'New page',
    '--body',
    'Ici.',
    '--body-en',
    'Here.',
    '--until',
    '+7d',
    '--pinned',
  )
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/^[a-z0-9]{12}\n$/)
  expect(made.err).toContain('https://status.example.com/announcements/')
  const id = made.out.trim()
  expect(await cli.json('announcement', 'list')).toMatchObject([
    { id, kind: 'announcement', title: { fr: 'Nouvelle page', en: 'New page' }, pinned: true, current: true },
  ])
  const changed = await cli.run(
    'announcement',
    'update',
    id,
    '--no-pinned',
    '--until',
    'none',
    '--body',
    'Là.',
  )
  expect(changed.err).toContain('--body in en stays as it was.')
  expect(await cli.json('announcement', 'show', id)).toMatchObject({
    pinned: false,
    until: null,
    body: { fr: 'Là.', en: 'Here.' },
    version: 2,
  })
  expect((await cli.run('announcement', 'list')).out).toMatch(/current .*Nouvelle page/)
  expect((await cli.run('announcement', 'show', id)).out).toContain('corrected 3 times:')
  expect((await cli.run('announcement', 'withdraw', id)).code).toBe(0)
  expect(await cli.json('announcement', 'list')).toEqual([])
  expect((await cli.run('announcement', 'show', id)).err).toContain('was taken off the page by')
})

test('what cannot be announced is refused with what to write', async () => {
  const cli = await aNoticeCli()
  const refusalOf = async (...argv: string[]) => {
    const { code, out, err } = await cli.run(...argv)
    expect([code, out]).toEqual([2, ''])
    return err
  }
  expect(await refusalOf('announce', 'Title')).toContain('--body is missing, and nobody can be asked here.')
  expect(await refusalOf('announce', 'list')).toContain('Did you mean `vigie announcement list`?')
  expect(await refusalOf('announce', 'New', 'page', '--body', 'x')).toContain('`vigie announce`')
  expect(await refusalOf('announce', 'New', '--body', 'x', '--until', '-1h')).toContain(
    '--until: is not after it is published.',
  )
  expect(await refusalOf('announce', 'New', '--body', 'x', '--component', 'api')).toContain('--component')
  expect(await refusalOf('announcement', 'delete')).toContain('Did you mean `vigie announcement withdraw`?')
  const open = await cli.open()
  expect((await cli.run('announcement', 'show', open)).err).toContain('is an incident. Write: vigie incident')
})
