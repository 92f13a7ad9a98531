import type { DecidedVerdict } from '../deployment/deployment-watch.ts'
import type { Priority } from '../notice/terms.ts'
import type { Interval } from '../time/interval.ts'

/** What of a maintenance people are owed news of. */
export type MaintenanceMoment =
  | 'announced'
  | 'reminder'
  | 'starting_soon'
  | 'rescheduled'
  | 'updated'
  | 'started'
  | 'completed'
  | 'cancelled'

/**
 * What an escalation asks for: somebody's answer, or what was promised by now; `prioritized`: it became more urgent, and
 * others are notified of it; `acknowledged`: somebody takes care of it, for services that keep it as open.
 */
export type EscalationReason =
  'unacknowledged' | 'update_due' | 'resolution_due' | 'prioritized' | 'acknowledged'

/**
 * What people are owed news of, by reference: the words are made of what is stored when a message is sent, so that a
 * message that waited says what holds by then.
 */
export type NotificationSubject =
  /** A message of an incident, its postmortem included. `reopened`: the collector's own message that it is back. */
  | {
      readonly kind: 'incident'
      readonly id: string
      readonly update: string
      readonly automatic: boolean
      readonly reopened: boolean
    }
  | {
      readonly kind: 'maintenance'
      readonly id: string
      readonly moment: MaintenanceMoment
      /** The message it is about; null for what follows from the clock or from the plan. */
      readonly update: string | null
      /** The window it is about, as it stood then. */
      readonly window: Interval
    }
  | { readonly kind: 'announcement'; readonly id: string }
  | {
      readonly kind: 'escalation'
      readonly incident: string
      readonly reason: EscalationReason
      /** The priority whose plan it follows. */
      readonly priority: Priority | null
      /** The message that was the last one by then. */
      readonly update: string
      /** Counts from 0: the step of the escalation, or the reminder. */
      readonly step: number
    }
  | {
      readonly kind: 'alert'
      readonly id: string
      /** `acknowledged`: for services that keep it as open. */
      readonly moment: 'fired' | 'escalated' | 'acknowledged' | 'ended'
      /** The step of its escalation, from 0; null where it is none. */
      readonly step: number | null
    }
  /** The watch over a deployment has come to a verdict. */
  | { readonly kind: 'deployment'; readonly id: string; readonly verdict: DecidedVerdict }
  | { readonly kind: 'report'; readonly period: string }
  /** The status of a component may be another one from an instant on, ms. */
  | { readonly kind: 'component_status'; readonly component: string; readonly at: number }
  /** How to confirm a subscription, or a change of it. The token is derived from `id` when the mail is written. */
  | { readonly kind: 'confirmation'; readonly id: string; readonly subscriber: string }

/** News that people are owed. Written in the transaction of the fact it is about; a worker makes deliveries of it. */
export type Notification = {
  /** Unique for ever: the same news is owed once, however often it is found out. */
  readonly key: string
  /** What it is about: messages of one topic to one recipient are one thread, and are combined while they wait. */
  readonly topic: string
  readonly owedAt: number
  /** Not to be sent before, ms. */
  readonly dueAt: number
  /** Owed only where the news with this key was: nobody is notified of the end of what nobody was notified of. Null for always. */
  readonly follows: string | null
  readonly subject: NotificationSubject
}

/** The topic of a notice, an alert and so on. */
export const topicOf = (
  kind:
    | 'incident'
    | 'maintenance'
    | 'announcement'
    | 'alert'
    | 'deployment'
    | 'report'
    | 'confirmation'
    | 'component',
  id: string,
): string => `${kind}/${id}`
