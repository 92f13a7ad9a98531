import type { APIRoute } from 'astro'
import { daysJson } from '../../data/days.ts'
import { dataComponent } from '../../data/place.ts'

/** The days of a component, as the contract writes them. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) =>
  new Response(daysJson(snapshot, dataComponent(snapshot, params['id']!)), {
    headers: { 'content-type': 'application/json' },
  })
