import type { CountedSlice } from '../../collector/core/availability/counted-slices.ts'
import { availabilityAt } from '../../collector/core/explain/evidence.ts'
import { monthInterval } from '../../collector/core/time/calendar.ts'
import type { CountedWindow, Evidence } from '../../collector/core/explain/explanation.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { defaultWeights } from '../../collector/core/availability/availability.ts'
import { aComponent, aSnapshot, now } from './snapshots.ts'

/** A time of November 2026 in Paris. */
export const on = (day: number, time = '00:00:00'): number =>
  Date.parse(`2026-11-${String(day).padStart(2, '0')}T${time.padEnd(8, ':00')}+01:00`)

const hour = 3_600_000

const aWindow = (more: Partial<CountedWindow> = {}): CountedWindow => ({
  id: 'intime',
  title: { fr: 'Bascule', en: 'Switchover' },
  class: 'default',
  from: on(12, '03:00'),
  to: on(12, '05:00'),
  noticeGiven: 48 * hour,
  noticeDue: 24 * hour,
  late: false,
  cancelled: false,
  excluded: [{ from: on(12, '03:00'), to: on(12, '05:00') }],
  ...more,
})

/** Spans of status one after the other; what lies between them is operational. */
export function slices(from: number, to: number, ...spans: readonly CountedSlice[]): CountedSlice[] {
  const all: CountedSlice[] = []
  let at = from
  for (const span of spans) {
    if (span.from > at) all.push({ from: at, to: span.from, status: 'operational' })
    all.push(span)
    at = span.to
  }
  if (to > at) all.push({ from: at, to, status: 'operational' })
  return all
}

/**
 * November of the API: a partial outage of 100.001 s, one of 3 minutes across midnight, an outage half in maintenance, a
 * window told too late, an hour in which nobody looked.
 */
export const eventful: Evidence = {
  firstAt: on(1),
  goneAt: null,
  slices: slices(
    on(1),
    now,
    { from: on(3, '10:00'), to: on(3, '10:01:40') + 1, status: 'partial_outage' },
    { from: on(7, '23:58'), to: on(8, '00:01'), status: 'major_outage' },
    { from: on(12, '04:30'), to: on(12, '05:10'), status: 'major_outage' },
    { from: on(15, '12:01:10'), to: on(15, '13:00'), status: 'unknown' },
    { from: on(18, '09:00'), to: on(18, '09:30'), status: 'degraded_performance' },
  ),
  windows: [
    aWindow(),
    aWindow({
      id: '=cmd|calc!A1',
      title: { fr: 'Urgence', en: 'Emergency' },
      from: on(18, '08:30'),
      to: on(18, '10:00'),
      noticeGiven: 3 * hour,
      late: true,
      excluded: [],
    }),
  ],
}

/** The sample page with one component more: the one above. */
export function anEventfulSnapshot(
  evidence = eventful,
  more: Partial<Omit<Snapshot, 'page'>> = {},
): Snapshot {
  const plain = aSnapshot(more)
  const month = monthInterval('2026-11', 'Europe/Paris')
  const shown = { from: on(1) - 200 * 24 * hour, to: plain.generatedAt }
  const component: ComponentView = {
    ...aComponent('eventful', { fr: 'API & co', en: 'API & co' }),
    firstAt: evidence.firstAt,
    evidence,
    month: availabilityAt(evidence, month, plain.generatedAt, defaultWeights),
    uptime: availabilityAt(evidence, shown, plain.generatedAt, defaultWeights),
  }
  return { ...plain, components: [...plain.components, component] }
}
