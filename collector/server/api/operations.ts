import type { z } from 'zod'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Desk, Given, Hand } from '../../notices/service/notice-service.ts'
import * as schema from '../../notices/api/index.ts'
import {
  type Listed,
  ListIncidents,
  ListMaintenances,
  listIncidents,
  listMaintenances,
} from './pagination.ts'
import type { Team } from './router.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Kind = 'incident' | 'maintenance'

/** What every operation has. */
type Common = {
  readonly method: Method
  /** Below `/api/v1`, its parameters as `:id`. */
  readonly path: string
  /** Its name in the description of the API. */
  readonly name: string
  readonly summary: string
  readonly kind: Kind
}

/** Many notices. */
export type ListOperation = Common & {
  readonly does: 'list'
  readonly query: z.ZodObject
  list(team: Team, query: Readonly<Record<string, string>>): Promise<Listed<Incident> | Listed<Maintenance>>
}

/** One notice. */
export type ReadOperation = Common & {
  readonly does: 'read'
  read(desk: Desk, id: string): Promise<Incident | Maintenance>
}

/** A change of one notice, or a new one. */
export type WriteOperation = Common & {
  readonly does: 'write'
  /** What the body says; null where it says nothing. */
  readonly given: z.ZodType | null
  /** May the body be left out? */
  readonly wordless: boolean
  readonly status: 200 | 201 | 204
  write(desk: Desk, id: string, given: Given, hand: Hand): Promise<Incident | Maintenance>
}

/** One thing the team's API does. */
export type Operation = ListOperation | ReadOperation | WriteOperation

const write = (
  kind: Kind,
  [method, path, name]: readonly [Method, string, string],
  summary: string,
  given: z.ZodType | null,
  act: WriteOperation['write'],
): WriteOperation => ({
  does: 'write',
  kind,
  method,
  path: `/${kind}s${path}`,
  name,
  summary,
  given,
  wordless: given !== null && given.safeParse({}).success,
  status: method === 'delete' ? 204 : path === '' ? 201 : 200,
  write: act,
})

const incidents: readonly Operation[] = [
  {
    does: 'list',
    kind: 'incident',
    method: 'get',
    path: '/incidents',
    name: 'listIncidents',
    summary: 'Incidents, newest first',
    query: ListIncidents,
    list: listIncidents,
  },
  {
    does: 'read',
    kind: 'incident',
    method: 'get',
    path: '/incidents/:id',
    name: 'getIncident',
    summary: 'One incident with its whole story',
    read: (desk, id) => desk.incidents.get(id),
  },
  write(
    'incident',
    ['post', '', 'openIncident'],
    'Open an incident',
    schema.OpenIncident,
    (desk, _, given, hand) => desk.incidents.open(given, hand),
  ),
  write(
    'incident',
    ['patch', '/:id', 'correctIncident'],
    'Correct an incident; what was said before is kept',
    schema.CorrectIncident,
    (desk, id, given, hand) => desk.incidents.correct(id, given, hand),
  ),
  write(
    'incident',
    ['delete', '/:id', 'withdrawIncident'],
    'Take an incident off the page',
    null,
    (desk, id, _, hand) => desk.incidents.withdraw(id, hand),
  ),
  write(
    'incident',
    ['post', '/:id/updates', 'updateIncident'],
    'Say more, resolve or reopen',
    schema.UpdateIncident,
    (desk, id, given, hand) => desk.incidents.update(id, given, hand),
  ),
  write(
    'incident',
    ['post', '/:id/acknowledge', 'acknowledgeIncident'],
    'Somebody has taken it on',
    schema.AcknowledgeIncident,
    (desk, id, given, hand) => desk.incidents.acknowledge(id, given, hand),
  ),
  write(
    'incident',
    ['put', '/:id/postmortem', 'writePostmortem'],
    'What was learnt of it',
    schema.WritePostmortem,
    (desk, id, given, hand) => desk.incidents.postmortem(id, given, hand),
  ),
  write(
    'incident',
    ['post', '/:id/false-alarm', 'markFalseAlarm'],
    'It never was: it leaves the count and is listed as a correction',
    schema.FalseAlarm,
    (desk, id, given, hand) => desk.incidents.falseAlarm(id, given, hand),
  ),
]

const maintenances: readonly Operation[] = [
  {
    does: 'list',
    kind: 'maintenance',
    method: 'get',
    path: '/maintenances',
    name: 'listMaintenances',
    summary: 'Maintenances, first window first; those that are not over unless asked otherwise',
    query: ListMaintenances,
    list: listMaintenances,
  },
  {
    does: 'read',
    kind: 'maintenance',
    method: 'get',
    path: '/maintenances/:id',
    name: 'getMaintenance',
    summary: 'One maintenance, an occurrence of the programme too',
    read: (desk, id) => desk.maintenances.get(id),
  },
  write(
    'maintenance',
    ['post', '', 'scheduleMaintenance'],
    'Schedule a maintenance',
    schema.ScheduleMaintenance,
    (desk, _, given, hand) => desk.maintenances.schedule(given, hand),
  ),
  write(
    'maintenance',
    ['patch', '/:id', 'correctMaintenance'],
    'Move or rewrite a maintenance; what was said before is kept',
    schema.CorrectMaintenance,
    (desk, id, given, hand) => desk.maintenances.correct(id, given, hand),
  ),
  write(
    'maintenance',
    ['delete', '/:id', 'withdrawMaintenance'],
    'Take a maintenance off the page',
    null,
    (desk, id, _, hand) => desk.maintenances.withdraw(id, hand),
  ),
  write(
    'maintenance',
    ['post', '/:id/updates', 'updateMaintenance'],
    'Say more',
    schema.UpdateMaintenance,
    (desk, id, given, hand) => desk.maintenances.update(id, given, hand),
  ),
  write(
    'maintenance',
    ['post', '/:id/start', 'startMaintenance'],
    'Begin now, early',
    schema.StartMaintenance,
    (desk, id, given, hand) => desk.maintenances.start(id, given, hand),
  ),
  write(
    'maintenance',
    ['post', '/:id/extend', 'extendMaintenance'],
    'Let it last longer',
    schema.ExtendMaintenance,
    (desk, id, given, hand) => desk.maintenances.extend(id, given, hand),
  ),
  write(
    'maintenance',
    ['post', '/:id/complete', 'completeMaintenance'],
    'End now, early',
    schema.CompleteMaintenance,
    (desk, id, given, hand) => desk.maintenances.complete(id, given, hand),
  ),
  write(
    'maintenance',
    ['post', '/:id/cancel', 'cancelMaintenance'],
    'It does not take place',
    schema.CancelMaintenance,
    (desk, id, given, hand) => desk.maintenances.cancel(id, given, hand),
  ),
]

/** Everything the team's API does: it is routed, guarded and described from this table. */
export const operations: readonly Operation[] = [...incidents, ...maintenances]
