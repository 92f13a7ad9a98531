import type { APIRoute } from 'astro'
import { daysCsv } from '../../open-data/days.ts'
import { componentOfDataPath } from '../../view/shared/data-places.ts'

/** The days of a component as a table. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) =>
  new Response(daysCsv(snapshot, componentOfDataPath(snapshot, params['id']!)), {
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  })
