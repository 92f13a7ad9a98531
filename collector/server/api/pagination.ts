import { z } from 'zod'
import { apiBase } from './endpoint.ts'
import { CursorText, rejectCursor, rejectParameter } from './parameters.ts'
import { jsonResponse } from './responses.ts'

/** Most items in one answer, and how many without a `limit`. */
const [maxLimit, defaultLimit] = [200, 50]

/** The parameter `limit` of a list. */
export const Limit = z
  .int()
  .min(1)
  .max(maxLimit)
  .default(defaultLimit)
  .describe('Largest number of items; a Link header leads to the next page.')

/** One page of a list, and the query of the next page; null on the last one. */
export type ResultPage<Item> = { readonly items: readonly Item[]; readonly next: URLSearchParams | null }

type QueryParameters = Readonly<Record<string, string>>

/** A position in a list: the item of this instant (ms) and id. */
export type ListCursor = { readonly at: number; readonly id: string }

/** Compares an item with a cursor: by instant (ms), then by id. */
export const compareToCursor = (at: number, id: string, cursor: ListCursor): number =>
  at - cursor.at || (id < cursor.id ? -1 : id > cursor.id ? 1 : 0)

/** The first page of a list, and the query of the next one. */
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

/** The query of a list with `limit` as a number and a cursor that may be one. @throws ValidationError `invalid` */
export function parseListQuery(query: QueryParameters): unknown {
  for (const name of ['before', 'after'])
    if (query[name] !== undefined && !CursorText.safeParse(query[name]).success) rejectCursor(name)
  const { limit } = query
  if (limit === undefined) return query
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > maxLimit)
    return rejectParameter('limit', `is not a valid limit. Write a number from 1 to ${maxLimit}.`)
  return { ...query, limit: Number(limit) }
}

/** Parse the cursor of a query. @throws ValidationError `invalid` */
export function parseCursor(name: string, text: string): ListCursor {
  const [, at, id] = /^(-?\d{1,16})\.(.+)$/s.exec(text) ?? []
  if (at === undefined || id === undefined) return rejectCursor(name)
  return { at: Number(at), id }
}

/** The response for one page of a list, with a Link header to the next page. */
export const listResponse = (
  path: string,
  items: readonly unknown[],
  next: URLSearchParams | null,
): Response =>
  jsonResponse(200, JSON.stringify(items), next ? { Link: `<${apiBase}${path}?${next}>; rel="next"` } : {})
