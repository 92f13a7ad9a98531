import { z } from 'zod'
import type { Deployment } from '../core/deployment/deployment.ts'
import { deploymentOutcomes } from '../core/deployment/commands.ts'
import { ComponentIds, oneLine, strict } from '../notices/fields/field-schemas.ts'

/** How a deployment ended. */
const Outcome = z
  .enum(deploymentOutcomes)
  .meta({ id: 'DeploymentOutcome', description: 'How a deployment ended.' })

/** What a deployment that begins is told by. */
export const StartDeployment = strict({
  version: z
    .string()
    .overwrite(oneLine)
    .min(1)
    .max(100)
    .meta({ description: 'What is brought out, on one line.', examples: ['2.14.0'] }),
  components: ComponentIds.optional().describe('What it is brought to. Default: nothing is said of that.'),
  url: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: 'Where it is described: http or https.', examples: ['https://ci.example/runs/77'] }),
}).meta({ id: 'StartDeployment' })

/** What ends it. */
export const FinishDeployment = strict({ outcome: Outcome }).meta({ id: 'FinishDeployment' })

const instant = z.iso.datetime()

/** A deployment as programs are given it. */
export const DeploymentView = z
  .object({
    id: z.string(),
    kind: z.literal('deployment'),
    version: z.string(),
    components: z.array(z.string()),
    url: z.string().nullable(),
    started_at: instant,
    finished_at: instant.nullable().describe('null while it is under way.'),
    outcome: Outcome.nullable().describe('null while it is under way.'),
  })
  .meta({ id: 'Deployment', description: 'A new version being brought to components.' })
export type DeploymentView = z.infer<typeof DeploymentView>

const iso = (at: number): string => new Date(at).toISOString()

/** Show a deployment as the API and `--json` do. */
export const deploymentView = (deployment: Deployment): DeploymentView => ({
  id: deployment.id,
  kind: 'deployment',
  version: deployment.version,
  components: [...deployment.components],
  url: deployment.url,
  started_at: iso(deployment.startedAt),
  finished_at: deployment.finishedAt === null ? null : iso(deployment.finishedAt),
  outcome: deployment.outcome,
})
