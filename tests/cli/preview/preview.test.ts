import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { previewMail } from '../../../collector/cli/preview/preview-mail.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../../collector/store/store.ts'
import { configOf } from '../../config/builders.ts'
import { aMaintenance } from '../../core/builders.ts'
import { anIncident, hour, start } from '../../store/builders.ts'

const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en, locales: [en, fr] }
components: [{ id: api, name: API }]
`)
let store: Store
let folder: string
let lines: string[]
beforeEach(async () => {
  store = await openSqliteStore(':memory:')
  folder = mkdtempSync(join(tmpdir(), 'vigie-preview-'))
  lines = []
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const run = (id: string, flags: { locale?: string } = {}, settings = config) => {
  const terminal: Terminal = {
    data: folder,
    configFile: '',
    env: {},
    out: (line) => void lines.push(line),
    err: () => {},
    interactive: false,
  }
  return previewMail({ terminal, config: settings, store, now: start + hour }, id, { out: folder, ...flags })
}

test('the mail of an incident is written as it would be sent, in the language that is asked for', async () => {
  await store.commit({ incidents: [anIncident()], silent: true })
  expect(await run('abcdef012345', { locale: 'fr' })).toBe(0)
  expect(lines).toEqual(['eml', 'txt', 'html'].map((end) => join(folder, `abcdef012345.${end}`)))
  const mail = await simpleParser(readFileSync(lines[0]!))
  expect(mail.subject).toContain('API indisponible')
  expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: expect.any(String) } })
  expect(readFileSync(lines[1]!, 'utf8')).toContain('Nous regardons.')
})

test('its links are those of the mail that is sent, also where the page lies in a folder', async () => {
  await store.commit({ incidents: [anIncident()], silent: true })
  await run('abcdef012345', {}, { ...config, page: { ...config.page, url: 'https://example.com/status/' } })
  const text = readFileSync(lines[1]!, 'utf8')
  expect(text).toContain('https://example.com/status/subscribe/manage?token=preview')
  expect(text).toContain('https://example.com/status/unsubscribe?token=preview')
})

test('a window brings its calendar entry along', async () => {
  await store.commit({ maintenances: [aMaintenance({ id: 'window000001' })], silent: true })
  await run('window000001')
  expect(readFileSync(lines[3]!, 'utf8')).toContain('METHOD:PUBLISH')
})

test('what is not there, and a language the page has not, is said with what to write', async () => {
  await expect(run('nothing')).rejects.toThrow(
    'there is no notice, no day with anything to report and no frozen month nothing',
  )
  await store.commit({ incidents: [anIncident()], silent: true })
  await expect(run('abcdef012345', { locale: 'it' })).rejects.toThrow('Write one of: en, fr')
})
