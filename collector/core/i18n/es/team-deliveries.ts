/** Spanish words of the console's page about messages. */
export const teamDeliveriesEs = {
  states: { dead: 'Abandonados', pending: 'En espera', sent: 'Enviados', dropped: 'Descartados' },
  all: 'Todos',
  retry: 'Reintentar',
  drop: 'No enviar nunca',
  retryDead: 'Reintentar todos los abandonados',
  dropDead: 'Descartar todos los abandonados',
  failures: { one: '{count} intento fallido', other: '{count} intentos fallidos' },
  older: 'Anteriores',
}
