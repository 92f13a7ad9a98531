import type { APIRoute } from 'astro'
import { daysJson } from '../../open-data/days.ts'
import { componentOfDataPath } from '../../view/shared/data-places.ts'

/** The days of a component, as the contract writes them. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) =>
  new Response(daysJson(snapshot, componentOfDataPath(snapshot, params['id']!)), {
    headers: { 'content-type': 'application/json' },
  })
