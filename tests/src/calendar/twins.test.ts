import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cancelMaintenance, correctMaintenance } from '../../../collector/core/maintenance/commands.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { expandOccurrences } from '../../../collector/core/maintenance/expand-occurrences.ts'
import type { RecurringMaintenance } from '../../../collector/core/maintenance/recurring-maintenance.ts'
import { act, aPage, anEntry, day, hour, icsOf, loadedAt, pageOf } from './builders.ts'
import { shownIn, unfolded } from './reader.ts'

type Page = Pick<ReturnType<typeof aPage>, 'entries' | 'maintenances'>

/** The page after the entry was configured otherwise at an instant, ms. */
function reconfigured(
  { entries: storedEntries, maintenances }: Page,
  entry: RecurringMaintenance,
  now: number,
) {
  const due = expandOccurrences({ recurringMaintenance: [entry], storedEntries, maintenances, now })
  const gone = new Set([...due.deletedMaintenances, ...due.maintenances].map(({ id }) => id))
  const kept = maintenances.filter(({ id }) => !gone.has(id))
  return pageOf(
    due.recurringMaintenance.length > 0 ? due.recurringMaintenance : storedEntries,
    [...kept, ...due.maintenances],
    now,
  )
}

const cancelled = (one: Maintenance, now: number) =>
  cancelMaintenance(one, { body: null, notify: true }, act(now))
const movedBy = (one: Maintenance, ms: number, now: number) =>
  correctMaintenance(
    one,
    { scheduledFor: one.scheduledFor + ms, scheduledUntil: one.scheduledUntil + ms },
    act(now),
  )

type ShownEvent = readonly [from: number, to: number, status: string]

/** By time; of two at one time, as when one is moved to where another was cancelled, neither is the first. */
const inOrder = (a: ShownEvent, b: ShownEvent): number =>
  a[0] - b[0] || a[1] - b[1] || Number(a[2] > b[2]) - Number(a[2] < b[2])

/** What readers are told of work that begins from an instant on, for sixty days: in the calendar and on the page. */
function eventsOf(
  { snapshot }: ReturnType<typeof reconfigured>,
  from: number,
  component: string | null = null,
) {
  const until = from + 60 * day
  const onPage = snapshot.maintenances
    .filter((one) => one.scheduledFor >= from && one.scheduledFor < until)
    .filter((one) => component === null || one.components.includes(component))
    .map((one): ShownEvent => [
      one.scheduledFor,
      one.scheduledUntil,
      one.cancelledAt === null ? 'CONFIRMED' : 'CANCELLED',
    ])
    .toSorted(inOrder)
  // The reader ends with the first that begins by its rule after the interval, which may have been moved into it.
  const inCalendar = shownIn(icsOf(snapshot, component), from, until + 10 * day)
    .filter((one) => one.from < until)
    .map((one): ShownEvent => [one.from, one.to, one.status])
    .toSorted(inOrder)
  return { onPage, inCalendar }
}

test('an occurrence that a person changed has no twin in calendars when the entry gets other times', () => {
  const before = aPage(anEntry({ timezone: 'Europe/Paris' }))
  const [first, second, ...others] = before.maintenances
  const page = {
    entries: before.entries,
    maintenances: [movedBy(first!, 2 * day, loadedAt + 1), cancelled(second!, loadedAt + 2), ...others],
  }
  const changedAt = loadedAt + 3 * hour
  const after = reconfigured(page, anEntry({ timezone: 'Europe/Paris', at: '05:00' }), changedAt)
  const { onPage, inCalendar } = eventsOf(after, changedAt)
  expect(inCalendar).toEqual(onPage)
  expect(inCalendar.slice(0, 2).map(([, , status]) => status)).toEqual(['CONFIRMED', 'CANCELLED'])
  const lines = unfolded(icsOf(after.snapshot))
  // It is the occurrence of the rule as it is now, so that programs put it in its place.
  expect(lines).toContain('RECURRENCE-ID;TZID=Europe/Paris:20260111T050000')
  expect(lines).toContain('RECURRENCE-ID;TZID=Europe/Paris:20260118T050000')
  expect(lines.filter((line) => line.startsWith('UID:')).length).toBe(3)
})

