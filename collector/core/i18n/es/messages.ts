import type { Words } from '../words.ts'

/** Spanish words of what is sent: to the team, and to subscribers. */
export const messagesEs: Words['messages'] = {
  test: 'Prueba: este mensaje comprueba el canal «{channel}»; no ha pasado nada.',
  testTitle: '[Prueba] {title}',
  several: { one: '{count} incidente', other: '{count} incidentes' },
  severalTitle: '{count}: {names}',
  andMore: { one: '{names} y {count} más', other: '{names} y {count} más' },
  incidentTitle: '{title} – {status}',
  reopened: 'De nuevo: {title}',
  flapping: {
    one: 'Ha vuelto a fallar {count} vez desde el último mensaje.',
    other: 'Ha vuelto a fallar {count} veces desde el último mensaje.',
  },
  components: 'Servicios',
  priority: 'Prioridad',
  impact: 'Impacto',
  since: 'Desde',
  duration: 'Duración',
  window: 'Horario',
  reason: 'Motivo',
  alternatives: 'Mientras tanto',
  acknowledge: 'Confirmar: {link}',
  acknowledgeLabel: 'Confirmar',
  openPage: 'Abrir la página',
  announcement: 'Anuncio: {title}',
  maintenance: {
    announced: 'Mantenimiento previsto: {title}',
    reminder: 'Recordatorio: {title}',
    starting_soon: 'Empieza pronto: {title}',
    rescheduled: 'Mantenimiento trasladado: {title}',
    updated: 'Mantenimiento: {title}',
    started: 'Mantenimiento iniciado: {title}',
    completed: 'Mantenimiento terminado: {title}',
    cancelled: 'Mantenimiento cancelado: {title}',
  },
}
