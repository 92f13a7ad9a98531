import type { Words } from '../words.ts'

/** French words of deployments and of what is held against them. */
export const deploymentsFr: Words['deployments'] = {
  title: 'Déploiements',
  version: 'Version {version}',
  underWay: 'en cours',
  succeeded: 'réussi',
  failed: 'échoué',
  rolled_back: 'annulé',
  mark: 'déploiement',
  verdicts: {
    pending: 'sous surveillance',
    passed: 'tous les seuils tenus',
    roll_back: 'seuil dépassé',
    unknown: 'pas de verdict',
    ended: 'retirée avant la fin de la surveillance',
  },
  titles: {
    passed: '{version} : tous les seuils sont tenus',
    roll_back: 'Revenir en arrière, {version} dépasse un seuil',
    unknown: '{version} : pas de verdict, tout n’a pas été mesuré',
    ended: '{version} a été retirée',
  },
  watchedUntil: 'surveillée jusqu’à {time}',
  evidence: 'Ce qui a été mesuré',
  triggers: {
    error_rate: 'Erreurs',
    response_p95: 'Temps de réponse (P95)',
    regression: 'P95 par rapport à la semaine précédente',
    component_down: 'Indisponibilité',
  },
  states: {
    kept: 'tenu',
    exceeded: 'dépassé',
    unknown: 'inconnu',
    not_judged: 'non évalué',
  },
  reasons: {
    no_monitors: 'rien ne le surveille',
    no_checks: 'aucune vérification pendant la surveillance',
    few_checks: 'trop peu de vérifications',
    not_observed: 'peu observé',
    maintenance: 'entièrement en maintenance',
    not_measured: 'pas de temps de réponse',
    no_baseline: 'trop peu de vérifications avant',
    down_before: 'déjà en panne avant',
  },
  limit: 'seuil',
  checks: {
    one: '{count} vérification',
    other: '{count} vérifications',
  },
  checklist: 'Liste de contrôle : {done} sur {count}',
  phases: {
    before: 'Avant',
    during: 'Pendant',
    after: 'Après',
    rollback: 'Retour en arrière',
  },
}
