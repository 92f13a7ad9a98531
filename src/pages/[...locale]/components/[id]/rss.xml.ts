import type { APIRoute } from 'astro'
import { feedItems } from '../../../../feeds/items.ts'
import { rss, rssResponse } from '../../../../feeds/rss.ts'
import { fill } from '../../../../i18n/words.ts'
import { componentAt, componentPlace, incidentsAbout } from '../../../../view/lookup.ts'
import { viewOf } from '../../../../view/view.ts'

export const GET: APIRoute = ({ locals, params }) => {
  const component = componentAt(locals.snapshot, params['id']!)
  const home = componentPlace(component.id)
  const view = viewOf(locals.snapshot, params['locale'], `${home}rss.xml`)
  const { name } = locals.snapshot.page
  const about = {
    title: fill(view.words.feedComponent, { name, component: view.text(component.name) }),
    description: fill(view.words.feedDescription, { name }),
    self: view.path(`${home}rss.xml`),
    home: view.path(home),
  }
  return rssResponse(rss(view, about, feedItems(view, incidentsAbout(locals.snapshot, component.id))))
}
