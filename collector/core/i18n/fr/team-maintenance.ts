/** French words of the console's pages about maintenance. */
export const teamMaintenanceFr = {
  newMaintenance: 'Nouvelle maintenance',
  coming: 'En cours et à venir',
  calendar: 'Calendrier',
  onDay: 'Nouvelle maintenance le {date}',
  /** Fields, by their names in the API. */
  fields: {
    title: 'Titre',
    body: 'Texte',
    scheduled_for: 'De',
    scheduled_until: 'À',
    components: 'Services',
    impact: 'Impact',
    reason: 'Raison',
    alternatives: 'En attendant, les lecteurs peuvent',
    tasks: 'Tâches',
    class: 'Catégorie',
  },
  hints: { tasks: 'Une par ligne.', time: 'Heure [d’|de ]{zone}.' },
  goesOn: 'Elle dure alors jusqu’au {time}, comme annoncé, ou jusqu’à ce qu’on la termine ici.',
  more: 'Plus : impact, raison, tâches, catégorie',
  conflicts: 'Au même moment, sur les mêmes services',
  noConflict: 'Rien d’autre n’est prévu alors sur ces services.',
  tooLate:
    'Préavis trop court : pour cette catégorie, on prévient plus tôt. Le premier début possible est le {time}. Choisissez-en un plus tardif, ou maintenez-la malgré tout.',
  force:
    'La maintenir malgré tout : elle est montrée comme tardive, et son temps compte dans la disponibilité',
  by: 'De combien',
  status: 'État',
  acts: {
    update: 'Publier un message',
    correct: 'Déplacer ou corriger',
    start: 'Commencer maintenant',
    extend: 'Prolonger',
    complete: 'Terminer maintenant',
    cancel: 'Annuler la maintenance',
  },
}
