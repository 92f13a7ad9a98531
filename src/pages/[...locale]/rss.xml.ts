import type { APIRoute } from 'astro'
import { feedItems } from '../../feeds/items.ts'
import { rss, rssResponse } from '../../feeds/rss.ts'
import { fill } from '../../i18n/words.ts'
import { viewOf } from '../../view/view.ts'

export const GET: APIRoute = ({ locals, params }) => {
  const view = viewOf(locals.snapshot, params['locale'], '/rss.xml')
  const { name } = locals.snapshot.page
  const about = {
    title: fill(view.words.feedTitle, { name }),
    description: fill(view.words.feedDescription, { name }),
    self: view.path('/rss.xml'),
    home: view.path('/'),
  }
  return rssResponse(rss(view, about, feedItems(view, locals.snapshot.incidents)))
}
