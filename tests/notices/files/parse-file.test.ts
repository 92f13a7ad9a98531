import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOpen, resolvedAt } from '../../../collector/core/incident/incident.ts'
import { aDesk, now } from './folder-of-notices.ts'

const at = (time: string): number => Date.parse(`2026-11-22T${time}:00+01:00`)
const name = '2026-11-22-slow-api.md'
const slow = `---
kind: incident
title: { fr: API lente, en: Slow API }
components: { api: degraded_performance }
priority: P2
started: 2026-11-22 15:00
acknowledged: 2026-11-22 15:05
---
Nous regardons.

### en
We are looking.

## 2026-11-22 15:12 identified
components: { api: partial_outage, database: degraded_performance }
impact: major

Une requête **trop lente**.

### en
A query that is *too slow*.

### What it does
It joins too much.

## 2026-11-22 15:40 +01:00 monitoring

Corrigé.
`

test('a file tells of an incident as its messages come, in the languages of the page', async () => {
  const desk = await aDesk()
  desk.write(name, slow)
  await desk.apply()
  expect(desk.told).toEqual([])
  const incident = await desk.incident()
  expect(incident).toMatchObject({
    title: { fr: 'API lente', en: 'Slow API' },
    impact: 'major',
    priority: 'P2',
    startedAt: at('15:00'),
    acknowledgedAt: at('15:05'),
    automatic: false,
    version: 1,
    file: name,
    updates: [
      {
        at: at('15:00'),
        status: 'investigating',
        body: { fr: 'Nous regardons.', en: 'We are looking.' },
        components: { api: 'degraded_performance' },
      },
      {
        at: at('15:12'),
        status: 'identified',
        body: {
          fr: 'Une requête **trop lente**.',
          en: 'A query that is *too slow*.\n\n### What it does\nIt joins too much.',
        },
        components: { api: 'partial_outage', database: 'degraded_performance' },
        impact: 'major',
      },
      { at: at('15:40'), status: 'monitoring', body: 'Corrigé.', components: {} },
    ],
  })
  expect(incident.id).toMatch(/^[a-z0-9]{12}$/)
  expect(incident.corrections).toBeUndefined()
  expect(isOpen(incident)).toBe(true)
})

test('reading an unchanged file again writes nothing, however its lines end', async () => {
  const desk = await aDesk()
  desk.write(name, slow)
  await desk.apply()
  await desk.apply(now + 3_600_000)
  desk.write(name, `\uFEFF${slow.replaceAll('\n', '\r\n')}`)
  await desk.apply(now + 7_200_000)
  expect(desk.commits()).toBe(1)
  expect((await desk.incident()).version).toBe(1)
})

test('newest first or oldest first, the messages are the same', async () => {
  const head = '---\nkind: incident\ntitle: Slow\n---\n'
  const one = '## 2026-11-22 15:00 investigating\nA\n'
  const two = '## 2026-11-22 15:30 identified\nB\n'
  const three = '## 2026-11-22 16:00 resolved\nC\n'
  const desk = await aDesk()
  desk.write(name, head + one + two + three)
  await desk.apply()
  desk.write(name, head + three + two + one)
  await desk.apply()
  const incident = await desk.incident()
  expect(incident.version).toBe(1)
  expect(incident.updates.map(({ body }) => body)).toEqual(['A', 'B', 'C'])
  expect(incident.startedAt).toBe(at('15:00'))
  expect(resolvedAt(incident)).toBe(at('16:00'))
})

test('a message added is one new version, and nothing is corrected', async () => {
  const desk = await aDesk()
  desk.write(name, slow)
  await desk.apply()
  const before = await desk.incident()
  desk.write(name, `${slow}\n## 2026-11-22 16:00 resolved\nFini.\n`)
  await desk.apply()
  const incident = await desk.incident()
  expect(incident.version).toBe(2)
  expect(incident.corrections).toBeUndefined()
  expect(incident.updates.slice(0, 3)).toEqual(before.updates)
  expect(isOpen(incident)).toBe(false)
})

