import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOpen, resolvedAt } from '../../../collector/core/incident/incident.ts'
import { aNoticeFolder, now } from './folder-of-notices.ts'

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

test('a file declares an incident and its messages, in the languages of the page', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, slow)
  await folder.apply()
  expect(folder.reported).toEqual([])
  const incident = await folder.incident()
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
  const folder = await aNoticeFolder()
  folder.write(name, slow)
  await folder.apply()
  await folder.apply(now + 3_600_000)
  folder.write(name, `\uFEFF${slow.replaceAll('\n', '\r\n')}`)
  await folder.apply(now + 7_200_000)
  expect(folder.commits()).toBe(1)
  expect((await folder.incident()).version).toBe(1)
})

test('newest first or oldest first, the messages are the same', async () => {
  const head = '---\nkind: incident\ntitle: Slow\n---\n'
  const one = '## 2026-11-22 15:00 investigating\nA\n'
  const two = '## 2026-11-22 15:30 identified\nB\n'
  const three = '## 2026-11-22 16:00 resolved\nC\n'
  const folder = await aNoticeFolder()
  folder.write(name, head + one + two + three)
  await folder.apply()
  folder.write(name, head + three + two + one)
  await folder.apply()
  const incident = await folder.incident()
  expect(incident.version).toBe(1)
  expect(incident.updates.map(({ body }) => body)).toEqual(['A', 'B', 'C'])
  expect(incident.startedAt).toBe(at('15:00'))
  expect(resolvedAt(incident)).toBe(at('16:00'))
})

test('a message added is one new version, and nothing is corrected', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, slow)
  await folder.apply()
  const before = await folder.incident()
  folder.write(name, `${slow}\n## 2026-11-22 16:00 resolved\nFini.\n`)
  await folder.apply()
  const incident = await folder.incident()
  expect(incident.version).toBe(2)
  expect(incident.corrections).toBeUndefined()
  expect(incident.updates.slice(0, 3)).toEqual(before.updates)
  expect(isOpen(incident)).toBe(false)
})

test('what differs from before is a correction that keeps the former value', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, slow)
  await folder.apply()
  const [, second] = (await folder.incident()).updates
  folder.write(
    name,
    slow
      .replace('Une requête **trop lente**', 'Un disque plein')
      .replace('en: Slow API', 'en: API slow')
      .replace('15:40', '15:45'),
  )
  await folder.apply()
  const incident = await folder.incident()
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
  await folder.apply()
  expect((await folder.incident()).version).toBe(2)
  folder.write(
    name,
    `${slow.replace('Une requête **trop lente**', 'Un disque plein').replace('en: Slow API', 'en: API slow').replace('15:40', '15:45')}\nEncore.`,
  )
  await folder.apply(now + 120_000)
  const again = await folder.incident()
  expect(again.updates.map(({ id }) => id)).toEqual(incident.updates.map(({ id }) => id))
  expect(again.corrections).toHaveLength(4)
})

test('messages of others stay, and their changes until the file changes the same', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, slow)
  await folder.apply()
  const before = await folder.incident()
  const word = {
    id: 'abc123abc123',
    at: at('16:30'),
    status: 'resolved',
    body: 'Done.',
    components: {},
    author: 'ada',
  } as const
  await folder.store.commit({
    incidents: [{ ...before, title: 'Renamed', updates: [...before.updates, word], version: 2 }],
  })
  await folder.apply()
  expect(await folder.incident()).toMatchObject({ title: 'Renamed', version: 2 })
  folder.write(name, slow.replace('Corrigé', 'C’est corrigé'))
  await folder.apply()
  const incident = await folder.incident()
  expect(incident.version).toBe(3)
  expect(incident.updates.at(-1)).toEqual(word)
  expect(incident.updates[2]!.body).toBe('C’est corrigé.')
  expect(incident.title).toEqual({ fr: 'API lente', en: 'Slow API' })
})

test('a postmortem has its heading, and its causes and actions below it', async () => {
  const folder = await aNoticeFolder()
  folder.write(
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
  await folder.apply()
  expect(folder.reported).toEqual([])
  const incident = await folder.incident()
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
  const folder = await aNoticeFolder()
  folder.write(
    name,
    '---\nkind: incident\ntitle: T\nstarted: 2026-11-22 15:00\n---\nA\n\n```\n## 2026-11-22 15:12 identified\n### en\n```\n\n## What we know\n\nNothing.\n',
  )
  await folder.apply()
  expect((await folder.incident()).updates.map(({ body }) => body)).toEqual([
    'A\n\n```\n## 2026-11-22 15:12 identified\n### en\n```\n\n## What we know\n\nNothing.',
  ])
})

test('a file with a title and a sentence opens an incident as of when it was seen', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, '---\nkind: incident\ntitle: Slow\ncomponents: [api]\n---\nWe are looking.\n')
  await folder.apply()
  const first = await folder.incident()
  expect(first).toMatchObject({
    startedAt: now,
    detectedAt: now,
    acknowledgedAt: now,
    impact: 'minor',
    priority: 'P3',
    updates: [{ at: now, status: 'investigating', components: { api: 'degraded_performance' } }],
  })
  await folder.apply(now + 60_000)
  folder.write(name, '---\nkind: incident\ntitle: Slow\ncomponents: [api]\n---\nWe still are.\n')
  await folder.apply(now + 120_000)
  expect(await folder.incident()).toMatchObject({
    startedAt: now,
    version: 2,
    updates: [{ at: now, body: 'We still are.' }],
    corrections: [{ what: `updates.${first.updates[0]!.id}.body`, before: 'We are looking.' }],
  })
})

