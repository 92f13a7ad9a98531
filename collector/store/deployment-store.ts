import type { Deployment } from '../core/deployment/deployment.ts'
import type { Interval } from '../core/time/interval.ts'

/** Reads deployments. */
export type DeploymentReader = {
  /** Deployments that touch the interval, or all, newest start first. */
  deployments(within?: Interval): Promise<readonly Deployment[]>
  deployment(id: string): Promise<Deployment | null>
}
