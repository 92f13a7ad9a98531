import { expect, test } from 'vitest'
import {
  cancelMaintenance,
  correctMaintenance,
  startMaintenance,
} from '../../../collector/core/maintenance/commands.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import {
  type ExpandedOccurrences,
  expandOccurrences,
} from '../../../collector/core/maintenance/expand-occurrences.ts'
import type {
  LoadedRecurringMaintenance,
  RecurringMaintenance,
} from '../../../collector/core/maintenance/recurring-maintenance.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Monday. */
const monday = Date.UTC(2026, 5, 1, 12)

const anEntry = (more: Partial<RecurringMaintenance> = {}): RecurringMaintenance => ({
  id: 'weekly',
  class: 'weekly',
  title: 'Weekly',
  body: '',
  rrule: 'FREQ=WEEKLY;BYDAY=SU',
  since: null,
  at: '03:00',
  timezone: 'UTC',
  lasts: hour,
  components: ['api'],
  impact: 'minor',
  reason: null,
  alternatives: null,
  tasks: [],
  ...more,
})

/** What is in the store after pass upon pass, as steps/programme.ts writes it. */
function createExpander() {
  let storedEntries: readonly LoadedRecurringMaintenance[] = []
  let windows: readonly Maintenance[] = []
  return {
    expand(now: number, ...recurringMaintenance: RecurringMaintenance[]): ExpandedOccurrences {
      const due = expandOccurrences({ recurringMaintenance, storedEntries, maintenances: windows, now })
      const loaded = new Set(due.recurringMaintenance.map(({ entry }) => entry.id))
      storedEntries = [
        ...storedEntries.filter(({ entry }) => !loaded.has(entry.id)),
        ...due.recurringMaintenance,
      ]
      const gone = new Set([...due.deletedMaintenances, ...due.maintenances].map(({ id }) => id))
      windows = [...windows.filter(({ id }) => !gone.has(id)), ...due.maintenances].toSorted(
        (a, b) => a.scheduledFor - b.scheduledFor,
      )
      return due
    },
    windows: () => windows,
    /** A person does something to the window that begins at an instant. */
    edit(begins: number, change: (one: Maintenance) => Maintenance): void {
      expect(windows.some((one) => one.scheduledFor === begins)).toBe(true)
      windows = windows.map((one) => (one.scheduledFor === begins ? change(one) : one))
    },
    /** When windows begin that begin before an instant. */
    begins: (before: number) =>
      windows
        .filter((one) => one.scheduledFor < before)
        .map((one) => new Date(one.scheduledFor).toISOString().slice(0, 16)),
  }
}

const contextAt = (now: number) => ({ now, by: 'camille', id: () => 'act000000001' })
const moveBy = (ms: number) => (one: Maintenance) =>
  correctMaintenance(
    one,
    { scheduledFor: one.scheduledFor + ms, scheduledUntil: one.scheduledUntil + ms },
    contextAt(monday + hour),
  )
const cancel = (one: Maintenance) =>
  cancelMaintenance(one, { body: null, notify: true }, contextAt(monday + hour))
const sunday = Date.UTC(2026, 5, 7, 3)

test('an occurrence that a person moved stands for its day when the hour of the entry changes', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, moveBy(2 * day))
  programme.expand(monday + day, anEntry({ at: '05:00' }))
  expect(programme.begins(sunday + 10 * day)).toEqual(['2026-06-09T03:00', '2026-06-14T05:00'])
})

test('one that a person cancelled stays cancelled, and nothing takes its place', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, cancel)
  programme.expand(monday + day, anEntry({ at: '05:00' }))
  expect(programme.begins(sunday + 10 * day)).toEqual(['2026-06-07T03:00', '2026-06-14T05:00'])
  expect(programme.windows()[0]!.cancelledAt).not.toBeNull()
  // Nor later, when the rule and the hour are others again.
  programme.expand(monday + 2 * day, anEntry({ at: '06:00', rrule: 'FREQ=DAILY' }))
  expect(programme.begins(sunday + 2 * day)).toEqual([
    '2026-06-04T06:00',
    '2026-06-05T06:00',
    '2026-06-06T06:00',
    '2026-06-07T03:00',
    '2026-06-08T06:00',
  ])
})

