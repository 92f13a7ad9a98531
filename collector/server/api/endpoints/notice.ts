import { z } from 'zod'
import type { NoticeRow } from '../../../core/incident/notice.ts'
import { AnnouncementView, IncidentView, MaintenanceView } from '../../../notices/api/index.ts'
import type { Actor, NoticeInput, NoticeService } from '../../../notices/service/notice-service.ts'
import { type Endpoint, type EndpointRequest, readEndpoint, writeEndpoint } from '../endpoint.ts'
import { type ResultPage, listResponse } from '../pagination.ts'
import { IdText } from '../parameters.ts'
import { jsonResponse } from '../responses.ts'
import { etagOf } from '../serializer.ts'

const views = {
  incidents: IncidentView,
  maintenances: MaintenanceView,
  announcements: AnnouncementView,
} as const
type NoticeTag = keyof typeof views

const idParameter = IdText.meta({
  description: 'Id of the notice.',
  examples: ['k3v9x0c2m7qa'],
  param: { id: 'id' },
})

/** The row that lists notices. */
export const noticeList = (
  row: Pick<Endpoint, 'path' | 'operationId' | 'summary'> & {
    readonly tag: NoticeTag
    readonly query: z.ZodObject
    list(request: EndpointRequest): Promise<ResultPage<NoticeRow>>
  },
): Endpoint =>
  readEndpoint({
    ...row,
    scopes: ['read'],
    response: {
      status: 200,
      description: 'A page of the list',
      schema: z.array(views[row.tag]),
      headers: ['Link'],
    },
    async handle(request) {
      const { items, next } = await row.list(request)
      return listResponse(
        row.path,
        items.map((notice) => request.serialize(notice)),
        next,
      )
    },
  })

/** The row that reads one notice. */
export const noticeRead = (
  row: Pick<Endpoint, 'path' | 'operationId' | 'summary'> & {
    readonly tag: NoticeTag
    read(service: NoticeService, id: string): Promise<NoticeRow>
  },
): Endpoint =>
  readEndpoint({
    ...row,
    scopes: ['read'],
    idParameter,
    response: { status: 200, description: 'The notice', schema: views[row.tag], headers: ['ETag'] },
    async handle({ deps, serialize, id }) {
      const notice = await row.read(deps.noticeService, id)
      return jsonResponse(200, JSON.stringify(serialize(notice)), { ETag: etagOf(notice) })
    },
  })

/** A row that creates, changes or deletes a notice. */
export function noticeWrite(
  row: Pick<Endpoint, 'method' | 'path' | 'operationId' | 'summary' | 'body'> & {
    readonly tag: NoticeTag
    change(service: NoticeService, id: string, input: NoticeInput, actor: Actor): Promise<NoticeRow>
  },
): Endpoint {
  const { change, ...description } = row
  const isDeletion = row.method === 'delete'
  const isNew = row.path === `/${row.tag}`
  return writeEndpoint({
    ...description,
    scopes: ['notices'],
    idParameter,
    versioned: true,
    conflicts: true,
    response: isDeletion
      ? { status: 204, description: 'Done' }
      : {
          status: isNew ? 201 : 200,
          description: isNew ? 'The new notice' : 'The notice as it is now',
          schema: views[row.tag],
          headers: ['ETag'],
        },
    async write({ deps, serialize, id, input, version, by, receipt }) {
      const answer = (notice: NoticeRow): string => (isDeletion ? 'null' : JSON.stringify(serialize(notice)))
      const actor: Actor = {
        by,
        way: 'token',
        ...(version !== null && { version }),
        ...(receipt && { receipt: (notice) => receipt(answer(notice)) }),
      }
      return answer(await change(deps.noticeService, id, input, actor))
    },
  })
}
