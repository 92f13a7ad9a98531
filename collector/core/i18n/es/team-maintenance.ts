/** Spanish words of the console's pages about maintenance. */
export const teamMaintenanceEs = {
  newMaintenance: 'Nuevo mantenimiento',
  coming: 'En curso y próximos',
  calendar: 'Calendario',
  onDay: 'Nuevo mantenimiento el {date}',
  /** Fields, by their names in the API. */
  fields: {
    title: 'Título',
    body: 'Texto',
    scheduled_for: 'Desde',
    scheduled_until: 'Hasta',
    components: 'Servicios',
    impact: 'Impacto',
    reason: 'Motivo',
    alternatives: 'Mientras tanto, los lectores pueden',
    tasks: 'Tareas',
    class: 'Clase',
  },
  hints: { tasks: 'Una por línea.', time: 'Hora de {zone}.' },
  goesOn: 'Dura entonces hasta el {time}, como se anunció, o hasta que se termine aquí.',
  more: 'Más: impacto, motivo, tareas, clase',
  conflicts: 'Al mismo tiempo, en los mismos servicios',
  noConflict: 'No hay nada más previsto entonces en estos servicios.',
  tooLate:
    'Aviso demasiado corto: para esta clase se avisa antes. El primer comienzo posible es {time}. Elija uno posterior o manténgalo de todos modos.',
  force: 'Mantenerlo de todos modos: se muestra como tardío y su tiempo cuenta en la disponibilidad',
  by: 'Cuánto más',
  status: 'Estado',
  acts: {
    update: 'Publicar un mensaje',
    correct: 'Mover o corregir',
    start: 'Empezar ahora',
    extend: 'Prolongar',
    complete: 'Terminar ahora',
    cancel: 'Cancelar el mantenimiento',
  },
}
