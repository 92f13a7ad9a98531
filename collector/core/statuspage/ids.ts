import { derivedId } from '../text/id.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { inLocale, type Text } from '../text/localized-text.ts'

/** An instant as Statuspage writes it. */
export const isoInstant = (at: number): string => new Date(at).toISOString()

const derived = new Map<string, string>()

/** Every publication asks for the same few again; a page of years must not remember them all. */
function remembered(...parts: readonly string[]): string {
  const key = JSON.stringify(parts)
  let id = derived.get(key)
  if (id === undefined) {
    if (derived.size > 5_000) derived.clear()
    derived.set(key, (id = derivedId(...parts)))
  }
  return id
}

/** An id of ours as clients of Statuspage expect ids: one of 12 characters stays, any other gets a stable one of its own. */
export const idOf = (kind: 'component' | 'group' | 'notice', id: string): string =>
  /^[a-z0-9]{12}$/.test(id) ? id : remembered(kind, id)

/** The id of a message: those that are imported need not differ from one notice to the next. */
export const updateId = (notice: string, id: string): string =>
  /^[a-z0-9]{12}$/.test(id) ? id : remembered('update', notice, id)

/** The page's own id: it stays when the page moves. */
export const pageId = ({ page }: Snapshot): string => remembered('page', page.identity)

/** The id of a group, from its name in any one language. */
export const groupId = (name: Text): string => idOf('group', `group ${inLocale(name, '')}`)
