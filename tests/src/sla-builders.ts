import type { Availability } from '../../collector/core/availability/availability-types.ts'
import { availabilityAt } from '../../collector/core/explain/evidence.ts'
import { evaluateAvailability } from '../../collector/core/slo/evaluate.ts'
import { monthInterval } from '../../collector/core/time/calendar.ts'
import { buildReport, reportPeriod, reportTermsOf } from '../../collector/core/report/build-report.ts'
import type { FrozenReport } from '../../collector/core/report/report-link.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { defaultWeights } from '../../collector/core/availability/availability.ts'
import { aSnapshot, now } from './snapshots.ts'

const zone = 'Europe/Paris'
const response = { checks: 60_000, mean: 224, p50: 201, p95: 482, p99: 811 }

/** A frozen month of a sample snapshot, made as the collector makes it. */
export function aFrozenMonth(
  month: string,
  sequence: number,
  { revision = 1, snapshot = aSnapshot() }: { revision?: number; snapshot?: Snapshot } = {},
): FrozenReport {
  const { page, excludeMaintenance, weights: _, ...config } = snapshot
  const period = reportPeriod('monthly', month, zone)
  const report = buildReport(
    {
      page: page.name,
      terms: reportTermsOf({
        ...config,
        page,
        uptime: { weights: defaultWeights, excludeMaintenance },
      }),
      components: snapshot.components.map(({ id, evidence }) => ({
        id,
        evidence,
        whole: response,
        days: {},
      })),
      response: { whole: response, days: {} },
      incidents: snapshot.incidents,
      maintenances: snapshot.maintenances,
      metrics: [],
      deployments: null,
      before: null,
    },
    period,
    now,
  )
  return {
    sequence,
    period: month,
    revision,
    frozenAt: now,
    why: revision > 1 ? 'A false alarm' : null,
    data: `data${sequence}`,
    previous: null,
    hash: `hash${sequence}`,
    text: JSON.stringify(report),
  }
}

/** A component whose month stands as said against a target (millionths). */
export function judged(
  component: ComponentView,
  target: number,
  more: Partial<Availability> = {},
): ComponentView {
  const period = monthInterval('2026-11', zone)
  const measured = { ...availabilityAt(component.evidence, period, now, defaultWeights), ...more }
  return {
    ...component,
    month: measured,
    objectives: {
      ...component.objectives,
      availability: evaluateAvailability(measured, target, period, now),
    },
  }
}
