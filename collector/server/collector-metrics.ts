import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Outcome } from '../core/monitoring/check.ts'
import type { KnownHealth } from '../core/monitoring/health.ts'
import type { MonitorKind } from '../core/monitoring/monitor.ts'
import type { ComponentView } from '../core/snapshot/snapshot.ts'
import { type AlertMetrics, createAlertMetrics } from './alert-metrics.ts'
import { type RegionMetrics, createRegionMetrics } from './region-metrics.ts'
import { type DeliveryMetrics, createDeliveryMetrics } from './delivery-metrics.ts'

/** What the collector tells Prometheus. Labels are closed sets: kinds, healths, and the components, monitors and regions that are configured. */
export type CollectorMetrics = DeliveryMetrics &
  AlertMetrics &
  RegionMetrics & {
    /** A probe has ended. */
    recordCheck(kind: MonitorKind, outcome: Outcome): void
    /** A monitor's health has changed for sure. */
    recordTransition(health: KnownHealth): void
    /** A release was made in this many ms. */
    recordPublication(took: number): void
    /** A publication failed; the last release stays. */
    recordPublishFailure(): void
    recordStoreError(): void
    /** A probe began this many ms after its slot. */
    recordLateStart(late: number): void
    /** How many incidents are open. */
    setOpenIncidents(count: number): void
    /** How components stand against what is promised of them, as the page has just told. */
    setComponents(views: readonly Pick<ComponentView, 'id' | 'month' | 'objectives' | 'regression'>[]): void
    /** Probes under way and waiting for a place, checks not yet stored, seconds since the last publication. */
    setLoad(
      probes: { readonly running: number; readonly waiting: number },
      backlog: number,
      publishAge: number,
    ): void
    /** All of it in the text format of Prometheus. */
    text(): Promise<string>
    readonly contentType: string
  }

/** A registry of its own, with the process' figures and the lag of the event loop. */
export function createCollectorMetrics(): CollectorMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  // Gauges that are named as counters, which promtool refuses; the same figures are there by kind.
  for (const kind of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`nodejs_active_${kind}_total`)
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
  const setComponents = createComponentGauges(registers)

  return {
    ...createDeliveryMetrics(registers),
    ...createAlertMetrics(registers),
    ...createRegionMetrics(registers),
    recordCheck(kind, { health, took }) {
      checks.inc({ kind, health })
      durations.observe({ kind }, took / 1000)
    },
    recordTransition: (health) => transitions.inc({ health }),
    recordPublication: (took) => publications.observe(took / 1000),
    recordPublishFailure: () => failures.inc(),
    recordStoreError: () => storeErrors.inc(),
    recordLateStart: (late) => lateness.observe(late / 1000),
    setOpenIncidents: (count) => incidents.set(count),
    setComponents,
    setLoad(probes, backlog, publishAge) {
      running.set(probes.running)
      waiting.set(probes.waiting)
      unstored.set(backlog)
      age.set(publishAge)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Prometheus metrics of each component; returns what sets all of it at once. */
function createComponentGauges(registers: Registry[]): CollectorMetrics['setComponents'] {
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

  return (views) => {
    // What is not known is absent, and what is no longer configured goes.
    for (const one of [month, budget, burn, regressionRatio]) one.reset()
    for (const { id: component, month: figures, objectives, regression } of views) {
      const errorBudget = objectives.availability?.budget
      if (figures.availability !== null) month.set({ component }, figures.availability)
      if (errorBudget && errorBudget.verdict !== 'unknown')
        budget.set({ component }, errorBudget.remaining / 1000)
      if (errorBudget?.burnRate != null) burn.set({ component }, errorBudget.burnRate)
      if (regression.change !== null) regressionRatio.set({ component }, regression.change)
    }
  }
}
