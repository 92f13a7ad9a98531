import { z } from 'zod'
import type { FaultCode } from '../../core/monitoring/check.ts'
import { ValidationError, type Issue } from '../../notices/rules/validation-error.ts'
import { maxIssues } from '../../notices/rules/validate.ts'
import { type AgentDelivery, agentProtocol, maxDelivery } from '../../regions/agent-protocol.ts'
import { HttpError } from './responses.ts'

const faultCodes = [
  'dns',
  'refused',
  'reset',
  'unreachable',
  'timeout',
  'tls',
  'certificate',
  'certificate_expiring',
  'protocol',
  'status',
  'header',
  'body',
  'json',
  'records',
  'value',
  'redirects',
  'too_long',
  'slow',
  'too_slow',
  'missed',
  'failed',
  'cut_off',
  'internal',
] as const satisfies readonly FaultCode[]

const instant = z.int().min(0).max(8.64e15)

const DeliveredCheck = z
  .strictObject({
    monitor: z.string().min(1).max(200).describe('Id of the monitor.'),
    at: instant.describe('When the probe began, ms since the epoch, by the collector’s clock.'),
    health: z.enum(['up', 'degraded', 'down', 'unknown']),
    took: z.number().min(0).max(1e9).nullable().describe('Milliseconds.'),
    fault: z.strictObject({ code: z.enum(faultCodes), detail: z.string().max(2_000) }).optional(),
    every: z
      .int()
      .min(1)
      .max(1e12)
      .optional()
      .describe('Interval it was made at, ms, where that is another.'),
  })
  .meta({ id: 'DeliveredCheck', description: 'One probe from the region of the token.' })

/** The body of `POST /api/v1/checks`. */
export const Delivery = z
  .strictObject({
    protocol: z.int().describe(`What agent and collector must agree on; now ${agentProtocol}.`),
    version: z.string().max(100).describe('Version of the agent.'),
    clock: instant.describe('What the agent’s own clock says, ms since the epoch.'),
    waiting: z.int().min(0).describe('Checks that wait at the agent after these.'),
    checks: z.array(DeliveredCheck).max(maxDelivery).describe('Oldest first; may be empty.'),
  })
  .meta({ id: 'AgentDelivery' })

/** The answer to a delivery. */
export const Receipt = z
  .object({
    accepted: z.int().describe('Checks that are on record now and were not before.'),
    configuration: z.string().describe('Changes when the agent has other work: fetch it again.'),
    now: z.int().describe('The collector’s clock, ms since the epoch.'),
  })
  .meta({ id: 'DeliveryReceipt' })

/**
 * Parse a delivery.
 *
 * @throws HttpError 409 for an agent of another protocol; ValidationError naming what is wrong, the first 20, by its place
 */
export function parseDelivery(body: unknown): AgentDelivery {
  const protocol = (body as { protocol?: unknown } | null)?.protocol
  if (typeof protocol === 'number' && protocol !== agentProtocol) throw incompatible(protocol)
  const parsed = Delivery.safeParse(body)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, maxIssues).map((issue): Issue => ({
    path: issue.path.join('.'),
    message: `${issue.message}. An agent of Vigie writes this body by itself.`,
  }))
  throw new ValidationError('invalid', issues)
}

/** The answer to an agent that speaks another protocol. */
export const incompatible = (protocol: number): HttpError =>
  new HttpError({
    status: 409,
    title: 'Incompatible',
    reason: 'incompatible',
    detail: `The agent speaks protocol ${protocol}, this collector ${agentProtocol}. Install the same version of Vigie on both.`,
  })
