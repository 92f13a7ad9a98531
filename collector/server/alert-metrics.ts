import { Gauge, Histogram, type Registry } from 'prom-client'

/** Prometheus metrics of alerts. Labels are a closed set: the rules of the configuration. */
export type AlertMetrics = {
  /** How many alerts of each rule fire, those that are silenced included, and how long judging all rules took, ms. */
  recordAlerts(firing: ReadonlyMap<string, number>, took: number): void
}

/** @returns the metrics of alerts, in a registry */
export function createAlertMetrics(registers: Registry[]): AlertMetrics {
  const alerts = new Gauge({
    name: 'vigie_alerts_firing',
    help: 'Alerts that fire, by rule; those that are silenced too.',
    labelNames: ['rule'],
    registers,
  })
  const durations = new Histogram({
    name: 'vigie_alert_evaluation_seconds',
    help: 'Time to judge all alert rules once.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  })
  return {
    recordAlerts(firing, took) {
      alerts.reset()
      for (const [rule, count] of firing) alerts.set({ rule }, count)
      durations.observe(took / 1000)
    },
  }
}
