/** German words of the console's pages about maintenance. */
export const teamMaintenanceDe = {
  newMaintenance: 'Neue Wartung',
  coming: 'Im Gang und bevorstehend',
  calendar: 'Kalender',
  onDay: 'Neue Wartung am {date}',
  /** Fields, by their names in the API. */
  fields: {
    title: 'Titel',
    body: 'Text',
    scheduled_for: 'Von',
    scheduled_until: 'Bis',
    components: 'Dienste',
    impact: 'Auswirkung',
    reason: 'Grund',
    alternatives: 'Inzwischen können Leser',
    tasks: 'Aufgaben',
    class: 'Klasse',
  },
  hints: { tasks: 'Eine je Zeile.', time: 'Zeit von {zone}.' },
  goesOn: 'Sie dauert dann wie angekündigt bis {time}, oder bis sie hier beendet wird.',
  more: 'Mehr: Auswirkung, Grund, Aufgaben, Klasse',
  conflicts: 'Zur selben Zeit an denselben Diensten',
  noConflict: 'An diesen Diensten ist dann nichts anderes geplant.',
  tooLate:
    'Zu kurzfristig: Bei dieser Klasse wird früher Bescheid gegeben. Der früheste Beginn ist {time}. Wählen Sie einen späteren, oder bleiben Sie trotzdem dabei.',
  force: 'Trotzdem dabei bleiben: Sie wird als verspätet gezeigt, und ihre Zeit zählt zur Verfügbarkeit',
  by: 'Um wie viel',
  status: 'Stand',
  acts: {
    update: 'Nachricht veröffentlichen',
    correct: 'Verschieben oder berichtigen',
    start: 'Jetzt beginnen',
    extend: 'Verlängern',
    complete: 'Jetzt beenden',
    cancel: 'Wartung absagen',
  },
}
