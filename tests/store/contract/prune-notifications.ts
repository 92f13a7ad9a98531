import { expect, test } from 'vitest'
import type { Notification } from '../../../collector/core/delivery/notification.ts'
import { keptNotifications } from '../../../collector/store/notification-store.ts'
import { aMaintenance } from '../../core/builders.ts'
import { aNotification, anIncident, anUpdate, day, start } from '../builders.ts'
import { anAlert } from './alerts.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Which news of long ago a store forgets, and which it must not. */
export function pruneNotificationsContract({ store }: StoreUnderTest): void {
  const news = (key: string, topic: string, more: Partial<Notification> = {}): Notification =>
    aNotification({ key, topic, ...more })
  const expand = (keys: readonly string[], channel: string | null = null) =>
    Promise.all(
      keys.map((notification) =>
        store().expandNotification({
          notification,
          deliveries: channel === null ? [] : [{ channel, recipient: '', topic: notification, dueAt: start }],
          cursor: null,
          at: start,
        }),
      ),
    )
  /** Later news, of which none is forgotten. */
  const later = async () => {
    const notifications = Array.from({ length: keptNotifications }, (_, n) => news(`later/${n}`, 'report/x'))
    await store().commit({ notifications })
    await expand(notifications.slice(0, 3).map(({ key }) => key))
  }
  const left = (keys: readonly string[]) => store().owedKeys(keys)

  test('news of what is over is forgotten, piece by piece, and not the latest of it', async () => {
    const keys = ['a', 'b', 'c']
    await store().commit({ notifications: keys.map((key) => news(key, 'incident/gone')) })
    await expand(keys)
    expect(await store().pruneNotifications(start + day, 10)).toBe(0)
    await later()
    expect(await store().pruneNotifications(start, 10)).toBe(0)
    expect(await store().pruneNotifications(start + day, 2)).toBe(2)
    expect(await left(keys)).toEqual(new Set(['c']))
    expect(await store().pruneNotifications(start + day, 2)).toBe(1)
    expect(await store().pruneNotifications(start + day, 2)).toBe(0)
    expect(await left(['later/0', 'later/999'])).toEqual(new Set(['later/0', 'later/999']))
  })

  test('what would be told again without it is kept: of what goes on, of what waits, and of what follows it', async () => {
    const incident = anIncident({ id: 'open', updates: [anUpdate({ at: start })] })
    const alert = anAlert({ id: 'lasts', firedAt: start })
    const maintenance = aMaintenance({
      id: 'ahead',
      scheduledFor: start + 40 * day,
      scheduledUntil: start + 41 * day,
    })
    await store().commit({
      incidents: [incident],
      alerts: [alert],
      maintenances: [maintenance],
      silent: true,
    })
    const started = news('maintenance/ahead/started', 'maintenance/ahead')
    const kept = [
      news('escalation/open/P1/0', 'incident/open'),
      news('alert/lasts/fired', 'alert/lasts'),
      started,
      news('component/api/maintenance/ahead/started', 'component/api', { follows: started.key }),
      news('waits', 'incident/gone'),
      news('never-expanded', 'incident/gone'),
    ]
    const over = news('over', 'incident/gone')
    await store().commit({ notifications: [...kept, over] })
    await expand(kept.slice(0, 4).map(({ key }) => key))
    await expand(['waits'], 'email')
    await expand(['over'], 'chat')
    const [sent] = await store().claimDeliveries({
      token: 'one',
      channel: 'chat',
      now: start,
      until: start + day,
      limit: 1,
      ahead: 0,
    })
    await store().settleDeliveries([{ id: sent!.id, claim: 'one', at: start, outcome: 'sent' }])
    await later()
    expect(await store().pruneNotifications(start + day, 100)).toBe(1)
    expect(await left([...kept, over].map(({ key }) => key))).toEqual(new Set(kept.map(({ key }) => key)))
    // Asked again it is still owed once.
    await store().commit({ notifications: kept })
    expect(
      (await store().pendingNotifications(5_000)).filter(({ key }) => !key.startsWith('later/')),
    ).toHaveLength(1)
  })
}
