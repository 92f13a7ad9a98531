/** English words of the console's page about messages. */
export const teamDeliveriesEn = {
  states: { dead: 'Given up', pending: 'Waiting', sent: 'Sent', dropped: 'Dropped' },
  all: 'All',
  retry: 'Try again',
  drop: 'Never send',
  retryDead: 'Try all that were given up again',
  dropDead: 'Never send what was given up',
  failures: { one: '{count} attempt failed', other: '{count} attempts failed' },
  older: 'Older',
}
