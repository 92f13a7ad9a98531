import { systemClock } from '../../../collector/time/system-clock.ts'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { NoticeField } from '../../../collector/core/notice/notice-field.ts'
import { maintenanceFields } from '../../../collector/core/maintenance/fields.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'

// One row more, before any way in or out is loaded: each derives from the description when it is.
const contact: NoticeField = {
  kind: 'optional_text',
  name: 'on_call_contact',
  help: 'Whom to ask about it.',
  write: 'whom to ask, such as "ops@example.com"',
  flag: { name: 'on-call-contact', value: 'text', help: 'whom to ask about it' },
  label: 'Contact',
}
Object.assign(maintenanceFields, { onCallContact: contact })

const { aNoticeCli } = await import('../../cli/notice-fixture.ts')
const { anApi, aWindow } = await import('../../server/api-fixture.ts')
const { readConfig } = await import('../../../collector/app/bootstrap.ts')
const { openStore } = await import('../../../collector/app/store/open-store.ts')
const { importNotices } = await import('../../../collector/cli/import/notices.ts')
const { exportNotices } = await import('../../../collector/cli/export/notices.ts')
const { syncNoticeFiles } = await import('../../../collector/notices/files/watch-files.ts')
const { createNoticeService } = await import('../../../collector/notices/service/create-service.ts')
const { expandRecurringMaintenance } =
  await import('../../../collector/notices/service/recurring-maintenance.ts')

/** A folder, its configuration and its store. */
async function aFolder(yaml?: string) {
  const { data } = await aNoticeCli(yaml)
  const out: string[] = []
  const terminal: Terminal = {
    data,
    configFile: join(data, 'status.yaml'),
    env: {},
    out: (line) => void out.push(line),
    err: () => {},
    interactive: false,
  }
  const config = await readConfig(terminal)
  const store = await openStore(terminal, config)
  onTestFinished(() => store.close())
  return { data, terminal, out, config, store }
}

