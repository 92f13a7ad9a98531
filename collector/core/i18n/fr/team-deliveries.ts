/** French words of the console's page about messages. */
export const teamDeliveriesFr = {
  states: { dead: 'Abandonnés', pending: 'En attente', sent: 'Envoyés', dropped: 'Écartés' },
  all: 'Tous',
  retry: 'Réessayer',
  drop: 'Ne jamais envoyer',
  retryDead: 'Réessayer tous les envois abandonnés',
  dropDead: 'Écarter tous les envois abandonnés',
  failures: { one: '{count} essai en échec', other: '{count} essais en échec' },
  older: 'Plus anciens',
}
