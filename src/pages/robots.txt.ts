import type { APIRoute } from 'astro'
import { viewOf } from '../view/shared/view.ts'

export const GET: APIRoute = ({ locals }) =>
  new Response(
    `User-agent: *\nAllow: /\n\nSitemap: ${viewOf(locals.snapshot, undefined, '/robots.txt').absolute('/sitemap.xml')}\n`,
    { headers: { 'content-type': 'text/plain; charset=utf-8' } },
  )
