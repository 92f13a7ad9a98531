import { z } from 'zod'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import { apiBase } from './endpoint.ts'
import { jsonResponse } from './responses.ts'

/** Most items in one answer, and how many without a `limit`. */
const [maxLimit, defaultLimit] = [200, 50]

/** How many are asked for. */
export const Limit = z
  .int()
  .min(1)
  .max(maxLimit)
  .default(defaultLimit)
  .describe('How many at most; a Link header leads on.')
/** Where the last answer ended. */
export const CursorText = z.string().max(512)

/** What a list answers, and the query that leads on; null at its end. */
export type ResultPage<Item> = { readonly items: readonly Item[]; readonly next: URLSearchParams | null }

type QueryParameters = Readonly<Record<string, string>>

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

/** Reject a parameter of the query. @throws ValidationError `invalid` */
export const rejectParameter = (path: string, message: string): never => {
  throw new ValidationError('invalid', [{ path, message }])
}

/** The query with its number as one. @throws ValidationError `invalid` */
export function withNumericLimit(query: QueryParameters): unknown {
  const { limit } = query
  if (limit === undefined) return query
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > maxLimit)
    return rejectParameter('limit', `is not a number that can be had. Write one from 1 to ${maxLimit}.`)
  return { ...query, limit: Number(limit) }
}

/** The place that a query names. @throws ValidationError `invalid` */
export function parseCursor(name: string, text: string): ListCursor {
  const [, at, id] = /^(-?\d{1,16})\.(.+)$/s.exec(text) ?? []
  if (at === undefined || id === undefined)
    return rejectParameter(name, 'is no place in a list. Follow the Link header of the answer before.')
  return { at: Number(at), id }
}

/** The answer to a list: its items, and the link to what follows them. */
export const listResponse = (
  path: string,
  items: readonly unknown[],
  next: URLSearchParams | null,
): Response =>
  jsonResponse(200, JSON.stringify(items), next ? { Link: `<${apiBase}${path}?${next}>; rel="next"` } : {})
