import type { EscalationPlan } from '../escalation/escalation.ts'
import type { Text } from '../text/localized-text.ts'
import type { AlertCondition, AlertTerm } from './condition.ts'

/** How bad it is what a rule watches for. */
type AlertSeverity = 'info' | 'warning' | 'critical'

/** A rule that tells the team. Durations in ms. */
export type AlertRule = {
  readonly id: string
  /** What the team reads; null for the condition. */
  readonly name: Text | null
  readonly when: AlertCondition
  /** How long it must hold before it fires. */
  readonly holdFor: number
  /** Where a single figure must be again for the alert to end, in its unit; null: no longer beyond the bound. */
  readonly recover: number | null
  /** How long it must be over before the alert ends. */
  readonly recoverFor: number
  /** Ids; null for all. */
  readonly components: readonly string[] | null
  readonly severity: AlertSeverity
  /** Names of channels; null for all. */
  readonly notify: readonly string[] | null
  /** Who is told when nobody has answered. */
  readonly escalation: EscalationPlan
}

/** A term of a condition with what was measured. */
export type AlertReading = {
  readonly term: AlertTerm
  /** An entry for each of its windows, one where it has none; null where nothing is known. */
  readonly values: readonly (number | null)[]
  /** What it is about, where a number does not say it: ids of monitors, or what is wrong in words for the operator. */
  readonly causes?: readonly string[]
}

/** Why nobody was notified of an alert that fired. */
export type SilenceReason = 'maintenance' | 'silence'

/** What a rule watches for, while it lasts and as it was. Instants in ms. */
export type Alert = {
  /** The same for the same rule, component and beginning. */
  readonly id: string
  readonly rule: string
  /** Null where the rule is about no component: the collector, or a metric that belongs to none. */
  readonly component: string | null
  /** Of the rule, as it was when this began. */
  readonly name: Text | null
  readonly severity: AlertSeverity
  /** The terms that held when it fired, with what was measured; those that held at first, before. */
  readonly readings: readonly AlertReading[]
  /** Since when the condition has held. */
  readonly since: number
  /** When it had held long enough; null before. */
  readonly firedAt: number | null
  /** When the team was notified; null while it has not been, for nothing fired yet or it is silenced. */
  readonly notifiedAt: number | null
  /** Why the team was not told when it fired; null where it was. */
  readonly silencedBy: SilenceReason | null
  /** Steps of its escalation of which the team was notified, in their order. */
  readonly escalatedSteps: readonly number[]
  readonly acknowledgedAt: number | null
  /** Who said that somebody is looking. */
  readonly acknowledgedBy: string | null
  /** Since when it has seemed over; null while it does not. */
  readonly clearSince: number | null
  /** When it ended; null while it lasts. */
  readonly endedAt: number | null
  readonly endedBy: 'recovery' | 'removal' | null
  /** Who was notified of it: names of channels; null for all. */
  readonly notify: readonly string[] | null
  /** Who is told when nobody has answered; the rule's, as it was when this fired. */
  readonly escalation: EscalationPlan
  /** Counts its states, from 1: who writes the next one says so. */
  readonly version: number
}

/** A time in which nobody is notified of what a rule watches for. Instants in ms. */
export type AlertSilence = {
  readonly id: string
  /** Id of a rule; null for all. */
  readonly rule: string | null
  /** Id of a component; null for all. */
  readonly component: string | null
  readonly from: number
  readonly until: number
  readonly reason: string
  readonly by: string
  /** Brought to an end before its time. */
  readonly endedAt: number | null
}

/** Has it fired, and does it last? */
export const isFiring = ({ firedAt, endedAt }: Alert): boolean => firedAt !== null && endedAt === null

/** Does a silence hold at an instant, ms? */
export const isSilenceActive = ({ from, until, endedAt }: AlertSilence, now: number): boolean =>
  from <= now && now < (endedAt ?? until)

/** Is a rule silenced for a component at an instant, ms? */
export const isSilenced = (
  silences: readonly AlertSilence[],
  rule: string,
  component: string | null,
  now: number,
): boolean =>
  silences.some(
    (one) =>
      isSilenceActive(one, now) &&
      (one.rule === null || one.rule === rule) &&
      (one.component === null || one.component === component),
  )
