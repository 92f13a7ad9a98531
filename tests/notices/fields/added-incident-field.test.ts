import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Terminal } from '../../../collector/app/terminal.ts'
import {
  incidentFields,
  incidentUpdateFields,
  postmortemFields,
} from '../../../collector/core/incident/fields.ts'
import type { NoticeField } from '../../../collector/core/notice/notice-field.ts'
import { systemClock } from '../../../collector/time/system-clock.ts'

// A row more in each table, before any way in or out is loaded: each derives from the description when it is.
const aText = (name: string, label: string): NoticeField => ({
  kind: 'optional_text',
  name: name.replaceAll('-', '_'),
  help: `The ${label}.`,
  write: `the ${label} in a few words`,
  flag: { name, value: 'text', help: `the ${label} for readers` },
  label,
})
Object.assign(incidentFields, { customerImpact: aText('customer-impact', 'customer impact') })
Object.assign(incidentUpdateFields, { nextStep: aText('next-step', 'next step') })
Object.assign(postmortemFields, { lessons: aText('lessons', 'lessons') })

const { aNoticeCli } = await import('../../cli/notice-fixture.ts')
const { anApi, anIncident } = await import('../../server/api-fixture.ts')
const { readConfig } = await import('../../../collector/app/bootstrap.ts')
const { openStore } = await import('../../../collector/app/store/open-store.ts')
const { importNotices } = await import('../../../collector/cli/import/notices.ts')
const { exportNotices } = await import('../../../collector/cli/export/notices.ts')
const { syncNoticeFiles } = await import('../../../collector/notices/files/watch-files.ts')
const { createNoticeService } = await import('../../../collector/notices/service/create-service.ts')

