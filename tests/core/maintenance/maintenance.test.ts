import { expect, test } from 'vitest'
import {
  type Maintenance,
  excludedSpans,
  isLate,
  maintenanceStatus,
  nextBoundary,
  noticeGiven,
  announcedUpdates,
} from '../../../collector/core/maintenance/maintenance.ts'
import {
  cancelMaintenance,
  completeMaintenance,
  correctMaintenance,
  extendMaintenance,
  scheduleMaintenance,
  startMaintenance,
  updateMaintenance,
} from '../../../collector/core/maintenance/commands.ts'
import { availability } from '../../../collector/core/availability/availability.ts'
import { aHistory, at, checksOfTheDay, downDuring, during, theDay, timelineOf } from '../builders.ts'

const hour = 3_600_000
const due = { default: 24 * hour }
let ids = 0
const contextAt = (now: number) => ({ now, by: 'ada', id: () => `id${ids++}` })
const noMessage = { body: null, notify: true }

/** The window of cases 4 to 6, published so many hours ahead. */
const aWindow = (ahead: number): Maintenance =>
  scheduleMaintenance(
    {
      title: 'Switch',
      body: 'We switch.',
      components: ['api'],
      impact: 'major',
      class: 'default',
      reason: null,
      alternatives: null,
      tasks: [],
      scheduledFor: at('09:30'),
      scheduledUntil: at('11:00'),
    },
    contextAt(at('09:30') - ahead * hour),
  )
const availabilityWith = (
  window: Maintenance,
  until = '10:03:00',
  which: 'announced' | 'all' | 'none' = 'announced',
) =>
  availability(
    aHistory({
      monitors: [timelineOf(checksOfTheDay(downDuring('10:00', until)))],
      exclusions: excludedSpans(window, due, which),
    }),
    theDay,
    theDay.to,
  )

test('case 4: a window published 48 h ahead is excluded with the outage in it', () => {
  expect(availabilityWith(aWindow(48))).toMatchObject({
    excluded: 5_400_000,
    observed: 81_000_000,
    down: 0,
    availability: 1,
  })
  expect(availabilityWith(aWindow(48)).raw).toBeCloseTo(0.99791666, 7)
  expect(isLate(aWindow(48), due)).toBe(false)
})

test('case 5: published 3 h ahead it is late and nothing is excluded', () => {
  expect(availabilityWith(aWindow(3))).toMatchObject({ excluded: 0, printed: '99.79' })
  expect(isLate(aWindow(3), due)).toBe(true)
  expect(availabilityWith(aWindow(3), undefined, 'all')).toMatchObject({ excluded: 5_400_000 })
  expect(availabilityWith(aWindow(48), undefined, 'none')).toMatchObject({ excluded: 0 })
})

test('case 6: an outage that runs over the end of the window counts from there', () => {
  expect(availabilityWith(aWindow(48), '11:10:00')).toMatchObject({
    down: 600_000,
    observed: 81_000_000,
    printed: '99.25',
  })
})

test('published exactly its notice ahead is in time, a millisecond less is late', () => {
  expect(isLate(aWindow(24), due)).toBe(false)
  expect(isLate(aWindow(24 - 1 / hour), due)).toBe(true)
})

test('what is added while it runs is not excluded, and the beginning was told in time all the same', () => {
  const longer = extendMaintenance(
    aWindow(48),
    { ...noMessage, scheduledUntil: at('11:30') },
    contextAt(at('10:50')),
  )
  expect(excludedSpans(longer, due, 'announced')).toEqual([during('09:30', '11:00')])
  expect(noticeGiven(longer)).toBe(48 * hour)
  expect(maintenanceStatus(longer, at('11:15'))).toBe('in_progress')
})

test('moved too late, only the part that had been announced in time is excluded', () => {
  const moved = correctMaintenance(
    aWindow(48),
    { scheduledFor: at('10:00'), scheduledUntil: at('11:30') },
    contextAt(at('08:00')),
  )
  expect(excludedSpans(moved, due, 'announced')).toEqual([during('10:00', '11:00')])
  expect(isLate(moved, due)).toBe(true)
  expect(moved.corrections?.map(({ what, before }) => [what, before])).toEqual([
    ['scheduled_for', '2026-11-01T09:30:00.000Z'],
    ['scheduled_until', '2026-11-01T11:00:00.000Z'],
  ])
})

