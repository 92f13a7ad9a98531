import type { z } from 'zod'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { NoticeService, NoticeInput, Actor } from '../../notices/service/notice-service.ts'
import * as schema from '../../notices/api/index.ts'
import {
  type ResultPage,
  ListIncidents,
  ListMaintenances,
  listIncidents,
  listMaintenances,
} from './pagination.ts'
import type { ApiDeps } from './api-deps.ts'

type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'
type OperationKind = 'incident' | 'maintenance'

/** What every operation has. */
type OperationBase = {
  readonly method: HttpMethod
  /** Below `/api/v1`, its parameters as `:id`. */
  readonly path: string
  /** Its name in the description of the API. */
  readonly name: string
  readonly summary: string
  readonly kind: OperationKind
}

/** Many notices. */
type ListOperation = OperationBase & {
  readonly action: 'list'
  readonly query: z.ZodObject
  list(
    deps: ApiDeps,
    query: Readonly<Record<string, string>>,
  ): Promise<ResultPage<Incident> | ResultPage<Maintenance>>
}

/** One notice. */
type ReadOperation = OperationBase & {
  readonly action: 'read'
  read(service: NoticeService, id: string): Promise<Incident | Maintenance>
}

/** A change of one notice, or a new one. */
export type WriteOperation = OperationBase & {
  readonly action: 'write'
  /** What the body says; null where it says nothing. */
  readonly bodySchema: z.ZodType | null
  /** May the body be left out? */
  readonly bodyOptional: boolean
  readonly status: 200 | 201 | 204
  write(service: NoticeService, id: string, input: NoticeInput, actor: Actor): Promise<Incident | Maintenance>
}

/** One thing the team's API does. */
export type Operation = ListOperation | ReadOperation | WriteOperation

const writeOperation = (
  kind: OperationKind,
  [method, path, name]: readonly [HttpMethod, string, string],
  summary: string,
  bodySchema: z.ZodType | null,
  handle: WriteOperation['write'],
): WriteOperation => ({
  action: 'write',
  kind,
  method,
  path: `/${kind}s${path}`,
  name,
  summary,
  bodySchema,
  bodyOptional: bodySchema !== null && bodySchema.safeParse({}).success,
  status: method === 'delete' ? 204 : path === '' ? 201 : 200,
  write: handle,
})

const incidents: readonly Operation[] = [
  {
    action: 'list',
    kind: 'incident',
    method: 'get',
    path: '/incidents',
    name: 'listIncidents',
    summary: 'Incidents, newest first',
    query: ListIncidents,
    list: listIncidents,
  },
  {
    action: 'read',
    kind: 'incident',
    method: 'get',
    path: '/incidents/:id',
    name: 'getIncident',
    summary: 'One incident with its whole story',
    read: (service, id) => service.incidents.get(id),
  },
  writeOperation(
    'incident',
    ['post', '', 'openIncident'],
    'Open an incident',
    schema.OpenIncident,
    (service, _, input, actor) => service.incidents.open(input, actor),
  ),
  writeOperation(
    'incident',
    ['patch', '/:id', 'correctIncident'],
    'Correct an incident; what was said before is kept',
    schema.CorrectIncident,
    (service, id, input, actor) => service.incidents.correct(id, input, actor),
  ),
  writeOperation(
    'incident',
    ['delete', '/:id', 'withdrawIncident'],
    'Take an incident off the page',
    null,
    (service, id, _, actor) => service.incidents.withdraw(id, actor),
  ),
  writeOperation(
    'incident',
    ['post', '/:id/updates', 'updateIncident'],
    'Say more, resolve or reopen',
    schema.UpdateIncident,
    (service, id, input, actor) => service.incidents.update(id, input, actor),
  ),
  writeOperation(
    'incident',
    ['post', '/:id/acknowledge', 'acknowledgeIncident'],
    'Somebody has taken it on',
    schema.AcknowledgeIncident,
    (service, id, input, actor) => service.incidents.acknowledge(id, input, actor),
  ),
  writeOperation(
    'incident',
    ['put', '/:id/postmortem', 'writePostmortem'],
    'What was learnt of it',
    schema.WritePostmortem,
    (service, id, input, actor) => service.incidents.postmortem(id, input, actor),
  ),
  writeOperation(
    'incident',
    ['post', '/:id/false-alarm', 'markFalseAlarm'],
    'It never was: it leaves the count and is listed as a correction',
    schema.FalseAlarm,
    (service, id, input, actor) => service.incidents.falseAlarm(id, input, actor),
  ),
]

const maintenances: readonly Operation[] = [
  {
    action: 'list',
    kind: 'maintenance',
    method: 'get',
    path: '/maintenances',
    name: 'listMaintenances',
    summary: 'Maintenances, first window first; those that are not over unless asked otherwise',
    query: ListMaintenances,
    list: listMaintenances,
  },
  {
    action: 'read',
    kind: 'maintenance',
    method: 'get',
    path: '/maintenances/:id',
    name: 'getMaintenance',
    summary: 'One maintenance, an occurrence of the programme too',
    read: (service, id) => service.maintenances.get(id),
  },
  writeOperation(
    'maintenance',
    ['post', '', 'scheduleMaintenance'],
    'Schedule a maintenance',
    schema.ScheduleMaintenance,
    (service, _, input, actor) => service.maintenances.schedule(input, actor),
  ),
  writeOperation(
    'maintenance',
    ['patch', '/:id', 'correctMaintenance'],
    'Move or rewrite a maintenance; what was said before is kept',
    schema.CorrectMaintenance,
    (service, id, input, actor) => service.maintenances.correct(id, input, actor),
  ),
  writeOperation(
    'maintenance',
    ['delete', '/:id', 'withdrawMaintenance'],
    'Take a maintenance off the page',
    null,
    (service, id, _, actor) => service.maintenances.withdraw(id, actor),
  ),
  writeOperation(
    'maintenance',
    ['post', '/:id/updates', 'updateMaintenance'],
    'Say more',
    schema.UpdateMaintenance,
    (service, id, input, actor) => service.maintenances.update(id, input, actor),
  ),
  writeOperation(
    'maintenance',
    ['post', '/:id/start', 'startMaintenance'],
    'Begin now, early',
    schema.StartMaintenance,
    (service, id, input, actor) => service.maintenances.start(id, input, actor),
  ),
  writeOperation(
    'maintenance',
    ['post', '/:id/extend', 'extendMaintenance'],
    'Let it last longer',
    schema.ExtendMaintenance,
    (service, id, input, actor) => service.maintenances.extend(id, input, actor),
  ),
  writeOperation(
    'maintenance',
    ['post', '/:id/complete', 'completeMaintenance'],
    'End now, early',
    schema.CompleteMaintenance,
    (service, id, input, actor) => service.maintenances.complete(id, input, actor),
  ),
  writeOperation(
    'maintenance',
    ['post', '/:id/cancel', 'cancelMaintenance'],
    'It does not take place',
    schema.CancelMaintenance,
    (service, id, input, actor) => service.maintenances.cancel(id, input, actor),
  ),
]

/** Everything the team's API does: it is routed, guarded and described from this table. */
export const operations: readonly Operation[] = [...incidents, ...maintenances]
