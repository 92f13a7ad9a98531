import type { Words } from '../words.ts'

/** What people see of corrections: what a notice said before, and the names of its fields. */
export const correctionsFr: Words['corrections'] = {
  title: 'Corrections',
  corrected: 'corrigé',
  at: 'corrigé le',
  before: 'Ce qui était dit avant',
  nothing: 'rien',
  yes: 'oui',
  no: 'non',
  what: {
    title: 'titre',
    body: 'message',
    impact: 'impact',
    priority: 'priorité',
    status: 'état',
    at: 'heure',
    started_at: 'début',
    scheduled_for: 'début',
    scheduled_until: 'fin',
    components: 'services',
    reason: 'raison',
    alternatives: 'en attendant',
    tasks: 'tâches',
    class: 'type',
    published_at: 'date',
    until: 'affichée jusqu’au',
    pinned: 'épinglée',
    postmortem: 'analyse',
  },
}