test('what is said otherwise is a correction that keeps what was said before', async () => {
  const desk = await aDesk()
  desk.write(name, slow)
  await desk.apply()
  const [, second] = (await desk.incident()).updates
  desk.write(
    name,
    slow
      .replace('Une requête **trop lente**', 'Un disque plein')
      .replace('en: Slow API', 'en: API slow')
      .replace('15:40', '15:45'),
  )
  await desk.apply()
  const incident = await desk.incident()
  const third = incident.updates[2]!
  expect(incident.version).toBe(2)
  expect(third.at).toBe(at('15:45'))
  expect(incident.corrections!.toSorted((a, b) => a.what.localeCompare(b.what))).toEqual(
    [
      { at: now, by: name, what: 'title', before: { fr: 'API lente', en: 'Slow API' } },
      { at: now, by: name, what: `updates.${second!.id}.body`, before: second!.body },
      { at: now, by: name, what: `updates.${third.id}.at`, before: '2026-11-22T14:40:00.000Z' },
    ].toSorted((a, b) => a.what.localeCompare(b.what)),
  )
  await desk.apply()
  expect((await desk.incident()).version).toBe(2)
  desk.write(
    name,
    `${slow.replace('Une requête **trop lente**', 'Un disque plein').replace('en: Slow API', 'en: API slow').replace('15:40', '15:45')}\nEncore.`,
  )
  await desk.apply(now + 120_000)
  const again = await desk.incident()
  expect(again.updates.map(({ id }) => id)).toEqual(incident.updates.map(({ id }) => id))
  expect(again.corrections).toHaveLength(4)
})

test('what others have said in it stays, and what they have changed until the file says otherwise', async () => {
  const desk = await aDesk()
  desk.write(name, slow)
  await desk.apply()
  const before = await desk.incident()
  const word = {
    id: 'abc123abc123',
    at: at('16:30'),
    status: 'resolved',
    body: 'Done.',
    components: {},
    author: 'ada',
  } as const
  await desk.store.commit({
    incidents: [{ ...before, title: 'Renamed', updates: [...before.updates, word], version: 2 }],
  })
  await desk.apply()
  expect(await desk.incident()).toMatchObject({ title: 'Renamed', version: 2 })
  desk.write(name, slow.replace('Corrigé', 'C’est corrigé'))
  await desk.apply()
  const incident = await desk.incident()
  expect(incident.version).toBe(3)
  expect(incident.updates.at(-1)).toEqual(word)
  expect(incident.updates[2]!.body).toBe('C’est corrigé.')
  expect(incident.title).toEqual({ fr: 'API lente', en: 'Slow API' })
})

test('a postmortem has its heading, and its causes and actions below it', async () => {
  const desk = await aDesk()
  desk.write(
    name,
    `${slow}
## 2026-11-22 16:00 resolved
Fini.

## 2026-11-22 18:00 postmortem
root_cause: { fr: Un index manquait, en: An index was missing }
data_loss: 0.5%
actions:
  - Ajouter l’index
  - { text: Une alerte, done: true }

Ce qui s’est passé.
`,
  )
  await desk.apply()
  expect(desk.told).toEqual([])
  const incident = await desk.incident()
  expect(incident.postmortem).toEqual({
    body: 'Ce qui s’est passé.',
    rootCause: { fr: 'Un index manquait', en: 'An index was missing' },
    dataLoss: 5_000,
    actions: [
      { text: 'Ajouter l’index', done: false },
      { text: 'Une alerte', done: true },
    ],
    at: at('18:00'),
    author: name,
  })
  expect(incident.updates.at(-1)).toMatchObject({ status: 'postmortem', body: 'Ce qui s’est passé.' })
})

