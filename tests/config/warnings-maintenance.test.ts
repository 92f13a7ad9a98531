import { expect, test } from 'vitest'
import { forecastOf } from './builders.ts'

const now = '2026-11-22T18:00:00Z'

type RecurringFileOptions = {
  readonly target?: string
  readonly exclude?: string
  readonly entries: readonly string[]
  readonly window?: string
  readonly notice?: string
  readonly zone?: string
  readonly custom?: string
}

/** Two components of a tier and their programme, each entry on a line of its own. */
const fileText = ({
  target = '99.9%',
  exclude = 'none',
  entries,
  window = 'month',
  notice = '24h',
  zone = 'UTC',
  custom,
}: RecurringFileOptions) => `page: { name: Acme, timezone: ${zone} }
components:
  - { id: api, name: API, group: All, tier: gold, monitors: [{ kind: tcp, host: a, port: 1 }] }
  - { id: web, name: Web, group: All, monitors: [{ kind: tcp, host: b, port: 1 }] }
tiers: [{ id: gold, name: Gold, availability: ${target} }]
objectives: { windows: { availability: ${window} }${custom ? `, custom: [${custom}]` : ''} }
uptime: { exclude_maintenance: ${exclude} }
notice: { default: ${notice} }
maintenance:
${entries.map((entry) => `  - { ${entry} }\n`).join('')}`

const monthly = (more = 'impact: major', lasts = '4h'): string =>
  `id: monthly, title: M, rrule: FREQ=MONTHLY;BYDAY=1SU, at: '04:00', lasts: ${lasts}, components: [api], ${more}`
const weekly = (more = 'impact: major', at = '03:00'): string =>
  `id: weekly, title: W, rrule: FREQ=WEEKLY;BYDAY=SU, at: '${at}', lasts: 1h, components: [api], ${more}`

const objectiveWarnings = (written: RecurringFileOptions): string[] =>
  forecastOf(fileText(written), now).objectives
const overlapWarnings = (...entries: string[]): string[] => forecastOf(fileText({ entries }), now).overlaps

test('four hours a month that are not excluded break 99.99 %, with the arithmetic of the shortest month', () => {
  expect(objectiveWarnings({ target: '99.99%', entries: [monthly()] })).toEqual([
    'status.yaml:5:47 tiers[0].availability: the maintenance programme alone breaks it: it takes 4h of 28d from api in 2027-02 (monthly 4h), which leaves 99.40%, and 99.99% of each month allows 4m1s. Write "exclude_maintenance: announced" under uptime, or promise 99.40% or less.',
  ])
})

test.each(['announced', 'all'])('windows that are excluded (%s) break nothing', (exclude) => {
  expect(objectiveWarnings({ target: '99.99%', exclude, entries: [monthly()] })).toEqual([])
})

test('a promise that the programme leaves exactly kept is not warned of', () => {
  const day = (lasts: string): string =>
    `id: d, title: D, rrule: FREQ=DAILY, at: '04:00', lasts: ${lasts}, components: [api], impact: major`
  const monthlyHour = monthly('impact: major', '1h')
  expect(objectiveWarnings({ window: '24h', target: '99%', entries: [day('864s')] })).toEqual([])
  expect(objectiveWarnings({ window: '24h', target: '99%', entries: [day('865s')] })).toHaveLength(1)
  expect(objectiveWarnings({ window: 'year', target: '99.86%', entries: [monthlyHour] })).toEqual([])
})

test('windows that overlap are taken once, and the heaviest of them counts', () => {
  const [line, ...more] = objectiveWarnings({ entries: [monthly(), weekly('impact: minor', '05:00')] })
  expect(more).toEqual([])
  // The hour of the first of four Sundays lies in the monthly window: 4 h + 3 × 0.3 h.
  expect(line).toContain(
    'takes 4h54m of 28d from api in 2027-02 (monthly 4h and weekly 4 × 1h at 0.3; where they overlap, once), which leaves 99.27%',
  )
})

test('a window without impact takes nothing, a minor one what a partial outage weighs', () => {
  expect(objectiveWarnings({ entries: [monthly('impact: none')] })).toEqual([])
  expect(objectiveWarnings({ entries: [monthly('impact: minor')] })[0]).toContain(
    'takes 1h12m of 28d from api in 2027-02 (monthly 4h at 0.3)',
  )
})

test('a window that says nothing of its impact is taken for an outage', () => {
  const [line] = objectiveWarnings({ target: '99.5%', entries: [monthly('class: default')] })
  expect(line).toContain('takes 4h of 28d from api in 2027-02 (monthly 4h), which leaves 99.40%')
})

