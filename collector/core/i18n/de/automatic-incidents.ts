import type { Words } from '../words.ts'

/** German words of incidents that the collector opens and closes by itself. */
export const automaticIncidentsDe: Words['automaticIncidents'] = {
  title: {
    degraded_performance: '{component}: Leistung beeinträchtigt',
    partial_outage: '{component}: Teilausfall',
    major_outage: '{component}: nicht verfügbar',
  },
  opened: 'Unsere Messungen zeigen ein Problem bei „{component}“. Wir suchen die Ursache.',
  changed: {
    degraded_performance: '„{component}“ antwortet jetzt nur langsam. Wir suchen die Ursache.',
    partial_outage: '„{component}“ ist jetzt teilweise ausgefallen. Wir suchen die Ursache.',
    major_outage: '„{component}“ ist jetzt vollständig ausgefallen. Wir suchen die Ursache.',
  },
  recovered: '„{component}“ funktioniert wieder normal. Dauer: {duration}.',
  again: 'Das Problem bei „{component}“ ist wieder aufgetreten. Wir suchen die Ursache.',
  orphaned:
    'Wir überwachen diesen Dienst nicht mehr; die Störung wird geschlossen, ohne dass wir ihre Behebung gesehen haben.',
}
