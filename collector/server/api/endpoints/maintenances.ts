import {
  type Maintenance,
  beginsAt,
  endsAt,
  maintenanceStatus,
} from '../../../core/maintenance/maintenance.ts'
import { When, strict } from '../../../notices/fields/field-schemas.ts'
import * as schema from '../../../notices/api/index.ts'
import { MaintenanceMessageStatus } from '../../../notices/api/maintenance-schema.ts'
import { parseInput } from '../../../notices/rules/validate.ts'
import {
  Limit,
  type ResultPage,
  compareToCursor,
  paginate,
  parseCursor,
  parseListQuery,
} from '../pagination.ts'
import { CursorText, parseTimeParameter } from '../parameters.ts'
import { noticeList, noticeRead, noticeWrite } from './notice.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { Endpoint, EndpointRequest } from '../endpoint.ts'

/** Query of `GET /api/v1/maintenances`. */
const ListMaintenances = strict({
  status: MaintenanceMessageStatus.optional().describe('Default: all.'),
  from: When.optional().describe(
    'Only windows that end after this. Default: now; no limit where `until` or `status` is given.',
  ),
  until: When.optional().describe('Only windows that begin before this.'),
  limit: Limit,
  after: CursorText.optional().describe('The cursor of the page before, from its Link header.'),
})

/** Maintenances, first window first; without a query those that are not over. @throws ValidationError `invalid` */
async function listMaintenances(
  deps: ApiDeps,
  query: EndpointRequest['query'],
): Promise<ResultPage<Maintenance>> {
  const { status, from, until, limit, after } = parseInput(ListMaintenances, parseListQuery(query))
  const now = deps.now()
  const usualStart = until === undefined && status === undefined ? now : -Infinity
  const zone = deps.config.page.timezone
  const since = from === undefined ? usualStart : parseTimeParameter('from', from, now, zone)
  const before = until === undefined ? Infinity : parseTimeParameter('until', until, now, zone)
  const cursor = after === undefined ? null : parseCursor('after', after)
  const all = (await deps.noticeService.maintenances.all())
    .filter((one) => endsAt(one) > since && beginsAt(one) < before)
    .filter((one) => status === undefined || maintenanceStatus(one, now) === status)
    .filter(({ scheduledFor, id }) => cursor === null || compareToCursor(scheduledFor, id, cursor) > 0)
    .toSorted((a, b) => compareToCursor(a.scheduledFor, a.id, { at: b.scheduledFor, id: b.id }))
  return paginate(all, limit, query, 'after', ({ scheduledFor, id }) => `${scheduledFor}.${id}`)
}

/** Every endpoint about maintenances. */
export const maintenanceEndpoints: readonly Endpoint[] = [
  noticeList({
    path: '/maintenances',
    tag: 'maintenances',
    operationId: 'listMaintenances',
    summary: 'List maintenances by planned start; by default those that are not over',
    query: ListMaintenances,
    list: ({ deps, query }) => listMaintenances(deps, query),
  }),
  noticeRead({
    path: '/maintenances/:id',
    tag: 'maintenances',
    operationId: 'getMaintenance',
    summary: 'Get one maintenance, or one occurrence of a recurring maintenance',
    read: (service, id) => service.maintenances.get(id),
  }),
  noticeWrite({
    method: 'post',
    path: '/maintenances',
    tag: 'maintenances',
    operationId: 'scheduleMaintenance',
    summary: 'Schedule a maintenance',
    body: schema.ScheduleMaintenance,
    change: (service, _, input, actor) => service.maintenances.schedule(input, actor),
  }),
  noticeWrite({
    method: 'patch',
    path: '/maintenances/:id',
    tag: 'maintenances',
    operationId: 'correctMaintenance',
    summary: 'Reschedule or correct a maintenance; the earlier text is kept as a correction',
    body: schema.CorrectMaintenance,
    change: (service, id, input, actor) => service.maintenances.correct(id, input, actor),
  }),
  noticeWrite({
    method: 'delete',
    path: '/maintenances/:id',
    tag: 'maintenances',
    operationId: 'withdrawMaintenance',
    summary: 'Withdraw a maintenance from the page',
    change: (service, id, _, actor) => service.maintenances.withdraw(id, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/maintenances/:id/updates',
    tag: 'maintenances',
    operationId: 'updateMaintenance',
    summary: 'Post an update of a maintenance',
    body: schema.UpdateMaintenance,
    change: (service, id, input, actor) => service.maintenances.update(id, input, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/maintenances/:id/start',
    tag: 'maintenances',
    operationId: 'startMaintenance',
    summary: 'Start a maintenance now, before its planned start',
    body: schema.StartMaintenance,
    change: (service, id, input, actor) => service.maintenances.start(id, input, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/maintenances/:id/extend',
    tag: 'maintenances',
    operationId: 'extendMaintenance',
    summary: 'Extend a maintenance',
    body: schema.ExtendMaintenance,
    change: (service, id, input, actor) => service.maintenances.extend(id, input, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/maintenances/:id/complete',
    tag: 'maintenances',
    operationId: 'completeMaintenance',
    summary: 'Complete a maintenance now, before its planned end',
    body: schema.CompleteMaintenance,
    change: (service, id, input, actor) => service.maintenances.complete(id, input, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/maintenances/:id/cancel',
    tag: 'maintenances',
    operationId: 'cancelMaintenance',
    summary: 'Cancel a maintenance',
    body: schema.CancelMaintenance,
    change: (service, id, input, actor) => service.maintenances.cancel(id, input, actor),
  }),
]
