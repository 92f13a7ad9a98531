import { z } from 'zod'
import { isOpen } from '../../core/incident/incident.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { type Maintenance, beginsAt, endsAt, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { parseWhen } from '../../core/time/parse-time.ts'
import { Refusal } from '../../notices/rules/validation-error.ts'
import { MaintenanceMessageStatus } from '../../notices/api/maintenance-schema.ts'
import { When, strict } from '../../notices/api/field-schemas.ts'
import { parse } from '../../notices/rules/validate.ts'
import type { Team } from './router.ts'

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
export const Position = z.string().max(512)

/** Query of `GET /api/v1/incidents`. */
export const ListIncidents = strict({
  status: z.enum(['open', 'resolved']).optional().describe('Default: all.'),
  limit: Limit,
  before: Position.optional().describe('Where the last answer ended, from its Link header.'),
})

/** Query of `GET /api/v1/maintenances`. */
export const ListMaintenances = strict({
  status: MaintenanceMessageStatus.optional().describe('Default: all.'),
  from: When.optional().describe(
    'Only windows that end after this. Default: now, or since ever where `until` or `status` is given.',
  ),
  until: When.optional().describe('Only windows that begin before this.'),
  limit: Limit,
  after: Position.optional().describe('Where the last answer ended, from its Link header.'),
})

/** What a list answers, and the query that leads on; null at its end. */
export type Listed<Notice> = { readonly notices: readonly Notice[]; readonly next: URLSearchParams | null }

type Query = Readonly<Record<string, string>>

/** Incidents, newest beginning first. @throws Refusal `invalid` */
export async function listIncidents({ desk }: Team, query: Query): Promise<Listed<Incident>> {
  const { status, limit, before } = parse(ListIncidents, counted(query))
  const end = before === undefined ? null : placeOf('before', before)
  const all = (await desk.incidents.all())
    .filter((incident) => status === undefined || isOpen(incident) === (status === 'open'))
    .filter(({ startedAt, id }) => end === null || compare(startedAt, id, end) < 0)
    .toSorted((a, b) => compare(b.startedAt, b.id, { at: a.startedAt, id: a.id }))
  return cut(all, limit, query, 'before', ({ startedAt, id }) => `${startedAt}.${id}`)
}

/** Maintenances, first window first; without a query those that are not over. @throws Refusal `invalid` */
export async function listMaintenances(team: Team, query: Query): Promise<Listed<Maintenance>> {
  const { status, from, until, limit, after } = parse(ListMaintenances, counted(query))
  const now = team.now()
  const usualStart = until === undefined && status === undefined ? now : -Infinity
  const since = whenOf(team, 'from', from, now) ?? usualStart
  const before = whenOf(team, 'until', until, now) ?? Infinity
  const end = after === undefined ? null : placeOf('after', after)
  const all = (await team.desk.maintenances.all())
    .filter((one) => endsAt(one) > since && beginsAt(one) < before)
    .filter((one) => status === undefined || maintenanceStatus(one, now) === status)
    .filter(({ scheduledFor, id }) => end === null || compare(scheduledFor, id, end) > 0)
    .toSorted((a, b) => compare(a.scheduledFor, a.id, { at: b.scheduledFor, id: b.id }))
  return cut(all, limit, query, 'after', ({ scheduledFor, id }) => `${scheduledFor}.${id}`)
}

/** A place in a list: after the one of this instant (ms) and id. */
export type Place = { readonly at: number; readonly id: string }

/** Which of two comes first: by instant, then by id. */
export const compare = (at: number, id: string, place: Place): number =>
  at - place.at || (id < place.id ? -1 : id > place.id ? 1 : 0)

/** The first of a list, and the query that leads on; null at its end. */
export function cut<Notice>(
  all: readonly Notice[],
  limit: number,
  query: Query,
  name: 'before' | 'after',
  end: (last: Notice) => string,
): Listed<Notice> {
  const notices = all.slice(0, limit)
  const last = notices.at(-1)
  if (last === undefined || notices.length === all.length) return { notices, next: null }
  return { notices, next: new URLSearchParams({ ...query, [name]: end(last) }) }
}

const refuse = (path: string, message: string): never => {
  throw new Refusal('invalid', [{ path, message }])
}

/** The query with its number as one. @throws Refusal `invalid` */
export function counted(query: Query): unknown {
  const { limit } = query
  if (limit === undefined) return query
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > most)
    return refuse('limit', `is not a number that can be had. Write one from 1 to ${most}.`)
  return { ...query, limit: Number(limit) }
}

/** The place that a query names. @throws Refusal `invalid` */
export function placeOf(name: string, written: string): Place {
  const [, at, id] = /^(-?\d{1,16})\.(.+)$/s.exec(written) ?? []
  if (at === undefined || id === undefined)
    return refuse(name, 'is no place in a list. Follow the Link header of the answer before.')
  return { at: Number(at), id }
}

function whenOf(
  { config }: Team,
  name: string,
  written: string | undefined,
  now: number,
): number | undefined {
  if (written === undefined) return undefined
  return (
    parseWhen(written, now, config.page.timezone) ??
    refuse(name, 'is not a time. Write one such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00".')
  )
}
