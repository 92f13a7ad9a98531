import type { APIRoute } from 'astro'
import { plannedPlaces } from '../view/maintenance/calendar.ts'
import { figuresPlace, hasFigures } from '../view/metrics/metrics-page.ts'
import { months } from '../view/history/history.ts'
import { escape } from '../view/shared/html.ts'
import { componentPlace, incidentPlace, slaPlace } from '../view/shared/places.ts'
import { reportDays, reportMonths, reportPlace } from '../view/report/report-list.ts'
import { viewOf } from '../view/shared/view.ts'

export const GET: APIRoute = ({ locals: { snapshot } }) => {
  const view = viewOf(snapshot, undefined, '/sitemap.xml')
  const places = [
    '/',
    '/history/',
    ...months(snapshot).map(({ month }) => `/history/${month}/`),
    ...plannedPlaces(snapshot),
    slaPlace,
    '/reports/',
    ...(hasFigures(snapshot) ? [figuresPlace] : []),
    ...[...reportMonths(snapshot), ...reportDays(snapshot)].map(reportPlace),
    ...snapshot.components.map(({ id }) => componentPlace(id)),
    ...snapshot.incidents.map(({ id }) => incidentPlace(id)),
  ]
  const locales = new Set([snapshot.page.locale, ...snapshot.page.locales])
  const urls = [...new Set(places)].flatMap((place) =>
    [...locales].map((locale) => `<url><loc>${escape(view.absolute(view.path(place, locale)))}</loc></url>`),
  )
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('\n')}</urlset>\n`,
    { headers: { 'content-type': 'application/xml; charset=utf-8' } },
  )
}
