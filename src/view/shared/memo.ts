import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { hash } from './hash.ts'
import type { View } from './view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** More texts than any page has; a memo that holds so many has mostly old ones. */
const most = 20_000

/** Texts by what they are made of: what comes out the same, publication after publication, is made once. */
export function createMemo(): (key: string, make: () => string) => string {
  const texts = new Map<string, string>()
  return (key, make) => {
    let text = texts.get(key)
    if (text === undefined) {
      if (texts.size >= most) texts.clear()
      texts.set(key, (text = make()))
    }
    return text
  }
}

const settingsKey = oncePer((page: Snapshot['page']): string => hash(JSON.stringify(page)))

/** What every text of a page depends on besides its facts: the settings of the page, the language, and where it stands. */
export const pageKey = ({ snapshot, locale, place }: View): string =>
  `${settingsKey(snapshot.page)} ${locale} ${place}`

type Fragment = { readonly key: string; readonly html: string }

const fragments = new Map<string, Fragment>()

/**
 * A part of a page as it was last rendered, or rendered again where what it is made of has changed.
 *
 * @param name of the part on its page
 * @param key of everything it shows
 */
export async function fragment(
  view: View,
  name: string,
  key: string,
  render: () => Promise<string>,
): Promise<string> {
  const place = `${view.locale} ${view.place} ${name}`
  const wholeKey = `${pageKey(view)} ${key}`
  const last = fragments.get(place)
  if (last?.key === wholeKey) return last.html
  const html = await render()
  if (fragments.size >= most) fragments.clear()
  fragments.set(place, { key: wholeKey, html })
  return html
}
