import { minute } from '../time/units.ts'
import type { ChecklistStep } from './checklist.ts'

/** What speaks for taking a new version back. A trigger that is null is not watched. */
export type RollbackTriggers = {
  /** More than this share of the checks fails, millionths. */
  readonly errorRate: number | null
  /** P95 of the response time is above this, ms. */
  readonly responseP95: number | null
  /** P95 has grown by this share or more over the seven days before, millionths. */
  readonly regression: number | null
  /** A critical component goes down. */
  readonly componentDown: boolean
  /** Ids of the components that are critical whatever is deployed; null for those that are deployed to. */
  readonly critical: readonly string[] | null
}

/** How new versions are watched, and what the team goes through with each. */
export type DeploymentRules = {
  /** How long a new version is watched from its start, ms, unless a guard says otherwise. */
  readonly watch: number
  readonly rollback: RollbackTriggers
  /** What the team goes through, in this order; empty for nothing. */
  readonly checklist: readonly ChecklistStep[]
  /** Do readers see which steps are done? Who ticked them they never see. */
  readonly publicChecklist: boolean
}

/** The triggers and times of the handbook ("Procédure de Rollback", "Validation des Performances"); no check list. */
export const handbookRules: DeploymentRules = {
  watch: 30 * minute,
  rollback: {
    errorRate: 50_000,
    responseP95: 5_000,
    regression: 500_000,
    componentDown: true,
    critical: null,
  },
  checklist: [],
  publicChecklist: false,
}
