import type { APIRoute } from 'astro'
import { calendar } from '../../calendar/ics.ts'
import { parseFeedPath } from '../../feeds/answer.ts'
import { componentPlace } from '../../view/shared/places.ts'
import { viewOf } from '../../view/shared/view.ts'

export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const { locale, component } = parseFeedPath(snapshot, params['locale'])
  const place = component ? componentPlace(component.id) : '/'
  const view = viewOf(snapshot, locale, `${place}calendar.ics`)
  const about = component && { id: component.id, name: view.text(component.name) }
  return new Response(calendar(view, about), { headers: { 'content-type': 'text/calendar; charset=utf-8' } })
}
