import type { Words } from '../words.ts'

/** Spanish words of incidents that the collector opens and closes by itself. */
export const automaticIncidentsEs: Words['automaticIncidents'] = {
  title: {
    degraded_performance: '{component}: rendimiento degradado',
    partial_outage: '{component}: interrupción parcial',
    major_outage: '{component}: servicio no disponible',
  },
  opened: 'Nuestras sondas detectan un problema en «{component}». Estamos buscando la causa.',
  changed:
    'La situación de «{component}» ha cambiado; el estado mostrado está al día. Seguimos trabajando en ello.',
  recovered: '«{component}» vuelve a funcionar con normalidad. Duración: {duration}.',
  again: 'El problema de «{component}» ha vuelto. Estamos buscando la causa.',
  orphaned:
    'Ya no vigilamos este componente; el incidente se cierra sin que hayamos comprobado su recuperación.',
}
