import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { sampleMetric } from '../../../src/renderer/sample-metrics.ts'
import { type View, viewOf } from '../../../src/view/shared/view.ts'
import { aSnapshot, now } from '../snapshots.ts'

/** A public metric with 48 hours and 90 days behind it. */
export const aMetric = (id = 'cpu', more: Parameters<typeof sampleMetric>[2] = {}) =>
  sampleMetric(id, now, more)

/** Some percentage that should be under a bound. */
export const aShare = (value: number, under: number, more: Parameters<typeof sampleMetric>[2] = {}) =>
  aMetric('error-rate', {
    name: { fr: 'Taux d’erreurs', en: 'Error rate' },
    unit: '%',
    good: { operator: '<', value: under },
    thresholds: { warning: null, critical: { operator: '>', value: 10 * under } },
    latest: { at: now - 20_000, value },
    ...more,
  })

/** How a snapshot with these metrics is seen. */
export const aView = (metrics: Snapshot['metrics'], locale = 'en', place = '/figures/'): View =>
  viewOf(aSnapshot({ metrics }), locale, place)

/** Without tags and breaks. */
export const plainWords = (html: string): string =>
  html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
