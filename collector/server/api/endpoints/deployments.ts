import { z } from 'zod'
import type { ChecklistEntry } from '../../../core/deployment/checklist.ts'
import type { Deployment } from '../../../core/deployment/deployment.ts'
import { ChecklistView, TickStep, checklistView } from '../../../deployments/checklist-service.ts'
import {
  DeploymentView,
  FinishDeployment,
  StartDeployment,
  VerdictView,
  WatchDeployment,
  deploymentView,
  verdictView,
} from '../../../deployments/deployment-schema.ts'
import type { DeploymentService } from '../../../deployments/deployment-service.ts'
import { strict } from '../../../notices/fields/field-schemas.ts'
import type { WatchReport } from '../../../deployments/watch-report.ts'
import { parseInput } from '../../../notices/rules/validate.ts'
import { ValidationError } from '../../../notices/rules/validation-error.ts'
import {
  type Endpoint,
  type EndpointRequest,
  type WriteRequest,
  readEndpoint,
  writeEndpoint,
} from '../endpoint.ts'
import {
  Limit,
  type ResultPage,
  compareToCursor,
  listResponse,
  paginate,
  parseCursor,
  parseListQuery,
} from '../pagination.ts'
import { CursorText, IdText } from '../parameters.ts'
import { HttpError, jsonResponse } from '../responses.ts'

/** Query of `GET /api/v1/deployments`. */
const ListDeployments = strict({
  status: z.enum(['under_way', 'finished']).optional().describe('Default: all.'),
  limit: Limit,
  before: CursorText.optional().describe('The cursor of the page before, from its Link header.'),
})

/** Deployments, newest start first. @throws ValidationError `invalid` */
async function listDeployments(
  service: DeploymentService,
  query: EndpointRequest['query'],
): Promise<ResultPage<Deployment>> {
  const { status, limit, before } = parseInput(ListDeployments, parseListQuery(query))
  const cursor = before === undefined ? null : parseCursor('before', before)
  const all = (await service.all())
    .filter(({ finishedAt }) => status === undefined || (finishedAt === null) === (status === 'under_way'))
    .filter(({ startedAt, id }) => cursor === null || compareToCursor(startedAt, id, cursor) < 0)
    .toSorted((a, b) => compareToCursor(b.startedAt, b.id, { at: a.startedAt, id: a.id }))
  return paginate(all, limit, query, 'before', ({ startedAt, id }) => `${startedAt}.${id}`)
}

const serialize = (deployment: Deployment): string => JSON.stringify(deploymentView(deployment))

const serializeVerdict = (report: WatchReport): string => JSON.stringify(verdictView(report))
const serializeChecklist = (entries: readonly ChecklistEntry[]): string =>
  JSON.stringify(checklistView(entries))

const receiptOf = ({ receipt }: WriteRequest) =>
  receipt === null ? undefined : (deployment: Deployment) => receipt(serialize(deployment))

/** Finish a deployment. @throws HttpError 409 with the deployment as it is, where it finished with another outcome */
async function finishDeployment(request: WriteRequest): Promise<Deployment> {
  const { deps, id, input, actor } = request
  try {
    return await deps.deployments.finish(id, input, actor, receiptOf(request))
  } catch (error) {
    if (!(error instanceof ValidationError) || error.reason !== 'not_now') throw error
    throw new HttpError({
      status: 409,
      title: 'Not now',
      reason: error.reason,
      detail: error.message,
      errors: error.issues,
      current: deploymentView(await deps.deployments.get(id)),
    })
  }
}

const idParameter = IdText.meta({
  description: 'Id of the deployment.',
  examples: ['k3v9x0c2m7qa'],
  param: { id: 'deployment' },
})

