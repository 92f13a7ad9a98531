import { expect, test } from 'vitest'
import type { Alert } from '../../../collector/core/alert/alert.ts'
import { Conflict } from '../../../collector/store/store.ts'
import { hour, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** An alert that is pending, with what a test says of it. */
export const anAlert = (more: Partial<Alert> = {}): Alert => ({
  id: 'abcdef012345',
  rule: 'slow',
  component: 'api',
  name: null,
  severity: 'warning',
  readings: [],
  since: start,
  firedAt: null,
  notifiedAt: null,
  silencedBy: null,
  escalatedSteps: [],
  acknowledgedAt: null,
  acknowledgedBy: null,
  clearSince: null,
  endedAt: null,
  endedBy: null,
  notify: null,
  escalation: [],
  version: 1,
  ...more,
})

/** What every store must do with alerts and silences. */
export function alertsContract({ store }: StoreUnderTest): void {
  test('an alert is kept from its beginning to its end, and listed once it has fired', async () => {
    const pending = anAlert()
    await store().commit({ alerts: [pending] })
    expect(await store().openAlerts()).toEqual([pending])
    expect(await store().firedAlerts(10)).toEqual([])
    const fired = anAlert({ firedAt: start + 1, version: 2 })
    await store().commit({ alerts: [fired] })
    const ended = { ...fired, endedAt: start + hour, version: 3 }
    await store().commit({ alerts: [ended] })
    expect(await store().openAlerts()).toEqual([])
    expect(await store().firedAlerts(10)).toEqual([ended])
    expect(await store().alert(pending.id)).toEqual(ended)
    expect(await store().alert('nosuchthing1')).toBeNull()
  })

  test('of two who change an alert from the same state one is refused, with all that it wrote', async () => {
    await store().commit({ alerts: [anAlert()] })
    await store().commit({ alerts: [anAlert({ firedAt: start, version: 2 })] })
    const late = anAlert({ acknowledgedAt: start, version: 2 })
    const silence = { id: 's', rule: null, component: null, from: start, until: start + hour }
    await expect(
      store().commit({
        alerts: [late],
        alertSilences: [{ ...silence, reason: 'x', by: 'Ada', endedAt: null }],
      }),
    ).rejects.toThrow(Conflict)
    expect(await store().alertSilences()).toEqual([])
    await expect(store().commit({ droppedAlerts: [{ id: late.id, version: 1 }] })).rejects.toThrow(Conflict)
  })

  test('of one rule and component one alert lasts at a time', async () => {
    await store().commit({ alerts: [anAlert()] })
    await expect(store().commit({ alerts: [anAlert({ id: 'bbbbbbbbbbbb' })] })).rejects.toThrow(Conflict)
    await store().commit({ alerts: [anAlert({ id: 'bbbbbbbbbbbb', component: null })] })
    await store().commit({ droppedAlerts: [{ id: 'abcdef012345', version: 1 }] })
    await store().commit({ alerts: [anAlert({ id: 'cccccccccccc' })] })
    expect((await store().openAlerts()).map(({ id }) => id)).toEqual(['bbbbbbbbbbbb', 'cccccccccccc'])
  })

  test('a silence holds until its end, or until somebody ends it', async () => {
    const silence = {
      id: 'silence',
      rule: 'slow',
      component: null,
      from: start,
      until: start + hour,
      reason: 'Load test',
      by: 'Ada',
      endedAt: null,
    }
    await store().commit({ alertSilences: [silence] })
    expect(await store().alertSilences(start + 1)).toEqual([silence])
    expect(await store().alertSilences(start + hour)).toEqual([])
    await store().commit({ alertSilences: [{ ...silence, endedAt: start + 2 }] })
    expect(await store().alertSilences(start + 2)).toEqual([])
    expect(await store().alertSilences()).toHaveLength(1)
  })
}