/** A folder, its configuration and its store. */
async function aFolder() {
  const { data } = await aNoticeCli()
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

test('a field added to incidents, messages or postmortems goes in and out by the API, is corrected, refused with their own advice and documented', async () => {
  const api = await anApi()
  const opening = anIncident({ customer_impact: 'Slow logins', next_step: 'Restart' })
  const made = await api.ask('POST', '/incidents', { json: opening })
  expect(made.body).toMatchObject({ customer_impact: 'Slow logins', updates: [{ next_step: 'Restart' }] })
  const path = `/incidents/${made.body.id}`
  const [first] = made.body.updates
  const correction = {
    customer_impact: 'No logins',
    updates: [{ id: first.id, next_step: 'Roll back' }],
  }
  const corrected = (await api.ask('PATCH', path, { json: correction })).body
  expect(corrected).toMatchObject({
    customer_impact: 'No logins',
    updates: [{ next_step: 'Roll back' }],
    corrections: [
      { what: 'customer_impact', before: 'Slow logins' },
      { what: `updates.${first.id}.next_step`, before: 'Restart' },
    ],
  })
  const update = { body: 'Done.', status: 'resolved', next_step: 'Watch it' }
  expect((await api.ask('POST', `${path}/updates`, { json: update })).body.updates[1]).toMatchObject({
    next_step: 'Watch it',
  })
  const learnt = { body: 'We learnt.', lessons: 'Test more' }
  expect((await api.ask('PUT', `${path}/postmortem`, { json: learnt })).body.postmortem).toMatchObject({
    lessons: 'Test more',
  })
  const emptied = { customer_impact: null, updates: [{ id: first.id, next_step: null }] }
  await api.ask('PATCH', path, { json: emptied })
  const row = await api.store.incident(made.body.id)
  expect(row).not.toHaveProperty('customerImpact')
  expect(row!.updates[0]).not.toHaveProperty('nextStep')

  const refused = await api.ask('POST', '/incidents', {
    json: anIncident({ customer_impact: 4, next_step: [], nope: 1 }),
  })
  const errors = JSON.stringify(refused.body.errors)
  expect(errors).toContain('is a number. Write the customer impact in a few words')
  expect(errors).toContain('is a list. Write the next step in a few words')
  expect(errors).toMatch(/Known here: [^"]*customer_impact[^"]*next_step/)
  expect(JSON.stringify((await api.ask('PATCH', path, { json: {} })).body)).toMatch(
    /Nothing to correct was given\. Write [^"]*customer_impact/,
  )
  const { schemas } = (await api.ask('GET', '/openapi.json')).body.components
  expect(schemas.OpenIncident.properties.customer_impact.description).toBe('The customer impact.')
  expect(schemas.OpenIncident.properties).toHaveProperty('next_step')
  expect(schemas.UpdateIncident.properties).toHaveProperty('next_step')
  expect(schemas.UpdateIncident.properties).not.toHaveProperty('customer_impact')
  expect(schemas.CorrectIncident.properties).toHaveProperty('customer_impact')
  expect(schemas.WritePostmortem.properties).toHaveProperty('lessons')
  expect(schemas.IncidentView.required).toContain('customer_impact')
  expect(schemas.IncidentUpdateView.required).toContain('next_step')
})

test('they are flags, with a language, in the help, in mistakes and in what is shown', async () => {
  const cli = await aNoticeCli()
  const texts = ['--customer-impact', 'Lent', '--customer-impact-en', 'Slow', '--next-step', 'Relancer']
  const opening = ['--title', 'API', '--body', 'x', '--component', 'api=major_outage']
  const id = (await cli.run('incident', 'open', ...opening, ...texts)).out.trim()
  expect(await cli.json('incident', 'show', id)).toMatchObject({
    customer_impact: { fr: 'Lent', en: 'Slow' },
    updates: [{ next_step: 'Relancer' }],
  })
  await cli.run('incident', 'correct', id, '--customer-impact', 'Très lent')
  await cli.run('incident', 'correct', id, '--update', '1', '--next-step', 'Revenir')
  expect(await cli.json('incident', 'show', id)).toMatchObject({
    customer_impact: { fr: 'Très lent', en: 'Slow' },
    updates: [{ next_step: 'Revenir' }],
    corrections: [{ what: 'customer_impact' }, { before: 'Relancer' }],
  })
  expect((await cli.run('incident', 'correct', id, '--next-step', 'x')).err).toContain(
    '--next-step belongs to one message',
  )
  await cli.run('incident', 'resolve', id, '--body', 'Fini', '--next-step', 'Surveiller')
  await cli.run('incident', 'postmortem', id, '--body', 'Appris', '--lessons', 'Tester')
  const { out } = await cli.run('incident', 'show', id)
  expect(out).toContain('customer impact: ')
  expect(out).toContain('next step: Surveiller')
  expect(out).toContain('lessons: Tester')
  for (const [command, help] of [
    ['open', 'the customer impact for readers'],
    ['update', 'the next step for readers'],
    ['postmortem', 'the lessons for readers'],
  ] as const)
    expect((await cli.run('incident', command, '--help')).out).toContain(help)
  expect((await cli.run('incident', 'update', id, '--body', 'x', '--next-step', ' ')).err).toContain(
    '--next-step: is empty. Write the next step',
  )
})

test('they are read from front matter and below headings, and corrected there', async () => {
  const { data, config, store } = await aFolder()
  const dir = join(data, 'notices')
  mkdirSync(dir)
  const service = createNoticeService({ store, config, now: Date.now, id: () => 'unused' })
  const problems: string[] = []
  const write = async (impact: string, step: string, lessons: string): Promise<void> => {
    const front = `---\nkind: incident\nid: slow\ntitle: Slow\ncomponents: [api]\ncustomer_impact: ${impact}\n---\n`
    const message = `\n## 2026-01-10 10:00 resolved\nnext_step: ${step}\n\nFixed.\n`
    const postmortem = `\n## 2026-01-11 10:00 postmortem\nlessons: ${lessons}\n\nLearnt.\n`
    writeFileSync(join(dir, 'slow.md'), front + message + postmortem)
    const onProblem = (lines: readonly string[]): void => void problems.push(...lines)
    await syncNoticeFiles({ dir, service: service.files, settings: config, clock: systemClock(), onProblem })
  }
  await write('Slow logins', 'Restart', 'Test')
  await write('No logins', 'Roll back', 'Test more')
  expect(problems).toEqual([])
  const row = await store.incident('slow')
  expect(row).toMatchObject({
    customerImpact: 'No logins',
    updates: [{ nextStep: 'Roll back' }, {}],
    postmortem: { lessons: 'Test more' },
    corrections: [
      { what: `updates.${row!.updates[0]!.id}.next_step`, before: 'Restart' },
      { what: 'customer_impact', before: 'Slow logins' },
    ],
  })
  await write('[4]', 'x', 'y')
  await write('x', '[4]', '[5]')
  expect(problems.join()).toContain('customer_impact: is a list. Write the customer impact')
  expect(problems.join()).toContain('next_step: is a list. Write the next step')
  expect(problems.join()).toContain('lessons: is a list. Write the lessons')
})

test('they are imported and exported by line, and what differs in a line is a correction', async () => {
  const { data, terminal, out, config, store } = await aFolder()
  const line = (text: string) => ({
    kind: 'incident',
    id: 'slow',
    title: 'Slow',
    started_at: '2026-11-06T00:00:00Z',
    customer_impact: text,
    updates: [
      {
        id: 'u1',
        at: '2026-11-06T00:10:00Z',
        status: 'resolved',
        body: 'Fixed.',
        components: { api: 'major_outage' },
        next_step: text,
      },
    ],
    postmortem: { body: 'Learnt.', lessons: text, at: '2026-11-07T00:00:00Z' },
  })
  for (const text of ['One', 'Two']) {
    writeFileSync(join(data, 'lines'), JSON.stringify(line(text)))
    await importNotices(terminal, config, store, join(data, 'lines'), Date.parse('2026-11-22T15:00:00Z'))
  }
  expect(await store.incident('slow')).toMatchObject({
    customerImpact: 'Two',
    updates: [{ nextStep: 'Two' }],
    postmortem: { lessons: 'Two' },
    corrections: [
      { by: 'import', what: 'customer_impact', before: 'One' },
      { by: 'import', what: 'updates.u1.next_step', before: 'One' },
    ],
  })
  await exportNotices(terminal, store)
  expect(out.map((one) => JSON.parse(one) as unknown)).toMatchObject([
    { customer_impact: 'Two', updates: [{ next_step: 'Two' }], postmortem: { lessons: 'Two' } },
  ])
})
