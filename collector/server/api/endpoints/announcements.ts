import { z } from 'zod'
import { type Announcement, isCurrent } from '../../../core/announcement/announcement.ts'
import { strict } from '../../../notices/fields/field-schemas.ts'
import * as schema from '../../../notices/api/index.ts'
import { parseInput } from '../../../notices/rules/validate.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { Endpoint, EndpointRequest } from '../endpoint.ts'
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

/** Query of `GET /api/v1/announcements`. */
const ListAnnouncements = strict({
  status: z.enum(['current', 'past']).optional().describe('On the overview now, or not. Default: all.'),
  limit: Limit,
  before: CursorText.optional().describe('The cursor of the page before, from its Link header.'),
})

/** Announcements, newest first. @throws ValidationError `invalid` */
async function listAnnouncements(
  { noticeService, now }: ApiDeps,
  query: EndpointRequest['query'],
): Promise<ResultPage<Announcement>> {
  const { status, limit, before } = parseInput(ListAnnouncements, parseListQuery(query))
  const cursor = before === undefined ? null : parseCursor('before', before)
  const instant = now()
  const all = (await noticeService.announcements.all())
    .filter((one) => status === undefined || isCurrent(one, instant) === (status === 'current'))
    .filter(({ publishedAt, id }) => cursor === null || compareToCursor(publishedAt, id, cursor) < 0)
    .toSorted((a, b) => compareToCursor(b.publishedAt, b.id, { at: a.publishedAt, id: a.id }))
  return paginate(all, limit, query, 'before', ({ publishedAt, id }) => `${publishedAt}.${id}`)
}

/** Every endpoint about announcements. */
export const announcementEndpoints: readonly Endpoint[] = [
  noticeList({
    path: '/announcements',
    tag: 'announcements',
    operationId: 'listAnnouncements',
    summary: 'List announcements, newest first',
    query: ListAnnouncements,
    list: ({ deps, query }) => listAnnouncements(deps, query),
  }),
  noticeRead({
    path: '/announcements/:id',
    tag: 'announcements',
    operationId: 'getAnnouncement',
    summary: 'Get one announcement',
    read: (service, id) => service.announcements.get(id),
  }),
  noticeWrite({
    method: 'post',
    path: '/announcements',
    tag: 'announcements',
    operationId: 'publishAnnouncement',
    summary: 'Publish an announcement',
    body: schema.PublishAnnouncement,
    change: (service, _, input, actor) => service.announcements.publish(input, actor),
  }),
  noticeWrite({
    method: 'patch',
    path: '/announcements/:id',
    tag: 'announcements',
    operationId: 'correctAnnouncement',
    summary:
      'Correct an announcement, or change how long it stands; the earlier text is kept as a correction',
    body: schema.CorrectAnnouncement,
    change: (service, id, input, actor) => service.announcements.correct(id, input, actor),
  }),
  noticeWrite({
    method: 'delete',
    path: '/announcements/:id',
    tag: 'announcements',
    operationId: 'withdrawAnnouncement',
    summary: 'Withdraw an announcement from the page',
    change: (service, id, _, actor) => service.announcements.withdraw(id, actor),
  }),
]
