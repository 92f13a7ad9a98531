import { z } from 'zod'
import { type Incident, isOpen } from '../../core/incident/incident.ts'
import { type Maintenance, beginsAt, endsAt, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import { MaintenanceMessageStatus } from '../../notices/api/maintenance-schema.ts'
import { When, strict } from '../../notices/api/field-schemas.ts'
import { parseInput } from '../../notices/rules/validate.ts'
import type { ApiDeps } from './api-deps.ts'

/** Most notices in one answer, and how many without a `limit`. */
const [most, usual] = [200, 50]

/** How many are asked for. */
export const Limit = z
  .int()
  .min(1)
  .max(most)
  .default(usual)
  .describe('How many at most; a Link header leads on.')
/** Where the last answer ended. */
export const CursorText = z.string().max(512)

/** Query of `GET /api/v1/incidents`. */
export const ListIncidents = strict({
  status: z.enum(['open', 'resolved']).optional().describe('Default: all.'),
  limit: Limit,
  before: CursorText.optional().describe('Where the last answer ended, from its Link header.'),
})

/** Query of `GET /api/v1/maintenances`. */
export const ListMaintenances = strict({
  status: MaintenanceMessageStatus.optional().describe('Default: all.'),
  from: When.optional().describe(
    'Only windows that end after this. Default: now, or since ever where `until` or `status` is given.',
  ),
  until: When.optional().describe('Only windows that begin before this.'),
  limit: Limit,
  after: CursorText.optional().describe('Where the last answer ended, from its Link header.'),
})

/** What a list answers, and the query that leads on; null at its end. */
export type ResultPage<Item> = { readonly items: readonly Item[]; readonly next: URLSearchParams | null }

type QueryParameters = Readonly<Record<string, string>>

/** Incidents, newest beginning first. @throws ValidationError `invalid` */
export async function listIncidents(
  { noticeService }: ApiDeps,
  query: QueryParameters,
): Promise<ResultPage<Incident>> {
  const { status, limit, before } = parseInput(ListIncidents, withNumericLimit(query))
  const cursor = before === undefined ? null : parseCursor('before', before)
  const all = (await noticeService.incidents.all())
    .filter((incident) => status === undefined || isOpen(incident) === (status === 'open'))
    .filter(({ startedAt, id }) => cursor === null || compareToCursor(startedAt, id, cursor) < 0)
    .toSorted((a, b) => compareToCursor(b.startedAt, b.id, { at: a.startedAt, id: a.id }))
  return paginate(all, limit, query, 'before', ({ startedAt, id }) => `${startedAt}.${id}`)
}

/** Maintenances, first window first; without a query those that are not over. @throws ValidationError `invalid` */
export async function listMaintenances(
  deps: ApiDeps,
  query: QueryParameters,
): Promise<ResultPage<Maintenance>> {
  const { status, from, until, limit, after } = parseInput(ListMaintenances, withNumericLimit(query))
  const now = deps.now()
  const usualStart = until === undefined && status === undefined ? now : -Infinity
  const since = parseTimeParameter(deps, 'from', from, now) ?? usualStart
  const before = parseTimeParameter(deps, 'until', until, now) ?? Infinity
  const cursor = after === undefined ? null : parseCursor('after', after)
  const all = (await deps.noticeService.maintenances.all())
    .filter((one) => endsAt(one) > since && beginsAt(one) < before)
    .filter((one) => status === undefined || maintenanceStatus(one, now) === status)
    .filter(({ scheduledFor, id }) => cursor === null || compareToCursor(scheduledFor, id, cursor) > 0)
    .toSorted((a, b) => compareToCursor(a.scheduledFor, a.id, { at: b.scheduledFor, id: b.id }))
  return paginate(all, limit, query, 'after', ({ scheduledFor, id }) => `${scheduledFor}.${id}`)
}

/** A place in a list: after the one of this instant (ms) and id. */
export type ListCursor = { readonly at: number; readonly id: string }

/** Which of two comes first: by instant, then by id. */
export const compareToCursor = (at: number, id: string, cursor: ListCursor): number =>
  at - cursor.at || (id < cursor.id ? -1 : id > cursor.id ? 1 : 0)

/** The first of a list, and the query that leads on; null at its end. */
export function paginate<Item>(
  all: readonly Item[],
  limit: number,
  query: QueryParameters,
  name: 'before' | 'after',
  cursorTextOf: (last: Item) => string,
): ResultPage<Item> {
  const items = all.slice(0, limit)
  const last = items.at(-1)
  if (last === undefined || items.length === all.length) return { items, next: null }
  return { items, next: new URLSearchParams({ ...query, [name]: cursorTextOf(last) }) }
}

const refuse = (path: string, message: string): never => {
  throw new ValidationError('invalid', [{ path, message }])
}

/** The query with its number as one. @throws ValidationError `invalid` */
export function withNumericLimit(query: QueryParameters): unknown {
  const { limit } = query
  if (limit === undefined) return query
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > most)
    return refuse('limit', `is not a number that can be had. Write one from 1 to ${most}.`)
  return { ...query, limit: Number(limit) }
}

/** The place that a query names. @throws ValidationError `invalid` */
export function parseCursor(name: string, text: string): ListCursor {
  const [, at, id] = /^(-?\d{1,16})\.(.+)$/s.exec(text) ?? []
  if (at === undefined || id === undefined)
    return refuse(name, 'is no place in a list. Follow the Link header of the answer before.')
  return { at: Number(at), id }
}

function parseTimeParameter(
  { config }: ApiDeps,
  name: string,
  text: string | undefined,
  now: number,
): number | undefined {
  if (text === undefined) return undefined
  return (
    parseTime(text, now, config.page.timezone) ??
    refuse(name, 'is not a time. Write one such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00".')
  )
}
