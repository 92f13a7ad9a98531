import type { Words } from '../words.ts'

/** What people see of corrections: what a notice said before, and the names of its fields. */
export const correctionsEs: Words['corrections'] = {
  title: 'Correcciones',
  corrected: 'corregido',
  at: 'corregido el',
  before: 'Lo que decía antes',
  nothing: 'nada',
  yes: 'sí',
  no: 'no',
  what: {
    title: 'título',
    body: 'mensaje',
    impact: 'efecto',
    priority: 'prioridad',
    status: 'estado',
    at: 'hora',
    started_at: 'inicio',
    scheduled_for: 'inicio',
    scheduled_until: 'fin',
    components: 'servicios',
    reason: 'motivo',
    alternatives: 'mientras tanto',
    tasks: 'tareas',
    class: 'tipo',
    published_at: 'fecha',
    until: 'visible hasta',
    pinned: 'fijado',
    postmortem: 'análisis posterior',
  },
}
