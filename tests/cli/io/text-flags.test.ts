import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { mergeText, readTextFlag } from '../../../collector/cli/io/text-flags.ts'
import { aNoticeCli } from '../notice-fixture.ts'

const config = {
  page: {
    name: 'Example',
    url: null,
    locale: 'fr',
    locales: ['fr', 'en', 'pt-BR'],
    timezone: 'UTC',
    historyDays: 90,
    theme: { accent: null, logo: null, css: null },
    contact: null,
  },
}
const terminal = { err: () => {} }
const standardInput = (text: string) => Readable.from([Buffer.from(text)])

test('a text alone is for everybody; with further languages it is the page’s first one', async () => {
  const body = { name: 'body', file: 'bodyFile' }
  expect(await readTextFlag({}, body, config, terminal)).toBeUndefined()
  expect(await readTextFlag({ body: 'B' }, body, config, terminal)).toBe('B')
  expect(
    await readTextFlag({ 'body@EN': 'B', 'body@pt-br': 'C', body: 'A' }, body, config, terminal),
  ).toEqual({
    fr: 'A',
    en: 'B',
    'pt-BR': 'C',
  })
  expect(await readTextFlag({ 'body@en': 'B' }, body, config, terminal)).toEqual({ en: 'B' })
})

test('standard input is read once, files for the rest', async () => {
  const { data } = await aNoticeCli()
  const file = join(data, 'en.md')
  await writeFile(file, '\uFEFFFrom a file\n')
  const body = { name: 'body', file: 'bodyFile' }
  const flags = { body: '-', 'bodyFile@en': file }
  expect(await readTextFlag(flags, body, config, terminal, standardInput('Par là\n'))).toEqual({
    fr: 'Par là\n',
    en: 'From a file\n',
  })
  await expect(
    readTextFlag({ body: '-', 'body@en': '-' }, body, config, terminal, standardInput('x')),
  ).rejects.toThrow('standard input can be read once')
})

test('a correction in one language leaves the others', () => {
  expect(mergeText('Before', 'After', config)).toBe('After')
  expect(mergeText({ fr: 'A', en: 'B' }, 'C', config)).toEqual({ fr: 'C', en: 'B' })
  expect(mergeText('A', { en: 'B' }, config)).toEqual({ fr: 'A', en: 'B' })
  expect(mergeText(null, { en: 'B' }, config)).toEqual({ en: 'B' })
  expect(mergeText('A', undefined, config)).toBeUndefined()
})
