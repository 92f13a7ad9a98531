import type { APIRoute } from 'astro'
import script from '../embed/element.js?minified'

export const GET: APIRoute = () =>
  new Response(script, { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
