import type { Deployment } from '../core/deployment/deployment.ts'
import type { DeploymentWatch } from '../core/deployment/deployment-watch.ts'

/** The watch over a deployment as of an instant: its verdict, and what speaks for it, so far while it is pending. */
export type WatchReport = {
  readonly deployment: Deployment
  readonly watch: DeploymentWatch
  /** ms */
  readonly at: number
} & Pick<DeploymentWatch, 'findings' | 'figures'>
