import type { APIRoute } from 'astro'
import { viewOf } from '../view/shared/view.ts'

export const GET: APIRoute = ({ locals: { snapshot } }) => {
  // A sitemap is named by its complete address (sitemaps.org), which nobody knows without `page.url`.
  const sitemap =
    snapshot.page.url === null
      ? ''
      : `\nSitemap: ${viewOf(snapshot, undefined, '/robots.txt').absolute('/sitemap.xml')}\n`
  return new Response(`User-agent: *\nAllow: /\n${sitemap}`, {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}
