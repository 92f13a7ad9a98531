import { z } from 'zod'
import type { Deployment } from '../core/deployment/deployment.ts'
import type { WatchReport } from './watch-report.ts'
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

const Verdict = z.enum(['pending', 'passed', 'roll_back', 'unknown', 'ended']).meta({
  id: 'DeploymentVerdict',
  description:
    'pending: still watched. passed: no trigger was exceeded. roll_back: one was. unknown: none was, and something that should be known is not. ended: the team took the version back first.',
})

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
    verdict: Verdict.nullable().describe('null where it was not watched.'),
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
  verdict: deployment.watch?.verdict ?? null,
})

/** What asks for a watch from now on. */
export const WatchDeployment = strict({
  for: z
    .string()
    .max(20)
    .meta({ description: 'How long from now on: a duration such as "30m".', examples: ['30m'] }),
}).meta({ id: 'WatchDeployment' })

/** The verdict on a deployment with its evidence, as programs are given it. */
export const VerdictView = z
  .object({
    deployment: z.string(),
    kind: z.literal('deployment_verdict'),
    version: z.string(),
    verdict: Verdict,
    from: instant,
    until: instant.describe('When the watch ends.'),
    at: instant.describe('As of when the evidence is.'),
    decided_at: instant.nullable().describe('null while it is pending.'),
    triggers: z.array(
      z.object({
        trigger: z.enum(['error_rate', 'response_p95', 'regression', 'component_down']),
        component: z.string(),
        state: z.enum(['kept', 'exceeded', 'unknown', 'not_judged']),
        reason: z
          .enum([
            'no_monitors',
            'no_checks',
            'few_checks',
            'not_observed',
            'maintenance',
            'not_measured',
            'no_baseline',
            'down_before',
          ])
          .nullable()
          .describe('Why it is not known, or not judged.'),
        measured: z
          .number()
          .nullable()
          .describe('A share (error_rate, regression), ms (response_p95), ms of downtime (component_down).'),
        limit: z.number().describe('In the same unit.'),
      }),
    ),
    components: z.array(
      z.object({
        component: z.string(),
        checks: z.int(),
        failed: z.int(),
        p95: z.number().nullable().describe('ms'),
        baseline_p95: z.number().nullable().describe('Of the seven days before, ms.'),
        availability: z.number().nullable().describe('0 to 1, as on the page.'),
        unknown: z.int().describe('ms of the watch that nobody observed.'),
      }),
    ),
  })
  .meta({ id: 'DeploymentVerdictReport', description: 'What the watch over a deployment comes to, and why.' })
export type VerdictView = z.infer<typeof VerdictView>

/** Show a verdict as the API, `--json` and webhooks do. */
export const verdictView = ({ deployment, watch, at, findings, figures }: WatchReport): VerdictView => ({
  deployment: deployment.id,
  kind: 'deployment_verdict',
  version: deployment.version,
  verdict: watch.verdict,
  from: iso(watch.from),
  until: iso(watch.until),
  at: iso(at),
  decided_at: watch.decidedAt === null ? null : iso(watch.decidedAt),
  triggers: findings.map(({ trigger, component, state, reason, measured, limit }) => ({
    trigger,
    component,
    state,
    reason,
    measured,
    limit,
  })),
  components: figures.map(({ component, checks, failed, p95, baseline, availability, unknown }) => ({
    component,
    checks,
    failed,
    p95,
    baseline_p95: baseline,
    availability,
    unknown,
  })),
})