test('headings in blocks of code, and headings without a date, are the writer’s own', async () => {
  const desk = await aDesk()
  desk.write(
    name,
    '---\nkind: incident\ntitle: T\nstarted: 2026-11-22 15:00\n---\nA\n\n```\n## 2026-11-22 15:12 identified\n### en\n```\n\n## What we know\n\nNothing.\n',
  )
  await desk.apply()
  expect((await desk.incident()).updates.map(({ body }) => body)).toEqual([
    'A\n\n```\n## 2026-11-22 15:12 identified\n### en\n```\n\n## What we know\n\nNothing.',
  ])
})

test('a file with a title and a sentence opens an incident as of when it was seen', async () => {
  const desk = await aDesk()
  desk.write(name, '---\nkind: incident\ntitle: Slow\ncomponents: [api]\n---\nWe are looking.\n')
  await desk.apply()
  const first = await desk.incident()
  expect(first).toMatchObject({
    startedAt: now,
    detectedAt: now,
    acknowledgedAt: now,
    impact: 'minor',
    priority: 'P3',
    updates: [{ at: now, status: 'investigating', components: { api: 'degraded_performance' } }],
  })
  await desk.apply(now + 60_000)
  desk.write(name, '---\nkind: incident\ntitle: Slow\ncomponents: [api]\n---\nWe still are.\n')
  await desk.apply(now + 120_000)
  expect(await desk.incident()).toMatchObject({
    startedAt: now,
    version: 2,
    updates: [{ at: now, body: 'We still are.' }],
    corrections: [{ what: `updates.${first.updates[0]!.id}.body`, before: 'We are looking.' }],
  })
})

test('a false alarm is marked as one and closed', async () => {
  const desk = await aDesk()
  desk.write(name, slow)
  await desk.apply()
  desk.write(name, slow.replace('priority: P2', 'priority: P2\nfalse_alarm: The probe was wrong'))
  await desk.apply()
  const incident = await desk.incident()
  expect(incident.falseAlarm).toEqual({ reason: 'The probe was wrong', at: now })
  expect(isOpen(incident)).toBe(false)
  expect(incident.version).toBe(2)
  await desk.apply()
  expect((await desk.incident()).version).toBe(2)
})

test('an announcement is told, and touches nothing', async () => {
  const desk = await aDesk()
  desk.write(
    '2026-11-20-new.md',
    '---\nkind: announcement\ntitle: A new page\nat: 2026-11-20 09:00\n---\nWe have moved.\n',
  )
  await desk.apply()
  expect(await desk.incident()).toMatchObject({
    title: 'A new page',
    impact: 'none',
    priority: null,
    updates: [{ status: 'resolved', components: {}, body: 'We have moved.' }],
  })
})

const window = `---
kind: maintenance
title: { fr: Base de données, en: Database }
components: [database, api]
impact: major
class: weekly
from: 2026-11-25 04:00
until: 2026-11-25T05:00:00Z
reason: A new version
alternatives: None
tasks: [Backup, Update]
---
Plus de mots.

### en
More words.
`

test('a file announces a maintenance when it is first seen; moving it announces it again', async () => {
  const desk = await aDesk()
  desk.write('2026-11-25-db.md', window)
  await desk.apply()
  expect(desk.told).toEqual([])
  const from = Date.parse('2026-11-25T03:00:00Z')
  const first = await desk.maintenance()
  expect(first).toMatchObject({
    title: { fr: 'Base de données', en: 'Database' },
    body: { fr: 'Plus de mots.', en: 'More words.' },
    components: ['database', 'api'],
    class: 'weekly',
    reason: 'A new version',
    tasks: ['Backup', 'Update'],
    publishedAt: now,
    scheduledFor: from,
    scheduledUntil: from + 7_200_000,
    announced: [{ at: now, from, to: from + 7_200_000 }],
    updates: [],
    programme: null,
  })
  desk.write('2026-11-25-db.md', window.replace('05:00:00Z', '06:00:00Z'))
  await desk.apply(now + 60_000)
  expect(await desk.maintenance()).toMatchObject({
    version: 2,
    announced: [first.announced[0], { at: now + 60_000, from, to: from + 10_800_000 }],
    corrections: [{ what: 'scheduled_until', before: '2026-11-25T05:00:00.000Z' }],
  })
})