test('a false alarm is marked as one and closed', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, slow)
  await folder.apply()
  folder.write(name, slow.replace('priority: P2', 'priority: P2\nfalse_alarm: The probe was wrong'))
  await folder.apply()
  const incident = await folder.incident()
  expect(incident.falseAlarm).toEqual({ reason: 'The probe was wrong', at: now })
  expect(isOpen(incident)).toBe(false)
  expect(incident.version).toBe(2)
  await folder.apply()
  expect((await folder.incident()).version).toBe(2)
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
  const folder = await aNoticeFolder()
  folder.write('2026-11-25-db.md', window)
  await folder.apply()
  expect(folder.reported).toEqual([])
  const from = Date.parse('2026-11-25T03:00:00Z')
  const first = await folder.maintenance()
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
  folder.write('2026-11-25-db.md', window.replace('05:00:00Z', '06:00:00Z'))
  await folder.apply(now + 60_000)
  expect(await folder.maintenance()).toMatchObject({
    version: 2,
    announced: [first.announced[0], { at: now + 60_000, from, to: from + 10_800_000 }],
    corrections: [{ what: 'scheduled_until', before: '2026-11-25T05:00:00.000Z' }],
  })
})

test('too little notice is refused with the earliest time, unless forced', async () => {
  const folder = await aNoticeFolder()
  const soon = window.replaceAll('2026-11-25', '2026-11-23')
  folder.write('2026-11-23-db.md', soon)
  await folder.apply()
  expect(folder.reported[0]![0]).toMatch(
    /^2026-11-23-db\.md:7:\d+ .*The earliest begin is 2026-11-23 19:05 \(Europe\/Paris\)/,
  )
  expect(await folder.store.maintenances()).toEqual([])
  folder.write('2026-11-23-db.md', soon.replace('class: weekly', 'class: weekly\nforce: true'))
  await folder.apply()
  expect(await folder.maintenance()).toMatchObject({ version: 1 })
})

test('a window at a time that the clocks skip is reported at its line', async () => {
  const folder = await aNoticeFolder()
  folder.write(
    'spring.md',
    window.replace(/from: .*/, 'from: 2027-03-28 02:30').replace(/until: .*/, 'until: 2027-03-28 04:00'),
  )
  await folder.apply()
  expect(folder.reported).toEqual([
    [
      expect.stringMatching(
        /^spring\.md:\d+:\d+ .*the clocks go forward then.* 2027-03-28 03:00 \(Europe\/Paris\)/,
      ),
    ],
  ])
})

test('messages begin a window early, end it early and cancel it', async () => {
  const folder = await aNoticeFolder()
  const file = '2026-11-25-db.md'
  folder.write(file, window)
  await folder.apply()
  const minute = 60_000
  const from = Date.parse('2026-11-25T03:00:00Z')
  folder.write(file, `${window}\n## 2026-11-25 03:50 in_progress\nEarly.\n`)
  await folder.apply(from)
  expect(await folder.maintenance()).toMatchObject({ startedAt: from - 10 * minute, completedAt: null })
  folder.write(
    file,
    `${window}\n## 2026-11-25 03:50 in_progress\nEarly.\n## 2026-11-25 04:30 completed\nDone.\n`,
  )
  await folder.apply(from + 60 * minute)
  expect(await folder.maintenance()).toMatchObject({ completedAt: from + 30 * minute, version: 3 })

  folder.write('2026-11-30-other.md', window.replaceAll('2026-11-25', '2026-11-30'))
  await folder.apply()
  folder.write(
    '2026-11-30-other.md',
    window
      .replaceAll('2026-11-25', '2026-11-30')
      .replace('kind: maintenance', 'kind: maintenance\nstatus: cancelled'),
  )
  await folder.apply(now + 5)
  expect((await folder.maintenance()).cancelledAt).toBe(now + 5)
  folder.write('2026-11-30-other.md', window.replaceAll('2026-11-25', '2026-11-30'))
  await folder.apply(now + 10)
  expect((await folder.maintenance()).cancelledAt).toBe(null)
})

