import type { Words } from '../words.ts'

/** What people see of corrections: what a notice said before, and the names of its fields. */
export const correctionsDe: Words['corrections'] = {
  title: 'Korrekturen',
  corrected: 'korrigiert',
  at: 'korrigiert am',
  before: 'Was vorher dort stand',
  nothing: 'nichts',
  yes: 'ja',
  no: 'nein',
  what: {
    title: 'Titel',
    body: 'Meldung',
    impact: 'Auswirkung',
    priority: 'Priorität',
    status: 'Status',
    at: 'Uhrzeit',
    started_at: 'Beginn',
    scheduled_for: 'Beginn',
    scheduled_until: 'Ende',
    components: 'Dienste',
    reason: 'Grund',
    alternatives: 'in der Zwischenzeit',
    tasks: 'Aufgaben',
    class: 'Art',
    published_at: 'Datum',
    until: 'gezeigt bis',
    pinned: 'angeheftet',
    postmortem: 'Nachbetrachtung',
  },
}
