import type { Words } from '../words.ts'

/** Spanish reasons for the revision of a report. */
export const revisionReasonsEs: Words['revisionReasons'] = {
  checks: 'Se importaron comprobaciones de {id}.',
  incident: {
    added: 'Se añadió el incidente {id}.',
    removed: 'Se retiró el incidente {id} de este mes.',
    changed: 'Se modificó el incidente {id} (versión {was} → {is}).',
    changedIn: 'Se modificó el incidente {id} (versión {was} → {is}): {details}.',
  },
  maintenance: {
    added: 'Se añadió el mantenimiento {id}.',
    removed: 'Se retiró el mantenimiento {id} de este mes.',
    changed: 'Se modificó el mantenimiento {id} (versión {was} → {is}).',
    changedIn: 'Se modificó el mantenimiento {id} (versión {was} → {is}): {details}.',
  },
  metric: 'Se añadieron valores del indicador {id}.',
  deployment: 'El despliegue {id} consta de otra forma.',
  monthBefore: {
    corrected: 'Se corrigió el informe del mes anterior ({period}; revisión {revision}).',
    added: 'Ya existe un informe del mes anterior ({period}).',
  },
  prose: {
    added: 'Se añadió el texto del mes.',
    changed: 'Se modificó el texto del mes.',
    removed: 'Se retiró el texto del mes.',
  },
  more: 'Y {count} cambios más.',
  details: {
    falseAlarm: 'falsa alarma',
    noFalseAlarm: 'ya no es una falsa alarma',
    dataLoss: 'el informe final declara la pérdida de datos',
    began: 'otra hora de inicio',
    resolved: 'otra hora de resolución',
    priority: 'otra prioridad',
    impact: 'otro impacto',
    title: 'otro título',
    class: 'otra clase',
    components: 'otros servicios, o afectados de otra forma',
    times: 'otro horario',
    announced: 'anunciado de otra forma',
    work: 'los trabajos empezaron o terminaron a otra hora',
    cancelled: 'cancelado, o ya no',
    answered: 'detectado o atendido a otra hora',
    course: 'mensajes a otras horas, o con otro estado',
  },
}
