import type { Config } from '../../config/config.ts'
import type { Formats } from '../../i18n/format.ts'
import type { Words } from '../../i18n/words.ts'
import { type Locale, type Text, inLocale } from '../../text/localized-text.ts'
import { plainText } from '../../text/markdown.ts'

/** What messages to the team are worded with. */
export type MessageContext = {
  readonly locale: Locale
  readonly words: Words
  readonly formats: Formats
  readonly config: Pick<Config, 'page' | 'components' | 'priorities' | 'objectives' | 'escalations'>
  readonly now: number
  /** Strangers read it: nothing of how the team works. */
  readonly isPublic?: boolean
}

/** A text for the team: in the page's first locale, else in another of the page's. */
export const say = (text: Text, { locale, config }: MessageContext): string =>
  inLocale(text, locale, config.page.locales)

/** The longest text of a message, characters; the rest is on the page. */
const longestText = 20_000

/** What somebody wrote, without the marks of Markdown: every service has marks of its own. */
export const sayPlain = (text: Text, context: MessageContext): string =>
  plainText(say(text, context), longestText, true)

/** Names of components, by their ids, in the order of the page; one that is no longer configured keeps its id. */
export function componentNames(ids: readonly string[], context: MessageContext): readonly string[] {
  const { components } = context.config
  const affected = components.filter(({ id }) => ids.includes(id))
  const gone = ids.filter((id) => !components.some((component) => component.id === id))
  return [...affected.map(({ name }) => say(name, context)), ...gone]
}

/** The absolute address of a page; null where the page has none. */
export function addressOf(place: string, { config }: MessageContext): string | null {
  const { url } = config.page
  return url === null ? null : new URL(place, url.endsWith('/') ? url : `${url}/`).href
}
