import type { Words } from '../words.ts'

/** Spanish words of incidents that the collector opens and closes by itself. */
export const automaticIncidentsEs: Words['automaticIncidents'] = {
  title: {
    degraded_performance: '{component}: rendimiento degradado',
    partial_outage: '{component}: interrupción parcial',
    major_outage: '{component}: servicio no disponible',
  },
  opened: 'Nuestras sondas detectan un problema en «{component}». Estamos buscando la causa.',
  changed: {
    degraded_performance: '«{component}» responde ahora con lentitud. Estamos buscando la causa.',
    partial_outage: '«{component}» sufre ahora una interrupción parcial. Estamos buscando la causa.',
    major_outage: '«{component}» sufre ahora una interrupción total. Estamos buscando la causa.',
  },
  recovered: '«{component}» vuelve a funcionar con normalidad. Duración: {duration}.',
  again: 'El problema de «{component}» ha vuelto. Estamos buscando la causa.',
  orphaned:
    'Ya no vigilamos este componente; el incidente se cierra sin que hayamos comprobado su recuperación.',
}
