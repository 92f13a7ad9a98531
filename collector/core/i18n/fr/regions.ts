import type { Words } from '../words.ts'

/** French words of the places that a service is watched from. */
export const regionsFr: Words['regions'] = {
  title: { one: 'Vu depuis {count} lieu', other: 'Vu depuis {count} lieux' },
  last24: '24 dernières heures',
  downFrom: {
    one: 'Injoignable depuis {count} lieu sur {all}',
    other: 'Injoignable depuis {count} lieux sur {all}',
  },
  shown: {
    operational: 'Joignable',
    degraded_performance: 'Ralenti',
    partial_outage: 'En partie injoignable',
    major_outage: 'Injoignable',
    unknown: 'Inconnu',
  },
  notYet: 'pas encore',
}
