import { z } from 'zod'
import { type Incident, isOpen } from '../../../core/incident/incident.ts'
import { strict } from '../../../notices/fields/field-schemas.ts'
import * as schema from '../../../notices/api/index.ts'
import { parseInput } from '../../../notices/rules/validate.ts'
import {
  Limit,
  type ResultPage,
  compareToCursor,
  paginate,
  parseCursor,
  parseListQuery,
} from '../pagination.ts'
import { CursorText } from '../parameters.ts'
import { noticeList, noticeRead, noticeWrite } from './notice.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { Endpoint, EndpointRequest } from '../endpoint.ts'

/** Query of `GET /api/v1/incidents`. */
const ListIncidents = strict({
  status: z.enum(['open', 'resolved']).optional().describe('Default: all.'),
  limit: Limit,
  before: CursorText.optional().describe('The cursor of the page before, from its Link header.'),
})

/** Incidents, newest beginning first. @throws ValidationError `invalid` */
async function listIncidents(
  { noticeService }: ApiDeps,
  query: EndpointRequest['query'],
): Promise<ResultPage<Incident>> {
  const { status, limit, before } = parseInput(ListIncidents, parseListQuery(query))
  const cursor = before === undefined ? null : parseCursor('before', before)
  const all = (await noticeService.incidents.all())
    .filter((incident) => status === undefined || isOpen(incident) === (status === 'open'))
    .filter(({ startedAt, id }) => cursor === null || compareToCursor(startedAt, id, cursor) < 0)
    .toSorted((a, b) => compareToCursor(b.startedAt, b.id, { at: a.startedAt, id: a.id }))
  return paginate(all, limit, query, 'before', ({ startedAt, id }) => `${startedAt}.${id}`)
}

/** Every endpoint about incidents. */
export const incidentEndpoints: readonly Endpoint[] = [
  noticeList({
    path: '/incidents',
    tag: 'incidents',
    operationId: 'listIncidents',
    summary: 'List incidents, newest first',
    query: ListIncidents,
    list: ({ deps, query }) => listIncidents(deps, query),
  }),
  noticeRead({
    path: '/incidents/:id',
    tag: 'incidents',
    operationId: 'getIncident',
    summary: 'Get one incident with all its updates',
    read: (service, id) => service.incidents.get(id),
  }),
  noticeWrite({
    method: 'post',
    path: '/incidents',
    tag: 'incidents',
    operationId: 'openIncident',
    summary: 'Open an incident',
    body: schema.OpenIncident,
    change: (service, _, input, actor) => service.incidents.open(input, actor),
  }),
  noticeWrite({
    method: 'patch',
    path: '/incidents/:id',
    tag: 'incidents',
    operationId: 'correctIncident',
    summary: 'Correct an incident; the earlier text is kept as a correction',
    body: schema.CorrectIncident,
    change: (service, id, input, actor) => service.incidents.correct(id, input, actor),
  }),
  noticeWrite({
    method: 'delete',
    path: '/incidents/:id',
    tag: 'incidents',
    operationId: 'withdrawIncident',
    summary: 'Withdraw an incident from the page',
    change: (service, id, _, actor) => service.incidents.withdraw(id, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/incidents/:id/updates',
    tag: 'incidents',
    operationId: 'updateIncident',
    summary: 'Post an update, resolve or reopen an incident',
    body: schema.UpdateIncident,
    change: (service, id, input, actor) => service.incidents.update(id, input, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/incidents/:id/acknowledge',
    tag: 'incidents',
    operationId: 'acknowledgeIncident',
    summary: 'Acknowledge an incident',
    body: schema.AcknowledgeIncident,
    change: (service, id, input, actor) => service.incidents.acknowledge(id, input, actor),
  }),
  noticeWrite({
    method: 'put',
    path: '/incidents/:id/postmortem',
    tag: 'incidents',
    operationId: 'writePostmortem',
    summary: 'Write the postmortem of an incident',
    body: schema.WritePostmortem,
    change: (service, id, input, actor) => service.incidents.postmortem(id, input, actor),
  }),
  noticeWrite({
    method: 'post',
    path: '/incidents/:id/false-alarm',
    tag: 'incidents',
    operationId: 'markFalseAlarm',
    summary: 'Mark an incident as a false alarm; it no longer counts and is listed as a correction',
    body: schema.FalseAlarm,
    change: (service, id, input, actor) => service.incidents.falseAlarm(id, input, actor),
  }),
]
