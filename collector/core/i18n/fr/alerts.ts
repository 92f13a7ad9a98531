import type { Words } from '../words.ts'

/** French words of alerts. */
export const alertsFr: Words['alerts'] = {
  figure: {
    availability: 'disponibilité',
    response_p50: 'temps de réponse (P50)',
    response_p95: 'temps de réponse (P95)',
    response_p99: 'temps de réponse (P99)',
    burn_rate: 'vitesse de consommation du budget d’erreur',
    regression: 'ralentissement par rapport aux sept derniers jours',
    certificate_days: 'validité restante du certificat',
    heartbeat_missed: 'une tâche planifiée a été manquée',
    heartbeat_failed: 'une tâche planifiée a échoué',
    collector_trouble: 'la surveillance elle-même va mal',
  },
  over: '{figure} sur {windows}',
  windows: '{long} et {short}',
  term: '{figure} : {bound}',
  or: '{first}, ou {second}',
  fired: 'Alerte : {name}',
  escalated: 'Toujours sans réponse : {name}',
  acknowledged: '{by} s’en occupe : {name}',
  ended: 'Terminé : {name}',
  of: '{name} – {subject}',
  several: { one: '{count} alerte', other: '{count} alertes' },
  measured: 'Mesuré',
  threshold: 'Seuil',
  cause: 'Raison',
  severity: 'Gravité',
  severities: { info: 'pour information', warning: 'avertissement', critical: 'critique' },
  answered: 'Pris en charge par',
  removed: 'Sa règle n’est plus dans la configuration.',
  rule: {
    fires: 'Se déclenche dans ce cas : {condition}',
    holds: 'pendant {duration}',
    about: 'jugé pour {components}',
    each: 'jugé pour chaque service',
    tells: 'Prévient {channels}.',
    tellsNobody: 'Ne prévient personne : aucun canal ne reçoit les alertes.',
    escalates: 'Sans réponse, prévient {channels} après {duration}.',
    ends: 'Se termine quand c’est fini depuis {duration}.',
    endsAt: 'Se termine après un retour à {value} pendant {duration}.',
    and: '{first} et {second}',
  },
  past: {
    never: 'Dans l’historique enregistré ({span}), elle ne se serait pas déclenchée.',
    times: {
      one: 'Dans l’historique enregistré ({span}), elle se serait déclenchée {count} fois, la dernière le {at}.',
      other:
        'Dans l’historique enregistré ({span}), elle se serait déclenchée {count} fois, la dernière le {at}.',
    },
    unknown: {
      collector:
        'Ce qui n’allait pas chez le collecteur par le passé n’est pas enregistré : nul ne sait quand elle se serait déclenchée.',
      certificates: 'Aucune sonde n’a encore vu de certificat : nul ne sait quand elle se serait déclenchée.',
      history: 'Rien n’est encore enregistré.',
    },
    cutShort: 'Tout l’historique n’a pas pu être examiné à temps.',
  },
  test: 'Test de la règle d’alerte « {rule} » : il ne s’est rien passé.',
}
