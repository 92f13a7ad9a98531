import type { APIRoute } from 'astro'
import { sitemapPlaces } from '../renderer/routes.ts'
import { escape } from '../view/shared/html.ts'
import { viewOf } from '../view/shared/view.ts'

export const GET: APIRoute = ({ locals: { snapshot } }) => {
  const view = viewOf(snapshot, undefined, '/sitemap.xml')
  const locales = new Set([snapshot.page.locale, ...snapshot.page.locales])
  const urls = sitemapPlaces(snapshot).flatMap((place) =>
    [...locales].map((locale) => `<url><loc>${escape(view.absolute(view.path(place, locale)))}</loc></url>`),
  )
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('\n')}</urlset>\n`,
    { headers: { 'content-type': 'application/xml; charset=utf-8' } },
  )
}
