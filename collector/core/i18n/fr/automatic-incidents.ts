import type { Words } from '../words.ts'

/**
 * French words of incidents that the collector opens and closes by itself. The fault is left out: it is one English line
 * for the operator and may name machines that readers need not know.
 */
export const automaticIncidentsFr: Words['automaticIncidents'] = {
  title: {
    degraded_performance: '{component} : service ralenti',
    partial_outage: '{component} : panne partielle',
    major_outage: '{component} : service indisponible',
  },
  opened: 'Nos sondes constatent un problème sur « {component} ». Nous en cherchons la cause.',
  changed: {
    degraded_performance: '« {component} » répond maintenant avec lenteur. Nous cherchons la cause.',
    partial_outage: '« {component} » est maintenant en panne partielle. Nous cherchons la cause.',
    major_outage: '« {component} » est maintenant en panne majeure. Nous cherchons la cause.',
  },
  recovered: '« {component} » fonctionne de nouveau normalement. Durée : {duration}.',
  again: 'Le problème est revenu sur « {component} ». Nous en cherchons la cause.',
  orphaned:
    'Ce service n’est plus surveillé ; l’incident est clos sans que son rétablissement ait été constaté.',
}
