import type { APIRoute } from 'astro'
import { daysJson } from '../../open-data/days.ts'
import { dataComponent } from '../../open-data/places.ts'

/** The days of a component, as the contract writes them. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) =>
  new Response(daysJson(snapshot, dataComponent(snapshot, params['id']!)), {
    headers: { 'content-type': 'application/json' },
  })
