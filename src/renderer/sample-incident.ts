import type { Incident } from '../../collector/core/incident/incident.ts'

/** A time of yesterday, `HH:MM` in Paris. */
const at = (time: string): number => Date.parse(`2026-11-21T${time}:00+01:00`)
/** An incident of yesterday, detected by the collector and told by people, unless `more` says otherwise. */

export function sampleIncident(more: Partial<Incident> = {}): Incident {
  return {
    id: 'k3x9q2m7ab1z',
    title: { fr: 'Lenteurs de la correction IA', en: 'Slow AI correction' },
    impact: 'minor',
    priority: 'P2',
    startedAt: at('15:04'),
    detectedAt: at('15:04'),
    acknowledgedAt: at('15:10'),
    automatic: false,
    about: null,
    updates: [
      {
        id: 'u1',
        at: at('15:04'),
        status: 'investigating',
        body: {
          fr: 'Temps de réponse au-dessus de 3 s, confirmé par deux mesures.',
          en: 'Response time above 3 s, confirmed by two checks.',
        },
        components: { ai: 'degraded_performance', api: 'degraded_performance' },
        author: 'collector',
      },
      {
        id: 'u2',
        at: at('15:12'),
        status: 'identified',
        body: {
          fr: 'Une requête trop coûteuse, introduite avec la version **4.18**, ralentit l’analyse. Nous revenons en arrière.',
          en: 'A costly query that came with version **4.18** slows the analysis down. We are rolling back.',
        },
        components: { ai: 'partial_outage' },
        author: 'camille',
      },
      {
        id: 'u3',
        at: at('15:21'),
        status: 'monitoring',
        body: {
          fr: 'Un correctif est déployé. Le P95 est repassé de 4,8 s à 1,4 s ; nous surveillons.',
          en: 'A fix is deployed. P95 fell from 4.8 s to 1.4 s; we are monitoring.',
        },
        components: { ai: 'operational', api: 'operational' },
        author: 'camille',
      },
      {
        id: 'u4',
        at: at('15:42'),
        status: 'resolved',
        body: {
          fr: 'Les temps de réponse sont revenus à la normale depuis quinze minutes. Merci de votre patience.',
          en: 'Response times have been back to normal for fifteen minutes. Thank you for your patience.',
        },
        components: {},
        author: 'camille',
      },
    ],
    falseAlarm: null,
    version: 4,
    ...more,
  }
}