/** Every endpoint about deployments. A token that may record deployments may read them. */
export const deploymentEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/deployments',
    scopes: ['deployments', 'read'],
    tag: 'deployments',
    operationId: 'listDeployments',
    summary: 'List deployments, newest start first',
    query: ListDeployments,
    response: {
      status: 200,
      description: 'A page of the list',
      schema: z.array(DeploymentView),
      headers: ['Link'],
    },
    async handle({ deps, query }) {
      const { items, next } = await listDeployments(deps.deployments, query)
      return listResponse('/deployments', items.map(deploymentView), next)
    },
  }),
  writeEndpoint({
    method: 'post',
    path: '/deployments',
    scopes: ['deployments'],
    tag: 'deployments',
    operationId: 'startDeployment',
    summary: 'Record the start of a deployment',
    body: StartDeployment,
    response: { status: 201, description: 'The new deployment', schema: DeploymentView },
    write: async (request) =>
      serialize(await request.deps.deployments.start(request.input, request.actor, receiptOf(request))),
  }),
  readEndpoint({
    path: '/deployments/:id',
    scopes: ['deployments', 'read'],
    tag: 'deployments',
    operationId: 'getDeployment',
    summary: 'Get one deployment',
    idParameter,
    response: { status: 200, description: 'The deployment', schema: DeploymentView },
    handle: async ({ deps, id }) => jsonResponse(200, serialize(await deps.deployments.get(id))),
  }),
  writeEndpoint({
    method: 'post',
    path: '/deployments/:id/finish',
    scopes: ['deployments'],
    tag: 'deployments',
    operationId: 'finishDeployment',
    summary: 'Record the end of a deployment; the same outcome again changes nothing, another one is refused',
    idParameter,
    body: FinishDeployment,
    conflicts: true,
    response: { status: 200, description: 'The deployment as it is now', schema: DeploymentView },
    write: async (request) => serialize(await finishDeployment(request)),
  }),
  readEndpoint({
    path: '/deployments/:id/verdict',
    scopes: ['deployments', 'read'],
    tag: 'deployments',
    operationId: 'getDeploymentVerdict',
    summary: 'Get the verdict on a deployment with its evidence, so far while it is watched',
    idParameter,
    conflicts: true,
    response: { status: 200, description: 'The verdict as of now', schema: VerdictView },
    handle: async ({ deps, id }) => jsonResponse(200, serializeVerdict(await deps.watches.report(id))),
  }),
  writeEndpoint({
    method: 'post',
    path: '/deployments/:id/watch',
    scopes: ['deployments'],
    tag: 'deployments',
    operationId: 'watchDeployment',
    summary: 'Watch a deployment for some time from now on, as a guard does',
    idParameter,
    body: WatchDeployment,
    response: { status: 200, description: 'The verdict as of now', schema: VerdictView },
    async write({ deps, id, input, actor, receipt }) {
      const keep = receipt && ((report: WatchReport) => receipt(serializeVerdict(report)))
      return serializeVerdict(await deps.watches.watchFor(id, input, actor, keep ?? undefined))
    },
  }),
  readEndpoint({
    path: '/deployments/:id/checklist',
    scopes: ['deployments', 'read'],
    tag: 'deployments',
    operationId: 'getDeploymentChecklist',
    summary: 'Get the check list of a deployment',
    idParameter,
    response: { status: 200, description: 'The steps, in their order', schema: ChecklistView },
    handle: async ({ deps, id }) => jsonResponse(200, serializeChecklist(await deps.checklists.list(id))),
  }),
  writeEndpoint({
    method: 'post',
    path: '/deployments/:id/checklist',
    scopes: ['deployments'],
    tag: 'deployments',
    operationId: 'tickDeploymentStep',
    summary: 'Tick a step of the check list, or take the tick back; kept with the name of the token',
    idParameter,
    body: TickStep,
    response: { status: 200, description: 'The steps as they stand now', schema: ChecklistView },
    async write({ deps, id, input, by, actor, receipt }) {
      const keep = receipt && ((entries: readonly ChecklistEntry[]) => receipt(serializeChecklist(entries)))
      return serializeChecklist(await deps.checklists.tick(id, input, { by, actor }, keep ?? undefined))
    },
  }),
]