test('too little notice is refused with the earliest time, unless forced', async () => {
  const desk = await aDesk()
  const soon = window.replaceAll('2026-11-25', '2026-11-23')
  desk.write('2026-11-23-db.md', soon)
  await desk.apply()
  expect(desk.told[0]![0]).toMatch(
    /^2026-11-23-db\.md:7:\d+ .*The earliest begin is 2026-11-23 19:05 \(Europe\/Paris\)/,
  )
  expect(await desk.store.maintenances()).toEqual([])
  desk.write('2026-11-23-db.md', soon.replace('class: weekly', 'class: weekly\nforce: true'))
  await desk.apply()
  expect(await desk.maintenance()).toMatchObject({ version: 1 })
})

test('a window at a time that the clocks skip is told at its line', async () => {
  const desk = await aDesk()
  desk.write(
    'spring.md',
    window.replace(/from: .*/, 'from: 2027-03-28 02:30').replace(/until: .*/, 'until: 2027-03-28 04:00'),
  )
  await desk.apply()
  expect(desk.told).toEqual([
    [
      expect.stringMatching(
        /^spring\.md:\d+:\d+ .*the clocks go forward then.* 2027-03-28 03:00 \(Europe\/Paris\)/,
      ),
    ],
  ])
})

test('messages begin a window early, end it early and cancel it', async () => {
  const desk = await aDesk()
  const file = '2026-11-25-db.md'
  desk.write(file, window)
  await desk.apply()
  const minute = 60_000
  const from = Date.parse('2026-11-25T03:00:00Z')
  desk.write(file, `${window}\n## 2026-11-25 03:50 in_progress\nEarly.\n`)
  await desk.apply(from)
  expect(await desk.maintenance()).toMatchObject({ startedAt: from - 10 * minute, completedAt: null })
  desk.write(
    file,
    `${window}\n## 2026-11-25 03:50 in_progress\nEarly.\n## 2026-11-25 04:30 completed\nDone.\n`,
  )
  await desk.apply(from + 60 * minute)
  expect(await desk.maintenance()).toMatchObject({ completedAt: from + 30 * minute, version: 3 })

  desk.write('2026-11-30-other.md', window.replaceAll('2026-11-25', '2026-11-30'))
  await desk.apply()
  desk.write(
    '2026-11-30-other.md',
    window
      .replaceAll('2026-11-25', '2026-11-30')
      .replace('kind: maintenance', 'kind: maintenance\nstatus: cancelled'),
  )
  await desk.apply(now + 5)
  expect((await desk.maintenance()).cancelledAt).toBe(now + 5)
  desk.write('2026-11-30-other.md', window.replaceAll('2026-11-25', '2026-11-30'))
  await desk.apply(now + 10)
  expect((await desk.maintenance()).cancelledAt).toBe(null)
})

test('an extension by somebody else stays while the file says what it said of the times', async () => {
  const desk = await aDesk()
  desk.write('2026-11-25-db.md', window)
  await desk.apply()
  const row = await desk.maintenance()
  const longer = row.scheduledUntil + 1_800_000
  await desk.store.commit({
    maintenances: [
      {
        ...row,
        scheduledUntil: longer,
        announced: [...row.announced, { at: now, from: row.scheduledFor, to: longer }],
        version: 2,
      },
    ],
  })
  desk.write('2026-11-25-db.md', window.replace('More words', 'Many words'))
  await desk.apply()
  expect(await desk.maintenance()).toMatchObject({ scheduledUntil: longer, version: 3 })
})

