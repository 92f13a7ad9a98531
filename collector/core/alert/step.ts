import { dueSteps } from '../escalation/escalation.ts'
import { derivedId } from '../text/id.ts'
import type { Alert, AlertReading, AlertRule, SilenceReason } from './alert.ts'
import { holdingReadings, verdictOf } from './verdict.ts'

/** What the team is to be notified of an alert. */
export type AlertMoment =
  | { readonly moment: 'fired' | 'ended' }
  /** The step of its escalation, from 0. */
  | { readonly moment: 'escalated'; readonly step: number }

/** What is known of a rule and a component at an instant, ms. */
export type AlertInput = {
  readonly rule: AlertRule
  readonly component: string | null
  /** Of every term of the rule's condition. */
  readonly readings: readonly AlertReading[]
  /** Why nobody is to be told now; null where the team is. */
  readonly silenced: SilenceReason | null
  readonly now: number
}

/** An alert after a step, and what the team is to be told; null where there is none. */
export type AlertStep = { readonly alert: Alert | null; readonly moments: readonly AlertMoment[] }

/**
 * An alert a moment later. Pure: the same facts give the same alert, by the same id, so that what is stored twice is stored
 * once. What is not known neither fires nor ends anything.
 *
 * @param current the alert that is pending or fires for this rule and component; null where there is none
 */
export function stepAlert(current: Alert | null, input: AlertInput): AlertStep {
  const verdict = verdictOf(input.readings, input.rule.recover)
  if (!current) return verdict === 'holds' ? fireWhenDue(pendingAlert(input), input) : none
  if (current.firedAt === null) {
    if (verdict === 'unknown') return { alert: current, moments: [] }
    return verdict === 'holds' ? fireWhenDue(current, input) : none
  }
  const { now, rule } = input
  if (verdict === 'over') {
    const clearSince = current.clearSince ?? now
    if (now - clearSince >= rule.recoverFor) return end({ ...current, clearSince }, now, 'recovery')
    return changed(current, { clearSince })
  }
  // Nothing new is sent while the verdict is unknown, but those who were notified and did not answer are reminded.
  if (verdict === 'unknown')
    return current.notifiedAt === null ? { alert: current, moments: [] } : notifyTeam(current, input)
  return notifyTeam(changed(current, { clearSince: null }).alert!, input)
}

const none: AlertStep = { alert: null, moments: [] }

/** The alert that begins with what is known now. */
function pendingAlert({ rule, component, readings, now }: AlertInput): Alert {
  return {
    id: derivedId('alert', rule.id, component ?? '', now),
    rule: rule.id,
    component,
    name: rule.name,
    severity: rule.severity,
    readings: holdingReadings(readings),
    since: now,
    firedAt: null,
    notifiedAt: null,
    silencedBy: null,
    escalatedSteps: [],
    acknowledgedAt: null,
    acknowledgedBy: null,
    clearSince: null,
    endedAt: null,
    endedBy: null,
    notify: rule.notify,
    escalation: rule.escalation,
    version: 0,
  }
}

function fireWhenDue(pending: Alert, input: AlertInput): AlertStep {
  const { rule, readings, now } = input
  if (now - pending.since < rule.holdFor) return { alert: pending, moments: [] }
  const fired: Alert = {
    ...pending,
    firedAt: now,
    readings: holdingReadings(readings),
    notify: rule.notify,
    escalation: rule.escalation,
  }
  return notifyTeam(fired, input)
}

/** Tell the team of an alert that fires, or that nobody answered. */
function notifyTeam(alert: Alert, { silenced, now }: AlertInput): AlertStep {
  if (alert.notifiedAt === null)
    return silenced === null
      ? { alert: { ...alert, notifiedAt: now, silencedBy: null }, moments: [{ moment: 'fired' }] }
      : changed(alert, { silencedBy: silenced })
  const { due } = stepsOf(alert, now)
  if (due.length === 0 || silenced !== null) return { alert, moments: [] }
  return {
    alert: { ...alert, escalatedSteps: [...alert.escalatedSteps, ...due] },
    moments: due.map((step) => ({ moment: 'escalated', step })),
  }
}

/** What of its escalation is due, and when the next of it is. */
const stepsOf = ({ escalation, notifiedAt, acknowledgedAt, escalatedSteps }: Alert, now: number) =>
  dueSteps(escalation, notifiedAt ?? now, acknowledgedAt, new Set(escalatedSteps), now)

/** The same alert where nothing changes, so that it need not be written again. */
function changed(alert: Alert, changes: Partial<Alert>): AlertStep {
  const differs = Object.entries(changes).some(([key, value]) => alert[key as keyof Alert] !== value)
  return { alert: differs ? { ...alert, ...changes } : alert, moments: [] }
}

/** An alert that is over. Who was told of it is told so. One that never fired leaves no trace. */
function end(alert: Alert, now: number, endedBy: 'recovery' | 'removal'): AlertStep {
  return {
    alert: { ...alert, endedAt: now, endedBy },
    moments: alert.notifiedAt === null ? [] : [{ moment: 'ended' }],
  }
}

/** What becomes of an alert whose rule, or component, is no longer configured. */
export const removeAlert = (alert: Alert, now: number): AlertStep =>
  alert.firedAt === null ? none : end(alert, now, 'removal')

/** When an alert may change by the clock alone, ms; Infinity where it does not. */
export function nextChangeOf(alert: Alert, rule: AlertRule, now: number): number {
  if (alert.firedAt === null) return alert.since + rule.holdFor
  if (alert.clearSince !== null) return alert.clearSince + rule.recoverFor
  if (alert.notifiedAt === null) return Infinity
  const { due, nextAt } = stepsOf(alert, now)
  return due.length > 0 ? now : (nextAt ?? Infinity)
}

/** Somebody said that they are looking: nothing escalates any more. The first answer stays. */
export const acknowledgeAlert = (alert: Alert, by: string, now: number): Alert =>
  alert.acknowledgedAt === null ? { ...alert, acknowledgedAt: now, acknowledgedBy: by } : alert
