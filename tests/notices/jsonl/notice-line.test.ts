import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exportNotices } from '../../../collector/cli/export/notices.ts'
import { importNotices } from '../../../collector/cli/import/notices.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'
import { type Incident, isOpen } from '../../../collector/core/incident/incident.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { newId } from '../../../collector/app/new-id.ts'
import { formatIncidentLine } from '../../../collector/notices/jsonl/incident-line.ts'
import { parseNoticeLine } from '../../../collector/notices/jsonl/notice-line.ts'
import { createNoticeService } from '../../../collector/notices/service/create-service.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { config, now } from '../files/folder-of-notices.ts'

/** A store, and what the two commands do with it. */
async function aPlace() {
  const home = mkdtempSync(join(tmpdir(), 'vigie-lines-'))
  const store = await openSqliteStore(join(home, 'status.db'), { timezone: 'Europe/Paris' })
  onTestFinished(async () => {
    await store.close()
    rmSync(home, { recursive: true })
  })
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    data: home,
    configFile: '',
    env: {},
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    interactive: false,
  }
  return {
    store,
    out,
    err,
    async read(lines: readonly (string | object)[], at = now): Promise<number> {
      const file = join(home, 'notices.jsonl')
      writeFileSync(
        file,
        lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
      )
      try {
        return await importNotices(terminal, config, store, file, at)
      } catch (error) {
        ;(error as Error).message = (error as Error).message.replaceAll(`${file}:`, '')
        throw error
      }
    },
    async write(): Promise<string[]> {
      out.length = 0
      await exportNotices(terminal, store)
      return [...out]
    },
  }
}

const maintenance = {
  kind: 'maintenance',
  id: 'm1',
  title: 'Weekly',
  components: ['api'],
  published_at: '2026-10-30T00:00:00Z',
  from: '2026-11-01T03:00:00Z',
  until: '2026-11-01T04:00:00Z',
  class: 'weekly',
}
const incident = {
  kind: 'incident',
  id: 'i1',
  title: { fr: 'Panne', en: 'Outage' },
  started_at: '2026-11-01T10:00:00Z',
  updates: [
    { at: '2026-11-01T10:30:00Z', status: 'resolved', body: 'Back.' },
    {
      at: '2026-11-01T10:05:00Z',
      status: 'investigating',
      body: { fr: 'Nous regardons.', en: 'We look.' },
      components: { api: 'major_outage' },
    },
  ],
}

test('whatever is missing in a line or of another shape, the message says what to write', () => {
  const announcement = {
    kind: 'announcement',
    id: 'a1',
    title: 'T',
    body: 'B',
    published_at: '2026-11-01T10:00:00Z',
  }
  const programme = {
    entry: 'weekly',
    original_for: '2026-11-01T03:00:00Z',
    original_day: '2026-11-01',
    changed: true,
  }
  const announced = [
    { at: '2026-10-30T00:00:00Z', from: '2026-11-01T03:00:00Z', until: '2026-11-01T04:00:00Z' },
  ]
  const { from: _, until: __, ...without } = maintenance
  const messages: string[] = []
  const told = (line: object): void => {
    const parsed = parseNoticeLine(JSON.stringify(line), config, now)
    if (!parsed.ok) messages.push(...parsed.problems)
  }
  told(without)
  for (const whole of [maintenance, incident, announcement, { ...maintenance, programme, announced }])
    for (const key of Object.keys(whole)) {
      told(Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)))
      for (const wrong of [5, {}, [], [5], [{}], { a: 5 }, true, '']) told({ ...whole, [key]: wrong })
    }
  expect(messages).toContain(
    '"from" is missing. Write a time such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00".',
  )
  expect(messages.filter((message) => message.includes('what it should be'))).toEqual([])
})

