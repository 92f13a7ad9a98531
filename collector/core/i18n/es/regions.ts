import type { Words } from '../words.ts'

/** Spanish words of the places that a service is watched from. */
export const regionsEs: Words['regions'] = {
  title: { one: 'Visto desde {count} lugar', other: 'Visto desde {count} lugares' },
  last24: 'últimas 24 horas',
  downFrom: {
    one: 'Inaccesible desde {count} de {all} lugares',
    other: 'Inaccesible desde {count} de {all} lugares',
  },
  shown: {
    operational: 'Accesible',
    degraded_performance: 'Degradado',
    partial_outage: 'En parte inaccesible',
    major_outage: 'Inaccesible',
    unknown: 'Desconocido',
  },
  notYet: 'todavía no',
}