test('a rolling window is judged where it catches most', () => {
  const days = `id: d, title: D, rrule: "FREQ=MONTHLY;BYMONTHDAY=1,28", at: '00:00', lasts: 2h, components: [api], impact: critical`
  const [line] = objectiveWarnings({ window: '7d', target: '98%', entries: [days] })
  expect(line).toContain('takes 4h of 7d from api in the 7d from 20')
  expect(line).toContain('98% of any 7d allows 3h21m36s')
})

test.each([
  ['day', 'of 1d from api in 2026-12-06'],
  ['week', 'of 7d from api in the week from 2026-11-30'],
  ['quarter', 'takes 12h of 90d from api in 2027-Q1'],
  ['year', 'takes 2d of 365d from api in 2027 '],
])('a %s is told by its name', (window, words) => {
  expect(objectiveWarnings({ window, entries: [monthly()] })[0]).toContain(words)
})

test('days and months are those of the page: an hour that spring skips makes the day shorter', () => {
  const sunday = `id: s, title: S, rrule: FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU, at: '04:00', lasts: 1h, components: [api], impact: major`
  const [line] = objectiveWarnings({ zone: 'Europe/Paris', window: 'day', entries: [sunday] })
  expect(line).toContain('takes 1h of 23h from api in 2027-03-28')
})

test('windows whose class is announced earlier than they are published are never excluded', () => {
  const [line] = objectiveWarnings({ exclude: 'announced', notice: '400d', entries: [monthly()] })
  expect(line).toContain('breaks it')
  expect(line).toContain(
    'Write a notice of less than 400d, as far ahead as windows are published (it is 400d)',
  )
  expect(objectiveWarnings({ exclude: 'announced', notice: '399d', entries: [monthly()] })).toEqual([])
})

test('a group loses the mean of what its components lose', () => {
  const custom = '{ id: all, group: All, availability: 99.5% }'
  const both = monthly().replace('[api]', '[api, web]')
  const judged = (entry: string): string[] =>
    objectiveWarnings({ target: '99%', custom, entries: [entry] }).map((line) =>
      line.split(' ').slice(1).join(' '),
    )
  expect(judged(monthly())).toEqual([])
  expect(judged(both)).toEqual([
    expect.stringContaining(
      'objectives.custom[0].availability: the maintenance programme alone breaks it: it takes 4h of 28d from the mean of api and web in 2027-02',
    ),
  ])
})

test('one line names every component that a promise is broken for', () => {
  const custom = '{ id: all, components: [web, api], availability: 99.9% }'
  const lines = objectiveWarnings({
    target: '99%',
    custom,
    entries: [monthly().replace('[api]', '[api, web]')],
  })
  expect(lines).toEqual([expect.stringContaining('from api (and too much from web as well) in 2027-02')])
})

test('a period that is nothing but excluded maintenance can not be measured', () => {
  const allDay = `id: d, title: D, rrule: FREQ=WEEKLY;BYDAY=SU, at: '00:00', lasts: 24h, components: [api]`
  expect(objectiveWarnings({ exclude: 'announced', window: 'day', entries: [allDay] })).toEqual([
    'status.yaml:5:47 tiers[0].availability: cannot be measured in 2026-11-29: for api all of it is announced maintenance, which is left out, so that nothing is left to observe. Write shorter maintenance, or judge the promise over a longer window.',
  ])
  expect(objectiveWarnings({ exclude: 'announced', window: 'week', entries: [allDay] })).toEqual([])
})

test('windows of two entries that overlap are reported once, with the first of them and how many follow', () => {
  expect(overlapWarnings(monthly(), weekly('impact: none', '04:30'))).toEqual([
    `status.yaml:11:62 maintenance[1].at: the window of 2026-12-06 04:30–05:30 UTC overlaps monthly (04:00–08:00) on api, 13 times in the next 13 months. Time in both counts once; write another hour, unless it is meant.`,
  ])
})

test('windows that only touch, or that share no component, do not overlap', () => {
  expect(overlapWarnings(monthly(), weekly('impact: none', '03:00'))).toEqual([])
  expect(overlapWarnings(monthly(), weekly('impact: none', '04:30').replace('[api]', '[web]'))).toEqual([])
})

test('an entry that lasts longer than until it comes again overlaps itself', () => {
  const long = `id: d, title: D, rrule: FREQ=DAILY, at: '22:00', timezone: Europe/Paris, lasts: 25h, components: [api]`
  expect(overlapWarnings(long)).toEqual([
    expect.stringMatching(
      /maintenance\[0\]\.at: the window of 2026-11-23 22:00–11-24 23:00 Europe\/Paris overlaps the one before on api, \d+ times in the next 13 months\. .* or a shorter window, unless it is meant\.$/,
    ),
  ])
})
