import type { ChecklistTick } from '../core/deployment/checklist.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import type { DeploymentWatch } from '../core/deployment/deployment-watch.ts'
import type { Interval } from '../core/time/interval.ts'

/** Reads deployments, each with the watch over it. */
export type DeploymentReader = {
  /** Deployments that touch the interval, or all, newest start first. */
  deployments(within?: Interval): Promise<readonly Deployment[]>
  deployment(id: string): Promise<Deployment | null>
  /** Those without a verdict, the one that ends first first. */
  pendingWatches(): Promise<readonly DeploymentWatch[]>
  /** What was ticked of a deployment, or of all, oldest first. */
  checklistTicks(deployment?: string): Promise<readonly ChecklistTick[]>
}
