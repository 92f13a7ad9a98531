import type { PublicChecklistStep } from './checklist.ts'
import type { DeploymentWatch } from './deployment-watch.ts'

/** How a deployment ended. */
export type DeploymentOutcome = 'succeeded' | 'failed' | 'rolled_back'

/** A new version being brought to the components. */
export type Deployment = {
  /** 12 characters `[a-z0-9]`. */
  readonly id: string
  readonly version: string
  readonly components: readonly string[]
  /** Where it is described; null without. */
  readonly url: string | null
  readonly startedAt: number
  /** Null while it is under way. */
  readonly finishedAt: number | null
  readonly outcome: DeploymentOutcome | null
  /** The watch over it with its verdict, as it was read with it; absent where it was not watched. Stored beside it. */
  readonly watch?: DeploymentWatch
  /** Its check list, in a snapshot of a page that shows it. */
  readonly checklist?: readonly PublicChecklistStep[]
}