test('a notice that changes its kind leaves the page as the one and comes as the other', async () => {
  const desk = await aDesk()
  desk.write('2026-11-25-x.md', '---\nkind: incident\ntitle: T\n---\nWords.\n')
  await desk.apply()
  desk.write('2026-11-25-x.md', window)
  await desk.apply()
  expect((await desk.incident()).withdrawn).toEqual({ at: now, by: '2026-11-25-x.md' })
  expect((await desk.maintenance()).withdrawn).toBeUndefined()
})

const broken: [string, string, string | RegExp][] = [
  ['no front matter', '# Title\n', /^1:1 The file does not begin with front matter/],
  ['an open front matter', '---\nkind: incident\n', /^1:1 The front matter does not end/],
  ['broken YAML', '---\nkind: incident\ntitle: "T\n---\nW\n', /^\d:\d+ This cannot be read as YAML/],
  ['no kind', '---\ntitle: T\n---\nW\n', /^2:1 kind: is missing/],
  [
    'a kind misspelt',
    '---\nkind: incidnet\ntitle: T\n---\nW\n',
    /^2:7 kind: "incidnet" is none. Did you mean "incident"/,
  ],
  [
    'a key misspelt',
    '---\nkind: incident\ntitle: T\nimpct: minor\n---\nW\n',
    /^4:\d+ impct: is not known here. Did you mean "impact"/,
  ],
  [
    'an unknown component',
    '---\nkind: incident\ntitle: T\ncomponents: [api, dtabase]\n---\nW\n',
    /^4:13 components: "dtabase" is not a component. Did you mean "database"/,
  ],
  [
    'an unknown status',
    '---\nkind: incident\ntitle: T\n---\n## 2026-11-22 15:12 identifed\nW\n',
    /^5:1 "identifed" is not a status. Did you mean "identified"/,
  ],
  [
    'a heading without a time',
    '---\nkind: incident\ntitle: T\n---\n## 2026-11-22 identified\nW\n',
    /^5:1 The heading "2026-11-22 identified" is not a date, a time and a status/,
  ],
  [
    'a heading that is but a status',
    '---\nkind: incident\ntitle: T\n---\n## identified\nW\n',
    /^5:1 The heading "identified"/,
  ],
  [
    'a day that is not',
    '---\nkind: incident\ntitle: T\n---\n## 2026-02-30 15:12 identified\nW\n',
    /^5:1 .*is not a time/,
  ],
  [
    'a message of tomorrow',
    '---\nkind: incident\ntitle: T\n---\n## 2026-11-23 15:12 identified\nW\n',
    /^5:1 .*has not come yet/,
  ],
  [
    'a relative time',
    '---\nkind: incident\ntitle: T\nstarted: -2h\n---\nW\n',
    /^4:10 started: "-2h" has no date/,
  ],
  [
    'an empty message',
    '---\nkind: incident\ntitle: T\n---\n## 2026-11-22 15:12 identified\n',
    /^6:1 This message says nothing/,
  ],
  ['no message', '---\nkind: incident\ntitle: T\n---\n\n', /There is no message/],
  [
    'a language twice',
    '---\nkind: incident\ntitle: T\n---\nA\n### en\nB\n### en\nC\n',
    /^8:1 en is there twice/,
  ],
  [
    'a setting of a message',
    '---\nkind: incident\ntitle: T\n---\n## 2026-11-22 15:12 identified\nimpact: big\n\nW\n',
    /^6:9 impact: "big" is not known here/,
  ],
  [
    'an alias bomb',
    `---\nkind: incident\ntitle: T\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n---\nW\n`,
    /Aliases/,
  ],
  [
    'a postmortem of what is not over',
    '---\nkind: incident\ntitle: T\n---\n## 2026-11-22 15:12 identified\nW\n## 2026-11-22 16:00 postmortem\nP\n',
    /^7:1 It is still open/,
  ],
  ['no window', '---\nkind: maintenance\ntitle: T\ncomponents: [api]\n---\nW\n', /from: is missing/],
  [
    'a window that ends first',
    '---\nkind: maintenance\ntitle: T\ncomponents: [api]\nfrom: 2026-12-02\nuntil: 2026-12-01\n---\nW\n',
    /^6:8 scheduled_until: is not after/,
  ],
  [
    'an unknown class',
    '---\nkind: maintenance\ntitle: T\ncomponents: [api]\nclass: wekly\nfrom: 2026-12-02\nuntil: 2026-12-03\n---\nW\n',
    /^5:8 class: "wekly" is not a class.*weekly/,
  ],
  [
    'the name of the collector',
    '---\nkind: incident\ntitle: T\nauthor: collector\n---\nW\n',
    /^4:9 author: "collector" cannot be used/,
  ],
]
test.for(broken)('%s is told with its place, and changes nothing', async ([, text, message]) => {
  const desk = await aDesk()
  desk.write(name, text)
  await desk.apply()
  expect(desk.told.flat().map((line) => line.replace(`${name}:`, ''))).toEqual(
    expect.arrayContaining([expect.stringMatching(message)]),
  )
  expect(await desk.store.incidents()).toEqual([])
  expect(await desk.store.maintenances()).toEqual([])
})

