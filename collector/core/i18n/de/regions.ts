import type { Words } from '../words.ts'

/** German words of the places that a service is watched from. */
export const regionsDe: Words['regions'] = {
  title: { one: 'Von {count} Ort aus gesehen', other: 'Von {count} Orten aus gesehen' },
  last24: 'letzte 24 Stunden',
  downFrom: {
    one: 'An {count} von {all} Orten nicht erreichbar',
    other: 'An {count} von {all} Orten nicht erreichbar',
  },
  shown: {
    operational: 'Erreichbar',
    degraded_performance: 'Verlangsamt',
    partial_outage: 'Teilweise nicht erreichbar',
    major_outage: 'Nicht erreichbar',
    unknown: 'Unbekannt',
  },
  notYet: 'noch nicht',
}
