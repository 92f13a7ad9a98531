import type { APIRoute } from 'astro'
import { uptimeJson } from '../../open-data/uptime.ts'

/** All components over the usual periods. */
export const GET: APIRoute = ({ locals: { snapshot } }) =>
  new Response(uptimeJson(snapshot), { headers: { 'content-type': 'application/json' } })
