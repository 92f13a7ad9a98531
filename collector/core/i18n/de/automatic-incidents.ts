import type { Words } from '../words.ts'

/** German words of incidents that the collector opens and closes by itself. */
export const automaticIncidentsDe: Words['automaticIncidents'] = {
  title: {
    degraded_performance: '{component}: Leistung beeinträchtigt',
    partial_outage: '{component}: Teilausfall',
    major_outage: '{component}: nicht verfügbar',
  },
  opened: 'Unsere Messungen zeigen ein Problem bei „{component}“. Wir suchen die Ursache.',
  changed:
    'Die Lage bei „{component}“ hat sich geändert; der angezeigte Status ist aktuell. Wir arbeiten weiter daran.',
  recovered: '„{component}“ funktioniert wieder normal. Dauer: {duration}.',
  again: 'Das Problem bei „{component}“ ist wieder aufgetreten. Wir suchen die Ursache.',
  orphaned:
    'Wir überwachen diese Komponente nicht mehr; die Störung wird geschlossen, ohne dass wir ihre Behebung gesehen haben.',
}
