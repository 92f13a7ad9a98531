import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Deployment } from '../../core/deployment/deployment.ts'
import type { DeploymentDesk, DeploymentReceipt } from '../../deployments/deployment-service.ts'
import { Refusal } from '../../notices/rules/validation-error.ts'
import { type DeploymentView, deploymentView } from '../../deployments/deployment-schema.ts'
import { strict } from '../../notices/api/field-schemas.ts'
import { parse } from '../../notices/rules/validate.ts'
import type { Scope, StoredToken } from '../../store/store.ts'
import { Refused, answer } from './responses.ts'
import { parseBody, readBody } from './request-body.ts'
import { Limit, Position, compare, counted, cut, placeOf } from './pagination.ts'
import { answered, done, repeatable } from './receipts.ts'
import type { Team } from './router.ts'

/** Query of `GET /api/v1/deployments`. */
export const ListDeployments = strict({
  status: z.enum(['under_way', 'finished']).optional().describe('Default: all.'),
  limit: Limit,
  before: Position.optional().describe('Where the last answer ended, from its Link header.'),
})

/** Deployments, newest start first, and the query that leads on; null at their end. @throws Refusal `invalid` */
async function listDeployments(
  desk: DeploymentDesk,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly deployments: readonly DeploymentView[]; readonly next: URLSearchParams | null }> {
  const { status, limit, before } = parse(ListDeployments, counted(query))
  const end = before === undefined ? null : placeOf('before', before)
  const all = (await desk.all())
    .filter(({ finishedAt }) => status === undefined || (finishedAt === null) === (status === 'under_way'))
    .filter(({ startedAt, id }) => end === null || compare(startedAt, id, end) < 0)
    .toSorted((a, b) => compare(b.startedAt, b.id, { at: a.startedAt, id: a.id }))
  const { notices, next } = cut(all, limit, query, 'before', ({ startedAt, id }) => `${startedAt}.${id}`)
  return { deployments: notices.map(deploymentView), next }
}

/** Every path below `/api/v1` that is about deployments, and its methods. */
export const deploymentPaths = [
  ['/deployments', ['GET', 'POST']],
  ['/deployments/:id', ['GET']],
  ['/deployments/:id/finish', ['POST']],
] as const

type Act = (c: Context, asker: StoredToken) => Promise<Response>

/**
 * Serve them. Who may tell of deployments may read them, as who may read at all.
 *
 * @param guarded lets only those act whose token has the scope, or the other one
 */
export function deploymentRoutes(
  app: Hono,
  team: Pick<Team, 'deployments' | 'receipt' | 'now'>,
  guarded: (scope: Scope, act: Act, or?: Scope) => (c: Context) => Promise<Response>,
): void {
  const base = '/api/v1/deployments'
  const list: Act = async (c) => {
    const { deployments, next } = await listDeployments(team.deployments, c.req.query())
    return answer(200, JSON.stringify(deployments), next ? { Link: `<${base}?${next}>; rel="next"` } : {})
  }
  const get: Act = async (c) =>
    answer(200, JSON.stringify(deploymentView(await team.deployments.get(c.req.param('id') ?? ''))))
  app.get(base, guarded('deployments', list, 'read'))
  app.get(`${base}/:id`, guarded('deployments', get, 'read'))
  for (const path of [base, `${base}/:id/finish`])
    app.post(
      path,
      guarded('deployments', (c, asker) => tell(team, c, asker)),
    )
}

/** One begins, or ends: the same request with the same key is done once. */
async function tell(
  { deployments, receipt, now }: Pick<Team, 'deployments' | 'receipt' | 'now'>,
  c: Context,
  asker: StoredToken,
): Promise<Response> {
  const body = await readBody(c.req.raw)
  const said = parseBody(body, c.req.raw.headers)
  const asked = repeatable(c.req.raw, asker.id, body)
  const before = await answered(receipt, asked)
  if (before) return before
  const id = c.req.param('id') ?? null
  const status = id === null ? 201 : 200
  const told = (deployment: Deployment): string => JSON.stringify(deploymentView(deployment))
  const kept =
    asked && ((deployment: Deployment) => ({ ...asked, status, answer: told(deployment), at: now() }))
  try {
    return done(status, told(await startOrFinish(deployments, id, said, kept ?? undefined)))
  } catch (error) {
    // The same request may have come twice at once, here or to another process: the other one was done.
    const meanwhile = await answered(receipt, asked)
    if (meanwhile) return meanwhile
    throw error
  }
}

/** Start one, or end the one of this id. @throws Refused 409 with the deployment as it is, where it ended otherwise */
async function startOrFinish(
  desk: DeploymentDesk,
  id: string | null,
  said: unknown,
  receipt: DeploymentReceipt | undefined,
): Promise<Deployment> {
  if (id === null) return desk.start(said, receipt)
  try {
    return await desk.finish(id, said, receipt)
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'not_now') throw error
    throw new Refused({
      status: 409,
      title: 'Not now',
      reason: error.reason,
      detail: error.message,
      errors: error.wrong,
      current: deploymentView(await desk.get(id)),
    })
  }
}
