import { type AlertEvaluator, createAlertEvaluator } from '../alerts/alert-evaluator.ts'
import { createCertificateRecorder } from '../alerts/certificate-recorder.ts'
import type { Outcome } from '../core/monitoring/check.ts'
import type { Monitor } from '../core/monitoring/monitor.ts'
import type { Clock } from '../core/time/clock.ts'
import type { AlertMetrics } from '../server/alert-metrics.ts'
import type { AppContext } from './context.ts'
import type { ProblemLog } from './problem-log.ts'

/** Alert rules, judged while the collector runs. */
export type Alerts = Omit<AlertEvaluator, 'tick' | 'evaluate'> & {
  /** A probe has ended: what it saw of a certificate is remembered. */
  recordOutcome(monitor: Pick<Monitor, 'id'>, outcome: Outcome): void
  /** Judge what is due, with what is wrong with the collector by now; returns at once. */
  tick(troubles: readonly string[]): void
  /** Judge all rules now, and wait for it. Rejects with StoreError. */
  evaluate(troubles: readonly string[]): Promise<void>
}

/** Judge the rules of the context. A demonstration tells nobody, and who only publishes watches nothing. */
export function createAlerts(
  {
    config,
    store,
    log,
    demo,
    publishOnly,
  }: Pick<AppContext, 'config' | 'store' | 'log' | 'demo' | 'publishOnly'>,
  clock: Clock,
  problems: ProblemLog,
  metrics: AlertMetrics,
): Alerts {
  const isOff = demo || publishOnly === true
  const certificates = createCertificateRecorder(store, clock)
  const onTrouble = problems.report('alert rules could not be judged')
  let troubles: readonly string[] = []
  const evaluator = createAlertEvaluator({
    store,
    config,
    clock,
    log,
    metrics,
    live: () => ({ troubles }),
    onTrouble,
  })
  return {
    onStored: evaluator.onStored,
    reconfigure: evaluator.reconfigure,
    stop: evaluator.stop,
    recordOutcome({ id }, outcome) {
      if (!isOff) certificates.observe(id, outcome)
    },
    tick(current) {
      if (isOff) return
      troubles = current
      certificates.flush().catch(onTrouble)
      evaluator.tick()
    },
    async evaluate(current) {
      if (isOff) return
      troubles = current
      await certificates.flush(true)
      await evaluator.evaluate()
    },
  }
}
