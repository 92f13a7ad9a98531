import type { Text } from '../text/localized-text.ts'

/** What makes an alert fire: a measured figure held against a number. */
export type AlertCondition = {
  /** A measured figure, or `metric.ID`. */
  readonly metric: string
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!='
  /** Percentages as they are written, times in ms. */
  readonly value: number
}

/** A rule that tells the team. Durations in ms. */
export type Alert = {
  readonly id: string
  /** What the team reads; null for the condition. */
  readonly name: Text | null
  readonly when: AlertCondition
  /** Span the figure is taken over. */
  readonly over: number
  /** How long it must hold before it fires. */
  readonly holdFor: number
  /** Ids; null for all. */
  readonly components: readonly string[] | null
  readonly severity: 'info' | 'warning' | 'critical'
  /** Names of channels; null for all. */
  readonly notify: readonly string[] | null
  /** Unanswered for this long, `escalateTo` is told as well; null for never. */
  readonly escalateAfter: number | null
  readonly escalateTo: readonly string[]
}
