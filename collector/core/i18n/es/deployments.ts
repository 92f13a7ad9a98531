import type { Words } from '../words.ts'

/** Spanish words of deployments and of what is held against them. */
export const deploymentsEs: Words['deployments'] = {
  title: 'Despliegues',
  version: 'Versión {version}',
  underWay: 'en curso',
  succeeded: 'correcto',
  failed: 'fallido',
  rolled_back: 'revertido',
  mark: 'despliegue',
  verdicts: {
    pending: 'en observación',
    passed: 'dentro de todos los límites',
    roll_back: 'límite superado',
    unknown: 'sin veredicto',
    ended: 'retirada antes de terminar la observación',
  },
  titles: {
    passed: '{version}: dentro de todos los límites',
    roll_back: 'Revertir {version}: límite superado',
    unknown: '{version}: sin veredicto, no se midió todo',
    ended: '{version} fue retirada',
  },
  watchedUntil: 'en observación hasta las {time}',
  evidence: 'Lo que se midió',
  triggers: {
    error_rate: 'Errores',
    response_p95: 'Tiempo de respuesta (P95)',
    regression: 'P95 frente a la semana anterior',
    component_down: 'Caída',
  },
  states: {
    kept: 'respetado',
    exceeded: 'superado',
    unknown: 'desconocido',
    not_judged: 'no evaluado',
  },
  reasons: {
    no_monitors: 'nada lo vigila',
    no_checks: 'ninguna comprobación en ese tiempo',
    few_checks: 'muy pocas comprobaciones',
    not_observed: 'poco observado',
    maintenance: 'todo en mantenimiento',
    not_measured: 'sin tiempos de respuesta',
    no_baseline: 'muy pocas comprobaciones antes',
    down_before: 'ya estaba caído antes',
  },
  limit: 'límite',
  checks: {
    one: '{count} comprobación',
    other: '{count} comprobaciones',
  },
  checklist: 'Lista de control: {done} de {count}',
  phases: {
    before: 'Antes',
    during: 'Durante',
    after: 'Después',
    rollback: 'Reversión',
  },
}
