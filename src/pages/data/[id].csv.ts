import type { APIRoute } from 'astro'
import { daysCsv } from '../../open-data/days.ts'
import { dataComponent } from '../../open-data/places.ts'

/** The days of a component as a table. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) =>
  new Response(daysCsv(snapshot, dataComponent(snapshot, params['id']!)), {
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  })
