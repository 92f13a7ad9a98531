import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Outcome } from '../core/monitoring/check.ts'
import type { KnownHealth } from '../core/monitoring/health.ts'
import type { MonitorKind } from '../core/monitoring/monitor.ts'
import type { ComponentView } from '../core/snapshot/snapshot.ts'

/** The collector's own metrics for Prometheus. Labels have closed sets of values: kinds, healths and configured components. */
export type CollectorMetrics = {
  /** A probe has ended. */
  recordCheck(kind: MonitorKind, outcome: Outcome): void
  /** A change of a monitor's health was confirmed. */
  recordTransition(health: KnownHealth): void
  /** A release was published; this took so many ms. */
  recordPublication(took: number): void
  /** A publication failed; the previous release stays. */
  recordPublishFailure(): void
  recordStoreError(): void
  /** A probe started this many ms after its planned start. */
  recordLateStart(late: number): void
  /** The number of open incidents. */
  setOpenIncidents(count: number): void
  /** Components against their objectives, as just published. */
  setComponents(views: readonly Pick<ComponentView, 'id' | 'month' | 'objectives' | 'regression'>[]): void
  /** Running and waiting probes, checks not yet stored, seconds since the last publication. */
  setLoad(
    probes: { readonly running: number; readonly waiting: number },
    backlog: number,
    publishAge: number,
  ): void
  /** Every metric in the text format of Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

/** Every metric of the collector, registered in the order in which they are printed. */
function createInstruments(registry: Registry) {
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers })

  const checks = counter('vigie_checks_total', 'Probes that ended, by kind and health.', 'kind', 'health')
  const durations = new Histogram({
    name: 'vigie_check_duration_seconds',
    help: 'Time from the start of a probe to its verdict.',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const lateness = new Histogram({
    name: 'vigie_probe_lateness_seconds',
    help: 'How long after its slot a probe began.',
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  })
  const publications = new Histogram({
    name: 'vigie_publish_duration_seconds',
    help: 'Time to make a release and lead readers to it.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const failures = counter(
    'vigie_publish_failures_total',
    'Publications that failed; the release before stayed.',
  )
  const transitions = counter(
    'vigie_transitions_total',
    'Confirmed changes of health, by the new one.',
    'health',
  )
  const storeErrors = counter('vigie_store_errors_total', 'Times the store could not write or read.')
  const incidents = gauge('vigie_incidents_open', 'Incidents that are open.')
  const running = gauge('vigie_probes_running', 'Probes under way.')
  const waiting = gauge('vigie_probes_waiting', 'Probes that are due and wait for a place.')
  const unstored = gauge('vigie_checks_unstored', 'Checks in memory that are not stored yet.')
  const age = gauge('vigie_publish_age_seconds', 'Time since the last publication.')
  const ofComponent = (name: string, help: string): Gauge<'component'> =>
    new Gauge({ name: `vigie_component_${name}`, help, labelNames: ['component'], registers })
  const month = ofComponent('availability_ratio', 'Availability in the calendar month that runs, 0 to 1.')
  const budget = ofComponent(
    'error_budget_remaining_seconds',
    'What may still be lost in the period of its objective; negative once broken.',
  )
  const burn = ofComponent('burn_rate', 'How fast the budget goes: 1 spends exactly all of it.')
  const regressionRatio = ofComponent(
    'response_regression_ratio',
    'P95 of the last hour against that of the seven days before: 0.2 is 20 % slower.',
  )

  return {
    checks,
    durations,
    lateness,
    publications,
    failures,
    transitions,
    storeErrors,
    incidents,
    running,
    waiting,
    unstored,
    age,
    month,
    budget,
    burn,
    regressionRatio,
  }
}

/** Metrics in a registry of their own, with those of the process and the lag of the event loop. */
export function createCollectorMetrics(): CollectorMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const metrics = createInstruments(registry)
  return {
    recordCheck(kind, { health, took }) {
      metrics.checks.inc({ kind, health })
      metrics.durations.observe({ kind }, took / 1000)
    },
    recordTransition: (health) => metrics.transitions.inc({ health }),
    recordPublication: (took) => metrics.publications.observe(took / 1000),
    recordPublishFailure: () => metrics.failures.inc(),
    recordStoreError: () => metrics.storeErrors.inc(),
    recordLateStart: (late) => metrics.lateness.observe(late / 1000),
    setOpenIncidents: (count) => metrics.incidents.set(count),
    setComponents(views) {
      // Unknown values are absent, and components that are no longer configured disappear.
      for (const one of [metrics.month, metrics.budget, metrics.burn, metrics.regressionRatio]) one.reset()
      for (const { id: component, month, objectives, regression } of views) {
        const errorBudget = objectives.availability?.budget
        if (month.availability !== null) metrics.month.set({ component }, month.availability)
        if (errorBudget && errorBudget.verdict !== 'unknown')
          metrics.budget.set({ component }, errorBudget.remaining / 1000)
        if (errorBudget?.burnRate != null) metrics.burn.set({ component }, errorBudget.burnRate)
        if (regression.change !== null) metrics.regressionRatio.set({ component }, regression.change)
      }
    },
    setLoad(probes, backlog, publishAge) {
      metrics.running.set(probes.running)
      metrics.waiting.set(probes.waiting)
      metrics.unstored.set(backlog)
      metrics.age.set(publishAge)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
