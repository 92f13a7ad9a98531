/** German words of the console's page about messages. */
export const teamDeliveriesDe = {
  states: { dead: 'Aufgegeben', pending: 'Wartend', sent: 'Gesendet', dropped: 'Verworfen' },
  all: 'Alle',
  retry: 'Erneut versuchen',
  drop: 'Nie senden',
  retryDead: 'Alle aufgegebenen erneut versuchen',
  dropDead: 'Alle aufgegebenen verwerfen',
  failures: { one: '{count} Versuch schlug fehl', other: '{count} Versuche schlugen fehl' },
  older: 'Ältere',
}