test('taken out of the announcement and put back too late, a part is not excluded again', () => {
  const shorter = correctMaintenance(aWindow(48), { scheduledUntil: at('10:00') }, contextAt(at('08:00')))
  const back = correctMaintenance(shorter, { scheduledUntil: at('11:00') }, contextAt(at('09:00')))
  expect(excludedSpans(back, due, 'announced')).toEqual([during('09:30', '10:00')])
})

test('extended before it begins, a window still says it is scheduled', () => {
  const update = { body: 'It takes longer.', notify: true, scheduledUntil: at('11:30') }
  const ahead = extendMaintenance(aWindow(48), update, contextAt(at('09:00')))
  expect(ahead.updates.map(({ status }) => status)).toEqual(['scheduled'])
  const running = extendMaintenance(aWindow(48), update, contextAt(at('10:00')))
  expect(running.updates.map(({ status }) => status)).toEqual(['in_progress'])
})

test('what a person says of it while it runs stands beside its beginning, not instead of it', () => {
  const update = { at: at('10:15'), status: 'in_progress', body: 'Half way.', notify: true } as const
  const window = updateMaintenance(aWindow(48), update, contextAt(at('10:15')))
  expect(announcedUpdates(window, at('10:30')).map(({ status, at: when }) => [status, when])).toEqual([
    ['scheduled', at('09:30') - 48 * hour],
    ['in_progress', at('09:30')],
    ['in_progress', at('10:15')],
  ])
})

test('ended early, what follows counts; begun early, what came before counts; cancelled, all counts', () => {
  const early = startMaintenance(aWindow(48), noMessage, contextAt(at('09:10')))
  expect(maintenanceStatus(early, at('09:15'))).toBe('in_progress')
  const over = completeMaintenance(early, noMessage, contextAt(at('10:30')))
  expect(excludedSpans(over, due, 'announced')).toEqual([during('09:30', '10:30')])
  expect(maintenanceStatus(over, at('10:30'))).toBe('completed')
  const off = cancelMaintenance(aWindow(48), noMessage, contextAt(at('09:00')))
  expect(excludedSpans(off, due, 'all')).toEqual([])
  expect(maintenanceStatus(off, at('10:00'))).toBe('cancelled')
})

test('a window begins and ends by itself, and says so once', () => {
  const window = aWindow(48)
  const statuses = (now: number) =>
    announcedUpdates(window, now).map(({ status, at: when }) => [status, when])
  expect(statuses(at('09:00'))).toEqual([['scheduled', at('09:30') - 48 * hour]])
  expect(statuses(at('12:00'))).toEqual([
    ['scheduled', at('09:30') - 48 * hour],
    ['in_progress', at('09:30')],
    ['completed', at('11:00')],
  ])
  const early = completeMaintenance(window, { body: 'Done.', notify: true }, contextAt(at('10:00')))
  expect(announcedUpdates(early, at('12:00')).map(({ status, body }) => [status, body])).toEqual([
    ['scheduled', 'We switch.'],
    ['in_progress', ''],
    ['completed', 'Done.'],
  ])
})

test('the next boundary is a beginning, an end, or the moment an occurrence is announced', () => {
  const window = aWindow(48)
  expect(nextBoundary([window], due, at('09:00'))).toBe(at('09:30'))
  expect(nextBoundary([window], due, at('09:30'))).toBe(at('11:00'))
  expect(nextBoundary([window], due, at('11:00'))).toBeNull()
  const occurrence: Maintenance = {
    ...window,
    publishedAt: at('09:30') - 400 * 24 * hour,
    programme: { entry: 'e', originalFor: window.scheduledFor, changed: false },
  }
  expect(nextBoundary([occurrence], due, at('09:30') - 30 * hour)).toBe(at('09:30') - 24 * hour)
})