test('nor has it one in the calendar of a component that it does not touch any more', () => {
  const before = aPage(anEntry({ components: ['api', 'web'] }))
  const [first, ...others] = before.maintenances
  const elsewhere = correctMaintenance(first!, { components: ['pay'] }, act(loadedAt + 1))
  const page = { entries: before.entries, maintenances: [elsewhere, ...others] }
  const after = reconfigured(page, anEntry({ components: ['api', 'web'], at: '05:00' }), loadedAt + hour)
  for (const component of ['api', 'web', 'pay', null]) {
    const { onPage, inCalendar } = eventsOf(after, loadedAt + hour, component)
    expect(inCalendar).toEqual(onPage)
  }
  expect(icsOf(after.snapshot, 'web')).toContain('EXDATE:20260111T050000Z')
})

test('the clock changing during the window makes no twin either', () => {
  // On 29 March 2026 clocks go forward at two in Paris.
  const before = aPage(anEntry({ timezone: 'Europe/Paris', at: '01:00', lasts: 3 * hour }))
  const changed = Date.UTC(2026, 2, 29)
  const page = {
    entries: before.entries,
    maintenances: before.maintenances.map((one) =>
      one.scheduledFor === changed ? cancelled(one, loadedAt + 1) : one,
    ),
  }
  const entry = anEntry({ timezone: 'Europe/Paris', at: '01:30', lasts: 3 * hour })
  const { onPage, inCalendar } = eventsOf(reconfigured(page, entry, loadedAt + hour), changed - 20 * day)
  expect(inCalendar).toEqual(onPage)
  expect(inCalendar.filter(([, , status]) => status === 'CANCELLED')).toHaveLength(1)
})

const anAct = fc.record({
  which: fc.nat(20),
  move: fc.constantFrom(null, -5 * hour, 3 * hour, 26 * hour, 8 * day),
})
const aChange = fc.record({
  rrule: fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=SU',
    'FREQ=WEEKLY;BYDAY=MO,SU',
    'FREQ=DAILY;INTERVAL=2',
  ),
  at: fc.constantFrom('00:00', '02:30', '12:00', '23:30'),
  timezone: fc.constantFrom('UTC', 'Europe/Paris', 'America/Los_Angeles', 'Pacific/Auckland'),
  lasts: fc.constantFrom(hour, 5 * hour),
})

const someSteps = fc.array(
  fc.tuple(aChange, fc.array(anAct, { maxLength: 4 }), fc.integer({ min: 1, max: 20 * 24 })),
  { minLength: 1, maxLength: 4 },
)
type Steps = typeof someSteps extends fc.Arbitrary<infer Value> ? Value : never

/** The entry gets a zone whose clock goes forward during its first window from then on, on 8 March 2026. */
const repeatedFromAChangeOfTheClock: Steps = [
  [{ rrule: 'FREQ=DAILY', at: '00:00', timezone: 'UTC', lasts: hour }, [], 967],
  [{ rrule: 'FREQ=WEEKLY;BYDAY=SU', at: '00:00', timezone: 'America/Los_Angeles', lasts: 5 * hour }, [], 229],
]

test('work that is repeated from the night of a change of the clock on is as long on every other day', () => {
  const loaded = Date.UTC(2026, 2, 7)
  const entry = anEntry({ timezone: 'America/Los_Angeles', at: '00:00', lasts: 5 * hour })
  const { onPage, inCalendar } = eventsOf(aPage(entry, loaded), loaded)
  expect(inCalendar).toEqual(onPage)
  expect(new Set(inCalendar.map(([from, to]) => Number(to) - Number(from)))).toEqual(new Set([5 * hour]))
})

test('whatever is configured and done in whatever order, page and calendar tell of the same work', () => {
  fc.assert(
    fc.property(someSteps, (steps) => {
      let now = loadedAt
      let page = aPage(anEntry())
      for (const [times, edits, hours] of steps) {
        now += hours * hour + 60_000
        page = reconfigured(page, anEntry({ ...times, since: '2026-01-04' }), now)
        for (const { which, move } of edits) {
          const ahead = page.maintenances
            .filter((one) => one.scheduledFor > now && one.cancelledAt === null)
            .toSorted((a, b) => a.scheduledFor - b.scheduledFor)
          const one = ahead[which]
          if (!one || (move !== null && one.scheduledFor + move <= now)) continue
          const next = move === null ? cancelled(one, now) : movedBy(one, move, now)
          const maintenances = page.maintenances.map((other) => (other === one ? next : other))
          page = pageOf(page.entries, maintenances, now)
        }
        const { onPage, inCalendar } = eventsOf(page, now + 1)
        expect(inCalendar).toEqual(onPage)
      }
    }),
    { numRuns: 25, examples: [[repeatedFromAChangeOfTheClock]] },
  )
})
