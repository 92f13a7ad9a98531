import type { Deployment, DeploymentOutcome } from './deployment.ts'

/** The outcomes there are. */
export const deploymentOutcomes = [
  'succeeded',
  'failed',
  'rolled_back',
] as const satisfies readonly DeploymentOutcome[]

/** A deployment that begins; components each once, in the order given. */
export const startDeployment = (
  input: Pick<Deployment, 'id' | 'version' | 'components' | 'url'>,
  now: number,
): Deployment => ({
  id: input.id,
  version: input.version,
  components: [...new Set(input.components)],
  url: input.url,
  startedAt: now,
  finishedAt: null,
  outcome: null,
})

/**
 * How a deployment ended, at an instant (ms). Told again it is the very same; null where it ended otherwise before: what
 * has happened is not changed by who comes later.
 */
export function finishDeployment(
  deployment: Deployment,
  outcome: DeploymentOutcome,
  now: number,
): Deployment | null {
  if (deployment.finishedAt === null)
    return { ...deployment, outcome, finishedAt: Math.max(now, deployment.startedAt) }
  return deployment.outcome === outcome ? deployment : null
}
