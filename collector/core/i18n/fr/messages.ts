import type { Words } from '../words.ts'

/** French words of what is sent: to the team, and to subscribers. `{…}` are filled in. */
export const messagesFr: Words['messages'] = {
  test: 'Essai : ce message vérifie le canal « {channel} », il ne s’est rien passé.',
  testTitle: '[Essai] {title}',
  several: { one: '{count} incident', other: '{count} incidents' },
  severalTitle: '{count} : {names}',
  andMore: { one: '{names} et {count} autre', other: '{names} et {count} autres' },
  incidentTitle: '{title} – {status}',
  reopened: 'De nouveau : {title}',
  flapping: {
    one: 'Retombé {count} fois depuis le dernier message.',
    other: 'Retombé {count} fois depuis le dernier message.',
  },
  components: 'Services',
  priority: 'Priorité',
  impact: 'Impact',
  since: 'Depuis',
  duration: 'Durée',
  window: 'Créneau',
  reason: 'Motif',
  alternatives: 'En attendant',
  acknowledge: 'Prendre en charge : {link}',
  acknowledgeLabel: 'Prendre en charge',
  openPage: 'Ouvrir la page',
  announcement: 'Annonce : {title}',
  maintenance: {
    announced: 'Maintenance prévue : {title}',
    reminder: 'Rappel : {title}',
    starting_soon: 'Bientôt : {title}',
    rescheduled: 'Maintenance déplacée : {title}',
    updated: 'Maintenance : {title}',
    started: 'Maintenance commencée : {title}',
    completed: 'Maintenance terminée : {title}',
    cancelled: 'Maintenance annulée : {title}',
  },
}