test('all that is wrong with a file is told at once, in reading order', async () => {
  const desk = await aDesk()
  desk.write(
    name,
    '---\nkind: incident\ntitle: T\npriorty: P1\nimpact: big\n---\n## 2026-11-22 15:12 identifed\nW\n## 2026-13-22 15:12 resolved\n',
  )
  await desk.apply()
  expect(desk.told.flat().map((line) => line.split(' ')[0])).toEqual([
    `${name}:4:10`,
    `${name}:5:9`,
    `${name}:7:1`,
    `${name}:9:1`,
    `${name}:10:1`,
  ])
})

test('what strangers may write into a file stays words', async () => {
  const desk = await aDesk()
  desk.write(
    name,
    `---\nkind: incident\ntitle: "<script>alert(1)</script> \\u202Etxet ]]> 🎉"\n---\n<script>\n\u0007[x](javascript:1)\n${'x'.repeat(100_000)}\n`,
  )
  await desk.apply()
  const { title, updates } = await desk.incident()
  expect(title).toBe('<script>alert(1)</script> txet ]]> 🎉')
  expect(updates[0]!.body).toMatch(/^<script>\n\[x\]\(javascript:1\)\nx+$/)
})

test('the examples that ship beside the notices are notices', async () => {
  const shipped = readFileSync('data/notices/README.md', 'utf8')
  const examples = [...shipped.matchAll(/```markdown\n(.*?)```/gs)].map(([, text]) => text!)
  const desk = await aDesk()
  for (const [i, text] of examples.entries())
    desk.write(`2026-11-2${i}-example.md`, text.replace('class: monthly', 'class: weekly'))
  await desk.apply()
  expect(desk.told).toEqual([])
  expect((await desk.incident()).updates.map(({ status, impact }) => [status, impact])).toEqual([
    ['investigating', undefined],
    ['identified', 'major'],
    ['resolved', undefined],
  ])
  expect(await desk.store.maintenances()).toHaveLength(1)
})

test('a start of another year than the first message, or than the date in the name, is doubted unless it is forced', async () => {
  const wrong = slow.replace('started: 2026-11-22 15:00', 'started: 2016-11-22 15:00')
  const desk = await aDesk()
  desk.write(name, wrong)
  await desk.apply()
  expect(desk.told.join('\n')).toMatch(
    /started: 2016-11-22 15:00 .*is the date right\? Write one such as "2026-11-22 15:00", or confirm it with force: true/,
  )
  desk.write(name, wrong.replace('started: 2016', 'force: true\nstarted: 2016'))
  await desk.apply()
  expect((await desk.incident()).startedAt).toBe(Date.parse('2016-11-22T15:00:00+01:00'))
})
