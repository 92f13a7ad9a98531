import type { Text } from '../text/localized-text.ts'
import type { ObjectiveWindow } from '../time/period.ts'

/** Was a promise kept? `at_risk`: more than 75 % of the budget or of the time is spent; `unknown` without data. */
export type Verdict = 'kept' | 'at_risk' | 'broken' | 'unknown'

/** A calendar period of the page's zone; weeks begin on Monday. */
/** What a service level promises. */
export type TierObjectives = {
  readonly id: string
  readonly name: Text
  readonly description: Text | null
  /** Promised availability, millionths: 999000 is 99.9 %. Null where nothing is promised. */
  readonly availability: number | null
  /** Promised P95 of response, ms. Null where nothing is promised. */
  readonly responseP95: number | null
}

/** A service level; a component has at most one. What it costs and who helps is for readers, no figure depends on it. */
export type Tier = TierObjectives & {
  /** `$29 a month`; null where nobody said. */
  readonly price: Text | null
  /** `E-mail and chat`; null where nobody said. */
  readonly support: Text | null
}

/** Whom a promise is about: some components, each for itself, or a group as one. */
type ObjectiveScope =
  | { readonly components: readonly string[] }
  /** The group's components weigh the same; its P95 is that of all their checks together. */
  | { readonly group: Text }

/** A promise beside those of the tiers, on one figure or both. */
export type CustomObjective = {
  readonly id: string
  readonly name: Text
  readonly of: ObjectiveScope
  /** Millionths; null where nothing is promised. */
  readonly availability: number | null
  /** ms; null where nothing is promised. */
  readonly responseP95: number | null
  /** Null: the usual ones, a month for availability, a day for response. */
  readonly window: ObjectiveWindow | null
}

/** What is promised of every incident beside its priority, and over which periods the tiers are judged. */
export type Objectives = {
  /** Service is back within this time of its beginning, ms; null where nothing is promised. */
  readonly recovery: number | null
  /** Resolved within this time, unless its priority says otherwise, ms. */
  readonly resolution: number | null
  /** Answered by a person within this time, unless its priority says otherwise, ms. */
  readonly response: number | null
  /** Share of data that may be lost, millionths. */
  readonly dataLoss: number | null
  readonly windows: { readonly availability: ObjectiveWindow; readonly responseP95: ObjectiveWindow }
  readonly custom: readonly CustomObjective[]
}

/** Where nothing is promised; the usual windows. */
export const noObjectives: Objectives = {
  recovery: null,
  resolution: null,
  response: null,
  dataLoss: null,
  windows: { availability: 'month', responseP95: 'day' },
  custom: [],
}

/** What the team promises for incidents of a priority; durations in ms, null where nothing is promised. */
export type PriorityObjectives = {
  /** What it means, for readers and the team. */
  readonly description: Text | null
  readonly response: number | null
  readonly resolution: number | null
}

/** A priority as readers know it. */
export type PriorityDefinition = PriorityObjectives & {
  /** What such an incident is, each in a few words. */
  readonly examples: readonly Text[]
}
