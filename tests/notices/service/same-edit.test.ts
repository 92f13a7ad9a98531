import { systemClock } from '../../../collector/time/system-clock.ts'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { readConfig } from '../../../collector/app/bootstrap.ts'
import { openStore } from '../../../collector/app/store/open-store.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'
import { importNotices } from '../../../collector/cli/import/notices.ts'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { syncNoticeFiles } from '../../../collector/notices/files/watch-files.ts'
import { createNoticeService } from '../../../collector/notices/service/create-service.ts'
import type { Store } from '../../../collector/store/store.ts'
import { aNoticeCli } from '../../cli/notice-fixture.ts'
import { anApi } from '../../server/api-fixture.ts'

const start = Date.parse('2026-11-22T15:00:00Z')
const minute = 60_000
const iso = (ms: number): string => new Date(ms).toISOString()
/** The instants of the edits, each some minutes after the one before. */
const instants = [0, 10, 20, 30, 40].map((minutes) => start + minutes * minute)
const author = 'Ann'

type Notice = Incident | Maintenance

// Only what the clock says is set; everything else runs as ever.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: start }))
afterEach(() => vi.useRealTimers())

/**
 * A row as every way must store it. What may differ: the ids, which are new ones on the command line and follow from the
 * notice elsewhere, the file it is written in with the digest of what that said, and that an import tells nobody.
 */
function comparable(notice: Notice) {
  const { file: _file, fileSays: _fileSays, silent: _silent, ...row } = notice
  let text = JSON.stringify(row).replaceAll(row.id, 'NOTICE')
  row.updates.forEach(({ id }, i) => (text = text.replaceAll(id, `UPDATE-${i}`)))
  return JSON.parse(text) as unknown
}

const both = async (store: Store): Promise<Notice[]> => [
  ...(await store.incidents()),
  ...(await store.maintenances()).filter(({ programme }) => programme === null),
]

/** The rows after each step of a way in; a step acts at its instant. */
async function rowsAfter(
  steps: readonly (() => Promise<unknown>)[],
  rows: () => Promise<readonly Notice[]>,
  setTime: (now: number) => void = () => {},
): Promise<unknown[]> {
  const states: unknown[] = []
  for (const [i, step] of steps.entries()) {
    vi.setSystemTime(instants[i]!)
    setTime(instants[i]!)
    await step()
    const [row, ...others] = await rows()
    expect(others).toEqual([])
    states.push(comparable(row!))
  }
  return states
}

/** Commands, one a step. */
async function byCommand(kind: 'incident' | 'maintenance', commands: readonly (readonly string[])[]) {
  const cli = await aNoticeCli()
  let id = ''
  const rows = async (): Promise<Notice[]> => {
    const store = await storeOf(cli.data)
    try {
      return await both(store)
    } finally {
      await store.close()
    }
  }
  return rowsAfter(
    commands.map(([command, ...args]) => async () => {
      const argv = command === 'open' || command === 'schedule' ? [command] : [command!, id]
      const { code, out, err } = await cli.run(kind, ...argv, ...args, '--by', author)
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
      id ||= out.trim()
    }),
    rows,
  )
}

const terminalOf = (data: string): Terminal => ({
  data,
  configFile: join(data, 'status.yaml'),
  env: {},
  out: () => {},
  err: () => {},
  interactive: false,
})
const storeOf = async (data: string): Promise<Store> =>
  openStore(terminalOf(data), await readConfig(terminalOf(data)))

/** Requests, one a step; `UPDATE` stands for the id of the latest message. */
async function byApi(
  path: string,
  requests: readonly (readonly [method: string, below: string, body: object])[],
) {
  const api = await anApi()
  return rowsAfter(
    requests.map(([method, below, body]) => async () => {
      const [row] = await both(api.store)
      const text = JSON.stringify(body).replaceAll('UPDATE', row?.updates.at(-1)?.id ?? '')
      const answer = await api.ask(method, `${path}${below === '' ? '' : `/${row!.id}${below.slice(1)}`}`, {
        text,
        headers: { 'content-type': 'application/json' },
      })
      expect([answer.status, answer.body]).toEqual([
        method === 'POST' && below === '' ? 201 : 200,
        answer.body,
      ])
    }),
    () => both(api.store),
    api.setTime,
  )
}

/** A folder with the configuration of the commands, and its store. */
async function aFolder() {
  const { data } = await aNoticeCli()
  const store = await storeOf(data)
  onTestFinished(() => store.close())
  return { data, store, config: await readConfig(terminalOf(data)) }
}

