import { describe, expect, test } from 'vitest'
import { incidentNotifications } from '../../../collector/core/delivery/incident-notifications.ts'
import {
  maintenanceNotifications,
  dueMaintenanceNotifications,
} from '../../../collector/core/delivery/maintenance-notifications.ts'
import { maintenanceNews } from '../../../collector/core/delivery/news.ts'
import { retryDelay } from '../../../collector/core/delivery/retry.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { aMaintenance } from '../builders.ts'
import { anIncident, anUpdate, day, hour, minute, start } from '../../store/builders.ts'

const now = start + 30 * day
const second = 1_000
const anOpening = anIncident({ startedAt: now, updates: [anUpdate({ id: 'u1', at: now })] })
const with2 = (more: Partial<ReturnType<typeof anUpdate>>) => ({
  ...anOpening,
  updates: [...anOpening.updates, anUpdate({ id: 'u2', at: now, ...more })],
})
const keys = (all: readonly { readonly key: string }[]) => all.map(({ key }) => key)

describe('an incident', () => {
  test('that the collector opens is news in a moment, what a person writes at once', () => {
    expect(incidentNotifications(null, anOpening, now)).toMatchObject([
      { key: `incident/${anOpening.id}/u1`, dueAt: now + 2 * second, subject: { automatic: true } },
    ])
    expect(incidentNotifications(anOpening, with2({ author: 'ada' }), now)).toMatchObject([
      { key: `incident/${anOpening.id}/u2`, dueAt: now, subject: { automatic: false, reopened: false } },
    ])
  })

  test('whose words are corrected is no news', () => {
    const corrected = {
      ...anOpening,
      title: 'Other',
      updates: [{ ...anOpening.updates[0]!, body: 'Other.' }],
    }
    expect(incidentNotifications(anOpening, corrected, now)).toEqual([])
  })

  test('whose message only got another date in its file is no news', () => {
    const redated = { ...anOpening, updates: [anUpdate({ id: 'u1-later', at: now + minute })] }
    expect(incidentNotifications(anOpening, redated, now)).toEqual([])
  })

  test('of long ago that is written down late is no news, unless it still goes on', () => {
    const old = anIncident({ startedAt: start, updates: [anUpdate({ at: start })] })
    expect(incidentNotifications(null, old, now)).toHaveLength(1)
    const over = { ...old, updates: [...old.updates, anUpdate({ id: 'u2', at: start, status: 'resolved' })] }
    expect(incidentNotifications(null, over, now)).toEqual([])
  })

  test('says that it is back where it had seemed over', () => {
    const over = with2({ status: 'resolved' })
    const back = { ...over, updates: [...over.updates, anUpdate({ id: 'u3', at: now })] }
    expect(incidentNotifications(over, back, now)).toMatchObject([{ subject: { reopened: true } }])
  })
})

