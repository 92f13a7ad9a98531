import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { verifyChain } from '../../collector/core/report/chain.ts'
import { reportMail } from '../../collector/core/report/report-mail.ts'
import { reportText } from '../../collector/core/report/report-text.ts'
import { createFreezer } from '../../collector/reports/freezer.ts'
import { createReportTexts, validateReportTexts } from '../../collector/reports/report-texts.ts'
import { sha256 } from '../../collector/reports/report-facts.ts'
import { aComponent, aConfig, anArchive, latest, links, on } from './month-fixture.ts'

const now = on('11-01', '01:00')
const page = { locale: 'en', locales: ['en', 'fr'] }

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-texts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const errors: string[] = []
  const texts = createReportTexts(join(folder, 'reports'), page, { error: (text) => errors.push(text) })
  await mkdir(join(folder, 'reports'))
  return {
    texts,
    errors,
    write: (text: string | Buffer) => writeFile(join(folder, 'reports/2026-10.md'), text),
  }
}

test('a file has a text for each language of the page, cut at its headings outside of code', async () => {
  const { texts, write } = await aFolder()
  const none = await texts.version()
  expect(await texts.read('2026-10')).toBeUndefined()
  await write(
    'Faster **queries**.\n\n### Costs\n\n```\n### fr\n```\n### FR\nRequêtes\u0000 plus rapides.\r\n',
  )
  expect(await texts.read('2026-10')).toEqual({
    en: 'Faster **queries**.\n\n### Costs\n\n```\n### fr\n```',
    fr: 'Requêtes plus rapides.',
  })
  expect(await texts.version()).not.toBe(none)
  await write(' \n')
  expect(await texts.read('2026-10')).toBeNull()
})

test('a text that is too long, or is none, is left out and named once', async () => {
  const { texts, errors, write } = await aFolder()
  await write('x'.repeat(70_000))
  expect([await texts.read('2026-10'), await texts.read('2026-10')]).toEqual([undefined, undefined])
  expect(errors).toEqual([
    expect.stringMatching(/2026-10\.md is left out: it has 70000 bytes\. Write at most 65536/),
  ])
  await write(Buffer.from('caf\xe9', 'latin1'))
  expect(await texts.read('2026-10')).toBeUndefined()
  expect(errors.at(-1)).toContain('it is not UTF-8 text')
})

test('what is written before a month is frozen is part of it; later it is a revision that says so', async () => {
  const archive = await anArchive()
  const api = aComponent('api')
  const config = aConfig([api])
  await archive.configured(config, on('09-01'))
  await archive.checks(api, on('09-01'), on('11-01'))
  const { texts, write } = await aFolder()
  await write('**Queries** are faster by 30%.\n\n- Costs fell by 12%.\n- Scaling held.\n### fr\nPlus rapide.')
  const freezer = createFreezer({ store: archive.store, config, texts, log: { info() {}, error() {} } })
  const settle = async () => {
    freezer.invalidate('texts')
    while (await freezer.pass(now));
    return links(archive.store)
  }
  expect(await settle()).toEqual(['2026-09.1', '2026-10.1'])
  const report = await latest(archive.store, '2026-10')
  expect(report.prose).toMatchObject({ fr: 'Plus rapide.' })
  expect((await latest(archive.store, '2026-09')).prose).toBeUndefined()
  expect(reportText(report, 'en')).toContain(
    '\nQueries are faster by 30%.\n\n- Costs fell by 12%.\n- Scaling held.\n',
  )
  expect(reportMail(report, 'fr').html).toContain('>Plus rapide.</p>')
  expect(await settle()).toHaveLength(2)
  await write('Queries are faster by 31%.')
  expect(await settle()).toEqual(['2026-09.1', '2026-10.1', '2026-10.2'])
  expect(await latest(archive.store, '2026-10')).toMatchObject({
    prose: { en: 'Queries are faster by 31%.' },
    why: 'The text of the month was changed.',
  })
  await write('')
  await settle()
  expect(await latest(archive.store, '2026-10')).toMatchObject({
    why: 'The text of the month was taken back.',
  })
  expect((await latest(archive.store, '2026-10')).prose).toBeUndefined()
  expect(verifyChain(await archive.store.reports(), sha256)).toEqual([])
})

test('a file that is gone leaves a frozen month as it was', async () => {
  const archive = await anArchive()
  const api = aComponent('api')
  const config = aConfig([api])
  await archive.configured(config, on('10-01'))
  await archive.checks(api, on('10-01'), on('11-01'))
  const log = { info() {}, error() {} }
  const written = createFreezer({
    store: archive.store,
    config,
    log,
    texts: { read: () => Promise.resolve({ en: 'Calm.' }) },
  })
  while (await written.pass(now));
  const gone = createFreezer({
    store: archive.store,
    config,
    log,
    texts: { read: () => Promise.resolve(undefined) },
  })
  gone.invalidate()
  while (await gone.pass(now));
  expect(await links(archive.store)).toEqual(['2026-10.1'])
  await archive.checks(api, on('10-02'), on('10-03'), () => 'down')
  gone.invalidate()
  while (await gone.pass(now));
  expect(await latest(archive.store, '2026-10')).toMatchObject({ prose: { en: 'Calm.' } })
})

test('files that no report would show are named, with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-texts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of [
    ['2026-09.md', 'Quiet.'],
    ['2026-10.md', Buffer.from([0xff, 0xfe])],
    ['2026-11.md', 'x'.repeat(70_000)],
    ['2026-13.md', 'Never.'],
    ['notes.md', 'Mine.'],
    ['chart.png', ''],
  ] as const)
    await writeFile(join(folder, name), text)
  expect(await validateReportTexts(folder, page)).toEqual([
    { file: join(folder, '2026-10.md'), message: expect.stringMatching(/^is left out: it is not UTF-8/) },
    { file: join(folder, '2026-11.md'), message: expect.stringMatching(/^is left out: it has 70000 bytes/) },
    { file: join(folder, '2026-13.md'), message: expect.stringMatching(/^is no month.*such as 2026-10\.md/) },
    { file: join(folder, 'notes.md'), message: expect.stringMatching(/^is no month/) },
  ])
  expect(await validateReportTexts(join(folder, 'none'), page)).toEqual([])
})