test('an extension by somebody else stays while the times in the file stay', async () => {
  const folder = await aNoticeFolder()
  folder.write('2026-11-25-db.md', window)
  await folder.apply()
  const row = await folder.maintenance()
  const longer = row.scheduledUntil + 1_800_000
  await folder.store.commit({
    maintenances: [
      {
        ...row,
        scheduledUntil: longer,
        announced: [...row.announced, { at: now, from: row.scheduledFor, to: longer }],
        version: 2,
      },
    ],
  })
  folder.write('2026-11-25-db.md', window.replace('More words', 'Many words'))
  await folder.apply()
  expect(await folder.maintenance()).toMatchObject({ scheduledUntil: longer, version: 3 })
})

test('a notice that changes its kind leaves the page as the one and comes as the other', async () => {
  const folder = await aNoticeFolder()
  folder.write('2026-11-25-x.md', '---\nkind: incident\ntitle: T\n---\nWords.\n')
  await folder.apply()
  folder.write('2026-11-25-x.md', window)
  await folder.apply()
  expect((await folder.incident()).withdrawn).toEqual({ at: now, by: '2026-11-25-x.md' })
  expect((await folder.maintenance()).withdrawn).toBeUndefined()
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
  [
    'more messages than a notice has',
    `---\nkind: incident\ntitle: T\n---\n${'## 2026-11-22 15:12 identified\nW\n'.repeat(1_001)}`,
    /^2005:1 This is message number 1001; a notice has 1000 at most/,
  ],
]
test.for(broken)('%s is reported with its place, and changes nothing', async ([, text, message]) => {
  const folder = await aNoticeFolder()
  folder.write(name, text)
  await folder.apply()
  expect(folder.reported.flat().map((line) => line.replace(`${name}:`, ''))).toEqual(
    expect.arrayContaining([expect.stringMatching(message)]),
  )
  expect(await folder.store.incidents()).toEqual([])
  expect(await folder.store.maintenances()).toEqual([])
})

test('all problems of a file are reported at once, in reading order', async () => {
  const folder = await aNoticeFolder()
  folder.write(
    name,
    '---\nkind: incident\ntitle: T\npriorty: P1\nimpact: big\n---\n## 2026-11-22 15:12 identifed\nW\n## 2026-13-22 15:12 resolved\n',
  )
  await folder.apply()
  expect(folder.reported.flat().map((line) => line.split(' ')[0])).toEqual([
    `${name}:4:10`,
    `${name}:5:9`,
    `${name}:7:1`,
    `${name}:9:1`,
    `${name}:10:1`,
  ])
})

test('markup that strangers write into a file stays text', async () => {
  const folder = await aNoticeFolder()
  folder.write(
    name,
    `---\nkind: incident\ntitle: "<script>alert(1)</script> \\u202Etxet ]]> 🎉"\n---\n<script>\n\u0007[x](javascript:1)\n${'x'.repeat(100_000)}\n`,
  )
  await folder.apply()
  const { title, updates } = await folder.incident()
  expect(title).toBe('<script>alert(1)</script> txet ]]> 🎉')
  expect(updates[0]!.body).toMatch(/^<script>\n\[x\]\(javascript:1\)\nx+$/)
})

test('the examples that ship beside the notices are notices', async () => {
  const shipped = readFileSync('data/notices/README.md', 'utf8')
  const examples = [...shipped.matchAll(/```markdown\n(.*?)```/gs)].map(([, text]) => text!)
  const folder = await aNoticeFolder()
  for (const [i, text] of examples.entries())
    folder.write(`2026-11-2${i}-example.md`, text.replace('class: monthly', 'class: weekly'))
  await folder.apply()
  expect(folder.reported).toEqual([])
  expect((await folder.incident()).updates.map(({ status, impact }) => [status, impact])).toEqual([
    ['investigating', undefined],
    ['identified', 'major'],
    ['resolved', undefined],
  ])
  expect(await folder.store.maintenances()).toHaveLength(1)
  expect(await folder.store.announcements()).toMatchObject([
    { pinned: true, body: { en: 'This page moves on Sunday.' } },
  ])
})

test('a start of another year than the first message, or than the date in the name, is doubted unless it is forced', async () => {
  const misdated = slow.replace('started: 2026-11-22 15:00', 'started: 2016-11-22 15:00')
  const folder = await aNoticeFolder()
  folder.write(name, misdated)
  await folder.apply()
  expect(folder.reported.join('\n')).toMatch(
    /started: 2016-11-22 15:00 .*is the date right\? Write one such as "2026-11-22 15:00", or confirm it with force: true/,
  )
  folder.write(name, misdated.replace('started: 2016', 'force: true\nstarted: 2016'))
  await folder.apply()
  expect((await folder.incident()).startedAt).toBe(Date.parse('2016-11-22T15:00:00+01:00'))
})