test('the day is that of the zone the occurrence was planned in, whatever the zone is now', () => {
  const programme = createExpander()
  // Sunday half past eleven in UTC is Monday in Paris.
  programme.expand(monday, anEntry({ at: '23:30', rrule: 'FREQ=DAILY' }))
  programme.edit(Date.UTC(2026, 5, 7, 23, 30), cancel)
  programme.expand(monday + day, anEntry({ at: '23:30', rrule: 'FREQ=DAILY', timezone: 'Europe/Paris' }))
  expect(programme.begins(Date.UTC(2026, 5, 10)).slice(-4)).toEqual([
    '2026-06-06T21:30',
    '2026-06-07T23:30',
    '2026-06-08T21:30',
    '2026-06-09T21:30',
  ])
})

test('in a zone where the same windows are on the day before, nothing goes missing', () => {
  const programme = createExpander()
  const rrule = 'FREQ=DAILY'
  programme.expand(monday, anEntry({ at: '02:00', rrule }))
  const begins = Date.UTC(2026, 5, 8, 2)
  programme.edit(begins, (one) =>
    correctMaintenance(one, { title: 'Something else' }, contextAt(monday + hour)),
  )
  const inAngeles = anEntry({ at: '19:00', rrule, timezone: 'America/Los_Angeles' })
  for (const now of [begins - day, begins + 60_000, begins + day - 60_000, begins + 2 * day])
    programme.expand(now, inAngeles)
  expect(programme.begins(begins + 4 * day).slice(-5)).toEqual([
    '2026-06-07T02:00',
    '2026-06-08T02:00',
    '2026-06-09T02:00',
    '2026-06-10T02:00',
    '2026-06-11T02:00',
  ])
})

test('one of before its day was kept has the day of the zone as it is now', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, (one) => {
    const { originalDay: _, ...before } = one.programme!
    return cancel({ ...one, programme: before })
  })
  programme.expand(monday + day, anEntry({ timezone: 'Europe/Paris', at: '07:00' }))
  expect(programme.begins(sunday + 8 * day)).toEqual(['2026-06-07T03:00', '2026-06-14T05:00'])
})

test('another weekday of the rule is another occurrence', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, cancel)
  programme.expand(monday + day, anEntry({ rrule: 'FREQ=WEEKLY;BYDAY=SA' }))
  expect(programme.begins(sunday + 7 * day)).toEqual([
    '2026-06-06T03:00',
    '2026-06-07T03:00',
    '2026-06-13T03:00',
  ])
})

test('a twin from before leaves, unless a person has said something in it', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  const [twin, other] = expandOccurrences({
    recurringMaintenance: [anEntry({ at: '05:00' })],
    storedEntries: [],
    maintenances: [],
    now: monday,
  }).maintenances
  programme.edit(sunday, cancel)
  programme.edit(sunday + 7 * day, cancel)
  const [first, second] = programme.windows()
  const due = expandOccurrences({
    recurringMaintenance: [anEntry({ at: '05:00' })],
    storedEntries: [],
    maintenances: [first!, second!, twin!, moveBy(hour)(other!)],
    now: monday + day,
  })
  expect(due.deletedMaintenances).toEqual([{ id: twin!.id, version: 1 }])
  expect(due.maintenances[0]!.scheduledFor).toBe(sunday + 14 * day + 2 * hour)
})

test('one that a person began early stands for its day while it is under way', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, (one) =>
    startMaintenance(one, { body: null, notify: true }, contextAt(sunday - hour)),
  )
  programme.expand(sunday - 60_000, anEntry({ at: '05:00' }))
  expect(programme.begins(sunday + 8 * day)).toEqual(['2026-06-07T03:00', '2026-06-14T05:00'])
})

test('an entry that comes back finds what people did to its occurrences', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, moveBy(day))
  programme.expand(monday + day)
  programme.expand(monday + 2 * day, anEntry({ at: '04:00' }))
  expect(programme.begins(sunday + 8 * day)).toEqual(['2026-06-08T03:00', '2026-06-14T04:00'])
})

test('a pass after the other writes nothing, with what people changed as without', () => {
  const programme = createExpander()
  programme.expand(monday, anEntry())
  programme.edit(sunday, cancel)
  const entry = anEntry({ at: '05:00', timezone: 'America/New_York' })
  programme.expand(monday + day, entry)
  expect(programme.expand(monday + day + 1, entry)).toEqual({
    recurringMaintenance: [],
    maintenances: [],
    deletedMaintenances: [],
  })
})