test('a field added to the description goes in and out by the API, is corrected, refused with its own advice and documented', async () => {
  const api = await anApi()
  const made = await api.ask('POST', '/maintenances', { json: aWindow({ on_call_contact: 'Ada' }) })
  expect(made.body).toMatchObject({ on_call_contact: 'Ada' })
  const path = `/maintenances/${made.body.id}`
  expect((await api.ask('PATCH', path, { json: { on_call_contact: 'Bob' } })).body).toMatchObject({
    on_call_contact: 'Bob',
    version: 2,
    corrections: [{ what: 'on_call_contact', before: 'Ada' }],
  })
  const without = (await api.ask('PATCH', path, { json: { on_call_contact: null } })).body
  expect(without).toMatchObject({ on_call_contact: null, corrections: [{}, { before: 'Bob' }] })
  expect(await api.store.maintenance(made.body.id)).not.toHaveProperty('onCallContact')

  const refused = await api.ask('POST', '/maintenances', { json: aWindow({ on_call_contact: 4, nope: 1 }) })
  expect(JSON.stringify(refused.body.errors)).toContain('is a number. Write whom to ask, such as')
  expect(JSON.stringify(refused.body.errors)).toMatch(/Known here: [^"]*on_call_contact/)
  expect(JSON.stringify((await api.ask('PATCH', path, { json: {} })).body)).toMatch(
    /Nothing to change was given\. Write [^"]*on_call_contact/,
  )
  const { schemas } = (await api.ask('GET', '/openapi.json')).body.components
  expect(schemas.ScheduleMaintenance.properties.on_call_contact.description).toBe('Whom to ask about it.')
  expect(schemas.CorrectMaintenance.properties).toHaveProperty('on_call_contact')
  expect(schemas.MaintenanceView.required).toContain('on_call_contact')
})

test('it is a flag, with a language, in the help, in mistakes and in what is shown', async () => {
  const cli = await aNoticeCli()
  const scheduled = ['--title', 'Disks', '--from', '+9d', '--lasts', '1h', '--component', 'api']
  const texts = ['--on-call-contact', 'Ada', '--on-call-contact-en', 'Ada too']
  const { out } = await cli.run('maintenance', 'schedule', ...scheduled, '--body', 'x', ...texts)
  const id = out.trim()
  expect(await cli.json('maintenance', 'show', id)).toMatchObject({
    on_call_contact: { fr: 'Ada', en: 'Ada too' },
  })
  await cli.run('maintenance', 'update', id, '--on-call-contact', 'Bob')
  expect(await cli.json('maintenance', 'show', id)).toMatchObject({
    on_call_contact: { fr: 'Bob', en: 'Ada too' },
    corrections: [{ what: 'on_call_contact' }],
  })
  expect((await cli.run('maintenance', 'show', id)).out).toContain('contact:')
  expect((await cli.run('maintenance', 'schedule', '--help')).out).toContain('whom to ask about it')
  expect((await cli.run('maintenance', 'update', id, '--on-call-contact', ' ')).err).toContain(
    '--on-call-contact-fr: is empty. Write whom to ask',
  )
})

test('it is read from front matter, and corrected there', async () => {
  const { data, config, store } = await aFolder()
  const dir = join(data, 'notices')
  mkdirSync(dir)
  const service = createNoticeService({ store, config, now: Date.now, id: () => 'unused' })
  const problems: string[] = []
  const write = async (line: string): Promise<void> => {
    const from = '2099-12-06 04:00\nuntil: 2099-12-06 06:00'
    const text = `---\nkind: maintenance\nid: disks\ntitle: Disks\nfrom: ${from}\ncomponents: [api]\n${line}\n---\n`
    writeFileSync(join(dir, 'disks.md'), text)
    const onProblem = (lines: readonly string[]): void => void problems.push(...lines)
    await syncNoticeFiles({ dir, service: service.files, settings: config, clock: systemClock(), onProblem })
  }
  await write('on_call_contact: Ada')
  await write('on_call_contact: Bob')
  expect(problems).toEqual([])
  expect(await store.maintenance('disks')).toMatchObject({
    onCallContact: 'Bob',
    corrections: [{ what: 'on_call_contact', before: 'Ada' }],
  })
  await write('on_call_contact: [4]')
  expect(problems.join()).toContain('on_call_contact: is a list. Write whom to ask')
})

test('it is imported and exported by line, and what differs in a line is a correction', async () => {
  const { data, terminal, out, config, store } = await aFolder()
  const line = (text: string) => ({
    kind: 'maintenance',
    id: 'disks',
    title: 'Disks',
    components: ['api'],
    published_at: '2026-11-01T00:00:00Z',
    from: '2026-11-06T00:00:00Z',
    until: '2026-11-06T01:00:00Z',
    on_call_contact: text,
  })
  for (const text of ['Ada', 'Bob']) {
    writeFileSync(join(data, 'lines'), JSON.stringify(line(text)))
    await importNotices(terminal, config, store, join(data, 'lines'), Date.parse('2026-11-22T15:00:00Z'))
  }
  expect(await store.maintenance('disks')).toMatchObject({
    onCallContact: 'Bob',
    corrections: [{ by: 'import', what: 'on_call_contact', before: 'Ada' }],
  })
  await exportNotices(terminal, store)
  expect(out.map((one) => JSON.parse(one) as unknown)).toMatchObject([{ on_call_contact: 'Bob' }])
})

test('recurring maintenance has it from the configuration, and loses it there', async () => {
  const yaml = (line: string): string =>
    `page: { name: X, timezone: UTC, locale: fr }\ncomponents:\n  - { id: api, name: API, monitors: [{ id: a, kind: tcp, host: 127.0.0.1, port: 1 }] }\nmaintenance:\n  - { id: weekly, title: Weekly, rrule: FREQ=WEEKLY;BYDAY=SU, at: '03:00', lasts: 1h, components: [api]${line} }\n`
  const { data, terminal, store, config } = await aFolder(yaml(', on_call_contact: Ada'))
  await expandRecurringMaintenance(store, config, Date.now())
  expect((await store.maintenances())[0]).toMatchObject({ onCallContact: 'Ada' })
  writeFileSync(join(data, 'status.yaml'), yaml(''))
  await expandRecurringMaintenance(store, await readConfig(terminal), Date.now())
  expect((await store.maintenances())[0]).not.toHaveProperty('onCallContact')
})
