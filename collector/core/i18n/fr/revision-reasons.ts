import type { Words } from '../words.ts'

/** French reasons for the revision of a report. */
export const revisionReasonsFr: Words['revisionReasons'] = {
  checks: 'Des vérifications de {id} ont été importées.',
  incident: {
    added: 'L’incident {id} a été ajouté.',
    removed: 'L’incident {id} a été retiré de ce mois.',
    changed: 'L’incident {id} a été modifié (version {was} → {is}).',
    changedIn: 'L’incident {id} a été modifié (version {was} → {is}) : {details}.',
  },
  maintenance: {
    added: 'La maintenance {id} a été ajoutée.',
    removed: 'La maintenance {id} a été retirée de ce mois.',
    changed: 'La maintenance {id} a été modifiée (version {was} → {is}).',
    changedIn: 'La maintenance {id} a été modifiée (version {was} → {is}) : {details}.',
  },
  metric: 'Des valeurs de l’indicateur {id} ont été ajoutées.',
  deployment: 'Le déploiement {id} est enregistré autrement.',
  monthBefore: {
    corrected: 'Le rapport du mois précédent ({period}) a été corrigé (révision {revision}).',
    added: 'Il existe désormais un rapport du mois précédent ({period}).',
  },
  prose: {
    added: 'Le texte du mois a été ajouté.',
    changed: 'Le texte du mois a été modifié.',
    removed: 'Le texte du mois a été retiré.',
  },
  more: 'Et {count} autres modifications.',
  details: {
    falseAlarm: 'fausse alerte',
    noFalseAlarm: 'n’est plus une fausse alerte',
    dataLoss: 'le bilan déclare la perte de données',
    began: 'autre heure de début',
    resolved: 'autre heure de résolution',
    priority: 'autre priorité',
    impact: 'autre impact',
    title: 'autre titre',
    class: 'autre catégorie',
    components: 'autres services, ou touchés autrement',
    times: 'autre horaire',
    announced: 'autre annonce',
    work: 'l’intervention a commencé ou fini à une autre heure',
    cancelled: 'annulée, ou ne l’est plus',
    answered: 'autre heure de détection ou de prise en charge',
    course: 'messages à d’autres heures, ou d’un autre état',
  },
}
