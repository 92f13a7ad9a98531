import type { ComponentAlertFacts } from '../core/alert/figures.ts'
import type { ComponentConfig, Config } from '../core/config/config.ts'
import { createWindowCounter, historyOf } from '../core/explain/evidence.ts'
import { exclusionsOf } from '../core/explain/explain.ts'
import { beginsAt, endsAt } from '../core/maintenance/maintenance.ts'
import type { Check } from '../core/monitoring/check.ts'
import { componentTimelines } from '../core/monitoring/component-timelines.ts'
import type { Series } from '../store/check-store.ts'
import type { StoredFacts } from './stored-facts.ts'

/** What only the running collector knows. */
export type LiveFacts = {
  /** What is wrong with the collector, in words. */
  readonly troubles: readonly string[]
}

/** The series of each component. */
export function monitorsByComponent(
  components: readonly ComponentConfig[],
  series: readonly Series[],
): ReadonlyMap<string, readonly Series[]> {
  const byMonitor = Map.groupBy(series, ({ monitor }) => monitor)
  return new Map(
    components.map(({ id, monitors }) => [
      id,
      monitors.flatMap((monitor) => byMonitor.get(monitor.id) ?? []),
    ]),
  )
}

/** What the rules on one component are judged by. */
export function componentFacts(
  component: ComponentConfig,
  { series, transitions, records, incidents, maintenances }: StoredFacts,
  config: Config,
  countWindow: ReturnType<typeof createWindowCounter>,
  span: number,
  isLive: (region: string) => boolean,
  now: number,
  more: Pick<ComponentAlertFacts, 'answers' | 'regression' | 'certificate' | 'heartbeats'>,
): ComponentAlertFacts {
  const ids = new Set(component.monitors.map(({ id }) => id))
  const own = series.filter((one) => ids.has(one.monitor) || one.component === component.id)
  const { timelines, firstAt } = componentTimelines(
    component,
    own,
    (monitor) => transitions.get(monitor) ?? [],
    now,
    isLive,
  )
  const record = records.get(component.id)
  const work = (maintenances.get(component.id) ?? []).filter((one) => beginsAt(one) <= now)
  return {
    history: historyOf(
      component,
      { timelines, firstAt: firstAt ?? (component.monitors.length === 0 ? (record?.firstAt ?? null) : null) },
      incidents.get(component.id) ?? [],
      exclusionsOf({ windows: work.map(countWindow) }),
      { from: now - span, to: now },
      now,
    ),
    target: config.tiers.find(({ id }) => id === component.tier)?.availability ?? null,
    maintenances: work.map((one) => ({ from: beginsAt(one), to: endsAt(one) })),
    ...more,
  }
}

/** The certificate of a component that expires first; null where none is known. */
export function firstToExpire(
  { monitors }: ComponentConfig,
  certificates: ReadonlyMap<string, number>,
): ComponentAlertFacts['certificate'] {
  const known = monitors.flatMap(({ id }) => {
    const expiresAt = certificates.get(id)
    return expiresAt === undefined ? [] : [{ monitor: id, expiresAt }]
  })
  return known.toSorted((a, b) => a.expiresAt - b.expiresAt)[0] ?? null
}

/** Which jobs of a component missed their beat or reported a failure; null where it has no job. */
export function heartbeatsOf(
  { monitors }: ComponentConfig,
  latest: readonly Check[],
): ComponentAlertFacts['heartbeats'] {
  const ids = monitors.filter(({ kind }) => kind === 'heartbeat').map(({ id }) => id)
  if (ids.length === 0) return null
  const withFault = (code: 'missed' | 'failed'): readonly string[] => [
    ...new Set(
      latest
        .filter(
          ({ monitor, health, fault }) => ids.includes(monitor) && health === 'down' && fault?.code === code,
        )
        .map(({ monitor }) => monitor),
    ),
  ]
  return { missed: withFault('missed'), failed: withFault('failed') }
}
