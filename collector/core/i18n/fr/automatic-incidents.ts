/**
 * French words of incidents that the collector opens and closes by itself. The fault is left out: it is one English line
 * for the operator and may name machines that readers need not know.
 */
export const automaticIncidentsFr = {
  title: {
    degraded_performance: '{component}\u00a0: service ralenti',
    partial_outage: '{component}\u00a0: interruption partielle',
    major_outage: '{component}\u00a0: service indisponible',
  },
  opened: 'Nos sondes constatent un problème sur «\u00a0{component}\u00a0». Nous en cherchons la cause.',
  changed:
    'La situation de «\u00a0{component}\u00a0» a changé\u202f; l’état affiché est à jour. Nous continuons.',
  recovered: '«\u00a0{component}\u00a0» fonctionne de nouveau normalement. Durée\u00a0: {duration}.',
  again: 'Le problème est revenu sur «\u00a0{component}\u00a0». Nous en cherchons la cause.',
  orphaned:
    'Nous ne surveillons plus ce composant\u00a0; l’incident est clos sans que nous ayons constaté son rétablissement.',
} as const
