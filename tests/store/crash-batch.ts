import type { Facts } from '../../collector/store/facts.ts'
import {
  aNotification,
  aCheck,
  aDownCheck,
  aState,
  aTransition,
  anIncident,
  minute,
  start,
} from './builders.ts'

const monitors = 30
const monitorName = (i: number): string => `monitor-${String(i).padStart(2, '0')}`

/** The facts of one commit: a check of every monitor, and a transition, an incident and what they owe that belong to it. */
export function batch(n: number): Facts {
  const at = start + n * minute
  return {
    checks: Array.from({ length: monitors }, (_, i) =>
      (n + i) % 7 === 0
        ? aDownCheck({ monitor: monitorName(i), at: at + i })
        : aCheck({ monitor: monitorName(i), at: at + i, took: ((n * 31 + i * 17) % 5_000) / 10 }),
    ),
    states: [
      {
        monitor: monitorName(n % monitors),
        region: '',
        state: aState({ lastAt: at }),
        basedOn: Math.floor(n / monitors),
      },
    ],
    transitions: [aTransition({ monitor: monitorName(n % monitors), at })],
    incidents: [anIncident({ id: `incident-${n}`, startedAt: at })],
    notifications: [aNotification({ key: `notification-${n}`, dueAt: at })],
  }
}