describe('a maintenance', () => {
  const window = aMaintenance({
    publishedAt: now,
    scheduledFor: now + 10 * day,
    scheduledUntil: now + 10 * day + hour,
    announced: [{ at: now, from: now + 10 * day, to: now + 10 * day + hour }],
    class: 'weekly',
    programme: null,
  })
  const due = { default: day, weekly: day }
  const owed = () => true
  const never = () => false
  const moments = (all: readonly { readonly subject: { readonly kind: string } }[]) =>
    all.map(({ subject }) => (subject as { moment?: string }).moment)

  test('is news when it is published, moved and cancelled', () => {
    expect(moments(maintenanceNotifications(null, window, never, now))).toEqual(['announced'])
    const moved = { ...window, scheduledFor: now + 11 * day, scheduledUntil: now + 12 * day, version: 2 }
    expect(moments(maintenanceNotifications(window, moved, owed, now))).toEqual(['rescheduled'])
    const cancelled = { ...window, cancelledAt: now, version: 2 }
    expect(moments(maintenanceNotifications(window, cancelled, owed, now))).toEqual(['cancelled'])
  })

  test('is news when it comes to concern other services, or more gravely; other words are none', () => {
    const momentsOf = (more: Partial<Maintenance>) =>
      moments(maintenanceNotifications(window, { ...window, version: 2, ...more }, owed, now))
    expect(momentsOf({ components: [...window.components, 'another'] })).toEqual(['updated'])
    expect(momentsOf({ impact: 'critical' })).toEqual(['updated'])
    expect(momentsOf({ components: window.components.toReversed(), body: 'Other words.' })).toEqual([])
    expect(momentsOf({ impact: 'critical', scheduledUntil: window.scheduledUntil + hour })).toEqual([
      'rescheduled',
    ])
    expect(momentsOf({ impact: 'critical', cancelledAt: now })).toEqual(['cancelled'])
  })

  test('that nobody was told of is not told to be cancelled', () => {
    expect(maintenanceNotifications(window, { ...window, cancelledAt: now }, never, now)).toEqual([])
  })

  test('of the standing programme is no news before its notice time', () => {
    const programme = { entry: 'weekly', originalFor: window.scheduledFor, changed: false }
    const occurrence = { ...window, programme }
    expect(maintenanceNotifications(null, occurrence, never, now)).toEqual([])
    expect(moments(dueMaintenanceNotifications([occurrence], due, now))).toEqual([])
    expect(moments(dueMaintenanceNotifications([occurrence], due, window.scheduledFor - day))).toEqual([
      'announced',
    ])
  })

  test('is told again at its notice time, shortly before, when it begins and when it ends', () => {
    const at = (instant: number) => moments(dueMaintenanceNotifications([window], due, instant)).at(-1)
    expect(at(window.scheduledFor - day - 1)).toBe('announced')
    expect(at(window.scheduledFor - day)).toBe('reminder')
    expect(at(window.scheduledFor - hour)).toBe('starting_soon')
    expect(at(window.scheduledFor)).toBe('started')
    expect(at(window.scheduledUntil)).toBe('completed')
  })

  test('says the same under the same keys, however often the clock is looked at or set back', () => {
    const at = (instant: number) => keys(dueMaintenanceNotifications([window], due, instant))
    expect(at(window.scheduledFor - day)).toEqual(at(window.scheduledFor - 2 * hour))
    expect(new Set([...at(window.scheduledFor), ...at(window.scheduledFor - minute)]).size).toBe(3)
  })

  test('that was announced an hour before is not repeated at once', () => {
    const late: Maintenance = { ...window, publishedAt: window.scheduledFor - hour - minute }
    expect(moments(dueMaintenanceNotifications([late], due, window.scheduledFor - hour))).toEqual([
      'announced',
    ])
  })

  test('that was moved is reminded of for its new time only', () => {
    const reminder = { kind: 'maintenance', id: window.id, moment: 'reminder', update: null } as const
    const subjects = [{ ...reminder, window: { from: window.scheduledFor, to: window.scheduledUntil } }]
    expect(maintenanceNews(window, subjects)).toMatchObject({ moment: 'reminder' })
    expect(maintenanceNews({ ...window, scheduledFor: now + 20 * day }, subjects)).toBeNull()
  })

  test('that is cancelled before it was announced to somebody is not announced', () => {
    const span = { from: window.scheduledFor, to: window.scheduledUntil }
    const subject = {
      kind: 'maintenance',
      id: window.id,
      moment: 'announced',
      update: null,
      window: span,
    } as const
    expect(maintenanceNews({ ...window, cancelledAt: now }, [subject])).toBeNull()
  })
})

test('the delay between attempts doubles up to a quarter of an hour, half of it at random', () => {
  expect([1, 2, 3].map((failures) => retryDelay(failures, 1, null))).toEqual([5_000, 10_000, 20_000])
  expect(retryDelay(1, 0, null)).toBe(2_500)
  expect(retryDelay(1, 0.123_456, 5_000.5)).toBe(5_001)
  expect(retryDelay(40, 1, null)).toBe(15 * minute)
  expect(retryDelay(1, 1, hour)).toBe(hour)
  // The store keeps whole milliseconds.
  expect(retryDelay(1, 0.123456789, null)).toBe(2_809)
})