test('the lines of the contract become the notices they describe', async () => {
  const place = await aPlace()
  expect(await place.read([incident, maintenance])).toBe(0)
  expect(await place.store.incident('i1')).toMatchObject({
    title: { fr: 'Panne', en: 'Outage' },
    impact: 'critical',
    startedAt: Date.parse('2026-11-01T10:00:00Z'),
    automatic: false,
    version: 1,
    updates: [
      { status: 'investigating', components: { api: 'major_outage' }, author: 'import' },
      { status: 'resolved', components: {} },
    ],
  })
  const at = Date.parse(maintenance.published_at)
  const from = Date.parse(maintenance.from)
  expect(await place.store.maintenance('m1')).toMatchObject({
    publishedAt: at,
    scheduledFor: from,
    announced: [{ at, from, to: from + 3_600_000 }],
    class: 'weekly',
    programme: null,
  })
  expect(place.err).toEqual(['1 incident and 1 maintenance are on record: 2 new or changed; nobody is told.'])
})

test('a resolution before the beginning is refused, and an incident that stays open is reported', async () => {
  const place = await aPlace()
  const [end, start] = incident.updates
  const early = { ...incident, updates: [start, { ...end, at: '2026-11-01T09:00:00Z' }] }
  await expect(place.read([early])).rejects.toThrow(
    '1: "updates.1.at" is before "started_at", and says "resolved". Write a time from then on.',
  )
  expect(await place.read([{ ...incident, updates: [start] }])).toBe(0)
  expect(place.err.at(-1)).toBe('1 of them is open: i1.')
})

test('a time in seconds is refused: as milliseconds it would be in 1970', async () => {
  const place = await aPlace()
  await expect(place.read([{ ...incident, started_at: 1_700_000_000 }])).rejects.toThrow(
    '1: "started_at" 1700000000 is in seconds. Write milliseconds, 1700000000000.',
  )
})

test('importing again changes nothing, in whatever order', async () => {
  const place = await aPlace()
  await place.read([incident, maintenance])
  const before = await place.write()
  await place.read([maintenance, { ...incident, updates: incident.updates.toReversed() }, maintenance])
  expect(await place.write()).toEqual(before)
  expect((await place.store.incident('i1'))!.version).toBe(1)
  expect(place.err.at(-1)).toContain('nothing was new')
})

test('what is exported is imported elsewhere as the same notices', async () => {
  const here = await aPlace()
  const at = now - 10 * 86_400_000
  const story: Incident = {
    id: 'fullincident',
    title: { fr: 'Panne de l’API', en: 'API outage' },
    impact: 'major',
    priority: 'P2',
    startedAt: at,
    detectedAt: at + 1_234,
    acknowledgedAt: at + 60_000,
    acknowledgedBy: 'ada',
    automatic: true,
    about: 'api',
    updates: [
      {
        id: 'u1',
        at: at + 5,
        status: 'investigating',
        body: 'A',
        components: { api: 'major_outage' },
        author: 'collector',
      },
      {
        id: 'u2',
        at: at + 9,
        status: 'resolved',
        body: { fr: 'B', en: 'B' },
        components: {},
        impact: 'major',
        author: 'ada',
        writtenAt: at + 99,
        notify: false,
      },
      { id: 'u3', at: at + 99, status: 'postmortem', body: 'P', components: {}, author: 'ada' },
    ],
    falseAlarm: { reason: 'It never was', at: at + 100 },
    version: 1,
    postmortem: {
      body: 'P',
      rootCause: { fr: 'C', en: 'C' },
      dataLoss: 333,
      actions: [{ text: 'Do', done: true }],
      at: at + 99,
      author: 'ada',
    },
    corrections: [
      { at: at + 50, by: 'ada', what: 'title', before: { fr: 'X', en: 'Y' } },
      { at, by: 'ada', what: 'updates.u2.components', before: null },
    ],
    withdrawn: { at: at + 200, by: 'ada' },
  }
  const window: Maintenance = {
    id: 'window000001',
    title: 'Database',
    body: '',
    components: ['api', 'database'],
    impact: 'none',
    class: 'weekly',
    reason: 'R',
    alternatives: { fr: 'A', en: 'A' },
    tasks: ['T', { fr: 'U', en: 'U' }],
    publishedAt: at - 50,
    scheduledFor: at + 1_000,
    scheduledUntil: at + 3_000,
    announced: [
      { at: at - 50, from: at, to: at + 2_000 },
      { at: at - 20, from: at + 1_000, to: at + 3_000 },
    ],
    startedAt: at + 900,
    completedAt: at + 2_500,
    cancelledAt: null,
    updates: [{ id: 'm1', at: at + 900, status: 'in_progress', body: '', author: 'ada' }],
    programme: { entry: 'weekly', originalFor: at, originalDay: '2026-11-22', changed: true },
    version: 1,
  }
  await here.store.commit({
    incidents: [story],
    maintenances: [
      window,
      {
        ...window,
        id: 'window000002',
        cancelledAt: at,
        programme: null,
        announced: [{ at: at - 50, from: at + 1_000, to: at + 3_000 }],
      },
    ],
  })
  const there = await aPlace()
  await there.read(await here.write())
  // An import tells nobody, so that its notices stay silent.
  const silent = <Row extends object>(rows: readonly Row[]) => rows.map((row) => ({ ...row, silent: true }))
  expect(await there.store.incidents()).toEqual(silent(await here.store.incidents()))
  expect(await there.store.maintenances()).toEqual(silent(await here.store.maintenances()))
})

