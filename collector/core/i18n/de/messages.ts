import type { Words } from '../words.ts'

/** German words of what is sent: to the team, and to subscribers. */
export const messagesDe: Words['messages'] = {
  test: 'Test: Diese Nachricht prüft den Kanal „{channel}“; es ist nichts passiert.',
  testTitle: '[Test] {title}',
  several: { one: '{count} Störung', other: '{count} Störungen' },
  severalTitle: '{count}: {names}',
  andMore: { one: '{names} und {count} weiterer', other: '{names} und {count} weitere' },
  incidentTitle: '{title} – {status}',
  reopened: 'Erneut: {title}',
  flapping: {
    one: 'Seit der letzten Nachricht {count} Mal erneut ausgefallen.',
    other: 'Seit der letzten Nachricht {count} Mal erneut ausgefallen.',
  },
  components: 'Dienste',
  priority: 'Priorität',
  impact: 'Auswirkung',
  since: 'Seit',
  duration: 'Dauer',
  window: 'Zeitfenster',
  reason: 'Grund',
  alternatives: 'Inzwischen',
  acknowledge: 'Übernehmen: {link}',
  acknowledgeLabel: 'Übernehmen',
  openPage: 'Seite öffnen',
  announcement: 'Ankündigung: {title}',
  maintenance: {
    announced: 'Geplante Wartung: {title}',
    reminder: 'Erinnerung: {title}',
    starting_soon: 'Beginnt bald: {title}',
    rescheduled: 'Wartung verschoben: {title}',
    updated: 'Wartung: {title}',
    started: 'Wartung begonnen: {title}',
    completed: 'Wartung beendet: {title}',
    cancelled: 'Wartung abgesagt: {title}',
  },
}