/** One file, rewritten at each step. */
async function byFile(texts: readonly string[]) {
  const { data, store, config } = await aFolder()
  const dir = join(data, 'notices')
  mkdirSync(dir)
  const service = createNoticeService({ store, config, now: Date.now, id: () => 'unused' })
  return rowsAfter(
    texts.map((text) => async () => {
      writeFileSync(join(dir, 'notice.md'), text)
      const problems: string[] = []
      await syncNoticeFiles({
        dir,
        service: service.files,
        settings: config,
        clock: systemClock(),
        onProblem: (lines) => problems.push(...lines),
      })
      expect(problems).toEqual([])
    }),
    () => both(store),
  )
}

/** One line, imported as it is at each step. */
async function byLine(lines: readonly object[]) {
  const { data, store, config } = await aFolder()
  const folder = mkdtempSync(join(tmpdir(), 'vigie-lines-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return rowsAfter(
    lines.map((line) => async () => {
      const file = join(folder, 'notices.jsonl')
      writeFileSync(file, JSON.stringify(line))
      await importNotices(terminalOf(data), config, store, file, Date.now())
    }),
    () => both(store),
  )
}

test('an incident opened, updated, corrected in title and message and resolved is the same rows by command, API, file and line', async () => {
  const heading = (i: number, status: string): string =>
    `## ${iso(instants[i]!)} ${status}`.replace('.000', '')
  const front = (title: string): string =>
    `---\nkind: incident\ntitle: ${title}\nauthor: ${author}\ncomponents: { api: partial_outage }\n---\n`
  const opened = `\n${heading(0, 'investigating')}\n\nWe look.\n`
  const identified = (body: string): string =>
    `\n${heading(1, 'identified')}\ncomponents: { website: degraded_performance }\n\n${body}\n`
  const resolved = `\n${heading(4, 'resolved')}\n\nFixed.\n`
  const files = [
    front('Slow') + opened,
    front('Slow') + opened + identified('A query.'),
    front('Slow API') + opened + identified('A query.'),
    front('Slow API') + opened + identified('A slow query.'),
    front('Slow API') + opened + identified('A slow query.') + resolved,
  ]
  const line = (title: string, ...updates: readonly object[]) => ({
    kind: 'incident',
    id: 'slow-1',
    title,
    impact: 'major',
    // A line says what the other ways conclude from its first message; what is absent in it is unknown.
    priority: 'P2',
    started_at: iso(start),
    detected_at: iso(start),
    acknowledged_at: iso(start),
    acknowledged_by: author,
    updates: [
      {
        at: iso(start),
        status: 'investigating',
        body: 'We look.',
        components: { api: 'partial_outage' },
        author,
      },
      ...updates,
    ],
  })
  const second = (body: string) => ({
    id: 'second',
    at: iso(instants[1]!),
    status: 'identified',
    body,
    components: { website: 'degraded_performance' },
    author,
  })
  const last = { at: iso(instants[4]!), status: 'resolved', body: 'Fixed.', author }

  const command = await byCommand('incident', [
    ['open', '--title', 'Slow', '--body', 'We look.', '--component', 'api=partial_outage'],
    ['update', '--status', 'identified', '--body', 'A query.', '--component', 'website=degraded_performance'],
    ['correct', '--title', 'Slow API'],
    ['correct', '--update', '2', '--body', 'A slow query.'],
    ['resolve', '--body', 'Fixed.'],
  ])
  expect(command).toMatchObject([1, 2, 3, 4, 5].map((version) => ({ version })))
  expect(command.at(-1)).toMatchObject({
    corrections: [
      { at: instants[2], by: author, what: 'title', before: 'Slow' },
      { at: instants[3], by: author, what: 'updates.UPDATE-1.body', before: 'A query.' },
    ],
  })
  const api = await byApi('/incidents', [
    ['POST', '', { title: 'Slow', body: 'We look.', components: { api: 'partial_outage' } }],
    [
      'POST',
      '//updates',
      { status: 'identified', body: 'A query.', components: { website: 'degraded_performance' } },
    ],
    ['PATCH', '/', { title: 'Slow API' }],
    ['PATCH', '/', { updates: [{ id: 'UPDATE', body: 'A slow query.' }] }],
    ['POST', '//updates', { status: 'resolved', body: 'Fixed.' }],
  ])
  expect(api).toEqual(command)
  expect(await byFile(files)).toEqual(command)
  const lines = await byLine([
    line('Slow'),
    line('Slow', second('A query.')),
    line('Slow API', second('A query.')),
    line('Slow API', second('A slow query.')),
    line('Slow API', second('A slow query.'), last),
  ])
  expect(lines).toEqual(command.map(byImport))
})

/** What the rows of every step have of severity, and the whole rows. */
const severities = (rows: readonly unknown[]): unknown[] =>
  rows.map((row) => {
    const { impact, priority } = row as Incident
    return [impact, priority]
  })

/**
 * The same story by four ways: an incident of a slow component, which fails altogether, recovers a little and recovers.
 *
 * @param priority set when it is opened
 * @param impact set when it is opened
 */
async function worsening({ priority, impact }: { priority?: string; impact?: string }) {
  const statuses = ['degraded_performance', 'major_outage', 'partial_outage', 'operational'] as const
  const words = ['investigating', 'identified', 'monitoring', 'resolved'] as const
  const set = { ...(priority && { priority }), ...(impact && { impact }) }
  const flags = Object.entries(set).flatMap(([name, value]) => [`--${name}`, value])
  const command = await byCommand('incident', [
    ['open', '--title', 'Slow', '--body', 'B0', '--component', `api=${statuses[0]}`, ...flags],
    ...[1, 2, 3].map((i) => [
      'update',
      '--status',
      words[i]!,
      '--body',
      `B${i}`,
      '--component',
      `api=${statuses[i]}`,
    ]),
  ])
  const api = await byApi('/incidents', [
    ['POST', '', { title: 'Slow', body: 'B0', components: { api: statuses[0] }, ...set }],
    ...[1, 2, 3].map(
      (i) =>
        ['POST', '//updates', { status: words[i], body: `B${i}`, components: { api: statuses[i] } }] as const,
    ),
  ])
  const sections = [0, 1, 2, 3].map(
    (i) =>
      `\n## ${iso(instants[i]!).replace('.000', '')} ${words[i]}\ncomponents: { api: ${statuses[i]} }\n\nB${i}\n`,
  )
  const settings = Object.entries(set).map(([name, value]) => `${name}: ${value}\n`)
  const front = `---\nkind: incident\ntitle: Slow\nauthor: ${author}\n${settings.join('')}---\n`
  const file = await byFile([1, 2, 3, 4].map((count) => front + sections.slice(0, count).join('')))
  const overrides = Object.fromEntries(Object.keys(set).map((name) => [name, author]))
  const line = await byLine(
    [1, 2, 3, 4].map((count, step) => ({
      kind: 'incident',
      id: 'slow-1',
      title: 'Slow',
      // A line is a record: it says what the other ways conclude.
      ...Object.fromEntries(
        Object.entries(command[step] as object).filter(([name]) => name === 'impact' || name === 'priority'),
      ),
      ...(flags.length > 0 && { overrides }),
      started_at: iso(start),
      detected_at: iso(start),
      acknowledged_at: iso(start),
      acknowledged_by: author,
      updates: [0, 1, 2, 3].slice(0, count).map((i) => ({
        at: iso(instants[i]!),
        status: words[i],
        body: `B${i}`,
        components: { api: statuses[i] },
        author,
      })),
    })),
  )
  expect(api).toEqual(command)
  expect(file).toEqual(command)
  expect(line).toEqual(command)
  return severities(command)
}

test('impact and priority that nobody set follow the heaviest status a message names, whichever way it comes', async () => {
  expect(await worsening({})).toEqual([
    ['minor', 'P3'],
    ['critical', 'P1'],
    ['critical', 'P1'],
    ['critical', 'P1'],
  ])
})

test('a priority that somebody set stays while the impact grows, even the usual one', async () => {
  expect(await worsening({ priority: 'P3' })).toEqual([
    ['minor', 'P3'],
    ['critical', 'P3'],
    ['critical', 'P3'],
    ['critical', 'P3'],
  ])
})

test('an impact that somebody set stays whatever components do, and the priority with it', async () => {
  expect(await worsening({ impact: 'minor' })).toEqual(Array.from({ length: 4 }, () => ['minor', 'P3']))
})

test('an impact set by a message is the impact from then on, and a priority nobody set follows it', async () => {
  const command = await byCommand('incident', [
    ['open', '--title', 'Slow', '--body', 'B0', '--component', 'api=partial_outage'],
    ['update', '--body', 'B1', '--impact', 'minor'],
    ['correct', '--impact', 'critical'],
  ])
  expect(severities(command)).toEqual([
    ['major', 'P2'],
    ['minor', 'P3'],
    ['critical', 'P1'],
  ])
  const api = await byApi('/incidents', [
    ['POST', '', { title: 'Slow', body: 'B0', components: { api: 'partial_outage' } }],
    ['POST', '//updates', { body: 'B1', impact: 'minor' }],
    ['PATCH', '/', { impact: 'critical' }],
  ])
  expect(api).toEqual(command)
  const opened = `---\nkind: incident\ntitle: Slow\nauthor: ${author}\ncomponents: { api: partial_outage }\n---\n\n## ${iso(start).replace('.000', '')} investigating\n\nB0\n`
  const update = `\n## ${iso(instants[1]!).replace('.000', '')} investigating\nimpact: minor\n\nB1\n`
  expect(await byFile([opened, opened + update])).toEqual(command.slice(0, 2))
})

test('a priority taken out of a file follows the impact again', async () => {
  const text = (line: string): string =>
    `---\nkind: incident\ntitle: Slow\nauthor: ${author}\n${line}components: { api: major_outage }\n---\n\nB0\n`
  expect(severities(await byFile([text('priority: P4\n'), text('')]))).toEqual([
    ['critical', 'P4'],
    ['critical', 'P1'],
  ])
})

/** An import names nobody who corrects: what it says otherwise is by `import`. */
function byImport(row: unknown): unknown {
  const { corrections, ...others } = row as Notice
  return {
    ...others,
    ...(corrections && { corrections: corrections.map((one) => ({ ...one, by: 'import' })) }),
  }
}

test('a maintenance scheduled, updated, moved, rewritten and cancelled is the same rows by command, API, file and line', async () => {
  const [from, until] = ['2026-12-06T02:00:00Z', '2026-12-06T04:00:00Z']
  const [laterFrom, laterUntil] = ['2026-12-07T02:00:00Z', '2026-12-07T05:00:00Z']
  const updateText = `\n## ${iso(instants[1]!).replace('.000', '')} scheduled\n\nSave your work.\n`
  const off = `\n## ${iso(instants[4]!).replace('.000', '')} cancelled\n\nNot needed.\n`
  const front = (begin: string, end: string, alternatives: string): string =>
    `---\nkind: maintenance\ntitle: Disks\nauthor: ${author}\nfrom: ${begin}\nuntil: ${end}\ncomponents: [api]\nreason: Age\nalternatives: ${alternatives}\ntasks: [Swap]\n---\n\nShort cuts.\n`
  const line = (begin: string, end: string, alternatives: string, ...updates: readonly object[]) => ({
    kind: 'maintenance',
    id: 'disks-1',
    title: 'Disks',
    body: 'Short cuts.',
    components: ['api'],
    published_at: iso(start),
    from: begin,
    until: end,
    reason: 'Age',
    alternatives,
    tasks: ['Swap'],
    updates,
  })
  const word = { at: iso(instants[1]!), status: 'scheduled', body: 'Save your work.', author }
  const end = { at: iso(instants[4]!), status: 'cancelled', body: 'Not needed.', author }

  const command = await byCommand('maintenance', [
    [
      'schedule',
      '--title',
      'Disks',
      '--body',
      'Short cuts.',
      '--from',
      from,
      '--until',
      until,
      '--component',
      'api',
      '--reason',
      'Age',
      '--alternatives',
      'None',
      '--task',
      'Swap',
    ],
    ['update', '--message', 'Save your work.'],
    ['update', '--from', laterFrom, '--until', laterUntil],
    ['update', '--alternatives', 'The mirror'],
    ['cancel', '--body', 'Not needed.'],
  ])
  expect(command).toMatchObject([1, 2, 3, 4, 5].map((version) => ({ version })))
  expect(command.at(-1)).toMatchObject({
    announced: [
      { at: instants[0], from: Date.parse(from), to: Date.parse(until) },
      { at: instants[2], from: Date.parse(laterFrom), to: Date.parse(laterUntil) },
    ],
    corrections: [
      { at: instants[2], by: author, what: 'scheduled_for', before: '2026-12-06T02:00:00.000Z' },
      { at: instants[2], by: author, what: 'scheduled_until', before: '2026-12-06T04:00:00.000Z' },
      { at: instants[3], by: author, what: 'alternatives', before: 'None' },
    ],
  })
  const api = await byApi('/maintenances', [
    [
      'POST',
      '',
      {
        title: 'Disks',
        body: 'Short cuts.',
        scheduled_for: from,
        scheduled_until: until,
        components: ['api'],
        reason: 'Age',
        alternatives: 'None',
        tasks: ['Swap'],
      },
    ],
    ['POST', '//updates', { body: 'Save your work.' }],
    ['PATCH', '/', { scheduled_for: laterFrom, scheduled_until: laterUntil }],
    ['PATCH', '/', { alternatives: 'The mirror' }],
    ['POST', '//cancel', { body: 'Not needed.' }],
  ])
  expect(api).toEqual(command)
  const files = await byFile([
    front(from, until, 'None'),
    front(from, until, 'None') + updateText,
    front(laterFrom, laterUntil, 'None') + updateText,
    front(laterFrom, laterUntil, 'The mirror') + updateText,
    front(laterFrom, laterUntil, 'The mirror') + updateText + off,
  ])
  expect(files).toEqual(command)
  const lines = await byLine([
    line(from, until, 'None'),
    line(from, until, 'None', word),
    line(laterFrom, laterUntil, 'None', word),
    line(laterFrom, laterUntil, 'The mirror', word),
    { ...line(laterFrom, laterUntil, 'The mirror', word, end), cancelled_at: iso(instants[4]!) },
  ])
  expect(lines).toEqual(command.map(byImport))
})