test('an imported incident that is not resolved stays open', async () => {
  const place = await aPlace()
  await place.read([{ ...incident, updates: [incident.updates[1]] }])
  expect(isOpen((await place.store.incident('i1'))!)).toBe(true)
})

test('ids are kept whatever they are', async () => {
  const place = await aPlace()
  const id = 'https://old.example/incidents/42 (é) <b>'
  await place.read([{ ...incident, id }])
  expect((await place.store.incident(id))!.id).toBe(id)
})

test('every problem is reported with its line, and nothing is imported', async () => {
  const place = await aPlace()
  const lines = [
    incident,
    '{"kind":',
    '[]',
    { ...incident, id: 'i2', kind: 'event' },
    { ...incident, id: undefined },
    { ...incident, id: 'two\nlines' },
    { ...incident, id: 'i3', started_at: 'yesterdayish' },
    { ...incident, id: 'i4', updates: [] },
    { ...incident, id: 'i5', updates: [{ at: '2026-11-01T10:00:00Z', status: 'fixed', body: 'x' }] },
    { ...incident, id: 'i6', updates: [{ ...incident.updates[1], components: { apii: 'major_outage' } }] },
    { ...maintenance, until: maintenance.from },
    { ...maintenance, id: 'm2', class: 'wekly' },
    { ...maintenance, id: 'm3', published_at: undefined },
    { ...incident, title: 'Another title' },
    { ...incident, id: 'i7', started_at: '2027-01-01T00:00:00Z' },
  ]
  const message = await place.read(lines).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(message.split('\n').map((line) => line.slice(0, 40).trimEnd())).toEqual([
    expect.stringMatching(/^2: is not JSON/),
    expect.stringMatching(/^3: is not a JSON object/),
    expect.stringMatching(/^4: "kind" is none known here/),
    expect.stringMatching(/^5: "id" is missing/),
    expect.stringMatching(/^6: "id" /),
    expect.stringMatching(/^7: "started_at" "yesterdayish" is/),
    expect.stringMatching(/^8: "updates" is empty/),
    expect.stringMatching(/^9: "updates\.0\.status" "fixed"/),
    expect.stringMatching(/^10: "updates\.0\.components" "apii"/),
    expect.stringMatching(/^11: "until" is not after "from"/),
    expect.stringMatching(/^12: "class" "wekly"/),
    expect.stringMatching(/^13: "published_at" is missing/),
    expect.stringMatching(/^14: "id" is that of line 1/),
    expect.stringMatching(/^15: "started_at" "2027/),
    expect.stringMatching(/^Components that this page never had/),
    'Nothing was imported.',
  ])
  expect(await place.store.incidents()).toEqual([])
})

test('messages and corrections made here since are kept when an import is repeated', async () => {
  const place = await aPlace()
  await place.read([incident])
  const row = (await place.store.incident('i1'))!
  const word = {
    id: 'w',
    at: now,
    status: 'postmortem',
    body: 'Learnt.',
    components: {},
    author: 'ada',
  } as const
  await place.store.commit({ incidents: [{ ...row, updates: [...row.updates, word], version: 2 }] })
  await place.read([incident])
  expect((await place.store.incident('i1'))!).toMatchObject({ version: 2 })
  await place.store.commit({
    incidents: [
      {
        ...row,
        title: 'Better',
        updates: [...row.updates, word],
        corrections: [{ at: now, by: 'ada', what: 'title', before: row.title }],
        version: 3,
      },
    ],
  })
  await place.read([incident])
  expect((await place.store.incident('i1'))!).toMatchObject({ version: 3, title: 'Better' })
})

test('what was done here since stays done when an import is repeated', async () => {
  const place = await aPlace()
  const ahead = { ...maintenance, from: '2026-12-01T03:00:00Z', until: '2026-12-01T04:00:00Z' }
  await place.read([incident, ahead])
  const service = createNoticeService({ store: place.store, config, now: () => now, id: newId })
  const ann = { by: 'Ann' }
  await service.incidents.update(
    'i1',
    { status: 'identified', impact: 'minor', priority: 'P4', body: 'x' },
    ann,
  )
  await service.incidents.update('i1', { status: 'resolved', body: 'y' }, ann)
  await service.incidents.postmortem('i1', { body: 'Learnt.' }, ann)
  await service.incidents.falseAlarm('i1', { reason: 'It never was.' }, ann)
  await service.maintenances.start('m1', {}, ann)
  await service.maintenances.extend('m1', { by: '30m' }, ann)
  const before = await place.write()
  await place.read([incident, ahead])
  expect(await place.write()).toEqual(before)
})

test('what differs in an import is a correction, once, and corrections it brings are kept as they are', async () => {
  const place = await aPlace()
  await place.read([incident])
  await place.read([{ ...incident, title: 'Better' }], now + 120_000)
  const correction = { at: now + 120_000, by: 'import', what: 'title', before: incident.title }
  expect(await place.store.incident('i1')).toMatchObject({ version: 2, corrections: [correction] })
  await place.read([{ ...incident, title: 'Better' }], now + 240_000)
  expect(await place.store.incident('i1')).toMatchObject({ version: 2, corrections: [correction] })
  const own = { at: '2026-11-02T10:00:00Z', by: 'ada', what: 'title', before: 'Better' }
  await place.read([{ ...incident, title: 'Best', corrections: [own] }], now + 360_000)
  expect(await place.store.incident('i1')).toMatchObject({
    version: 3,
    title: 'Best',
    corrections: [{ ...own, at: Date.parse(own.at) }, correction],
  })
})

test('the times of a window that is over are corrected without another announcement', async () => {
  const place = await aPlace()
  await place.read([maintenance])
  await place.read([{ ...maintenance, until: '2026-11-01T05:00:00Z' }])
  const row = (await place.store.maintenance('m1'))!
  expect(row.announced).toEqual([{ at: row.publishedAt, from: row.scheduledFor, to: row.scheduledUntil }])
  expect(row.corrections).toMatchObject([{ what: 'scheduled_until', before: '2026-11-01T04:00:00.000Z' }])
})

test('a hundred thousand lines are imported', async () => {
  const place = await aPlace()
  const lines = Array.from({ length: 100_000 }, (_, i) => JSON.stringify({ ...incident, id: `i${i}` }))
  await place.read(lines)
  expect(await place.store.incident('i99999')).not.toBeNull()
})

test('a line whose start is years before its first message is doubted unless it is forced, and is exported as forced', async () => {
  const place = await aPlace()
  const line = {
    kind: 'incident',
    id: 'x1',
    title: 't',
    started_at: '2016-11-20T10:00:00Z',
    updates: [{ at: '2026-11-20T10:00:00Z', status: 'investigating', body: 'b' }],
  }
  await expect(place.read([line])).rejects.toThrow(/started_at.*is the date right\?.*"force": true/)
  await place.read([{ ...line, force: true }])
  const [stored] = await place.store.incidents()
  expect(formatIncidentLine(stored!)).toMatchObject({ force: true })
})
