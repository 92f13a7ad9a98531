import type { APIRoute } from 'astro'
import { parseFeedPath } from '../feeds/answer.ts'
import { componentPlace } from '../view/shared/places.ts'
import { viewOf } from '../view/shared/view.ts'
import { calendar, type calendarFiles } from './ics.ts'

/** The route of a calendar, of the whole page and of each component. */
export const calendarRoute =
  (file: (typeof calendarFiles)[number]): APIRoute =>
  ({ locals: { snapshot }, params }) => {
    const { locale, component } = parseFeedPath(snapshot, params['locale'])
    const place = component ? componentPlace(component.id) : '/'
    const view = viewOf(snapshot, locale, place + file)
    const about = component && { id: component.id, name: view.text(component.name) }
    return new Response(calendar(view, about, file), {
      headers: { 'content-type': 'text/calendar; charset=utf-8' },
    })
  }
