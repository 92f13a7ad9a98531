import type { Context } from 'hono'
import type { Config } from '../../core/config/config.ts'
import type { Locale } from '../../core/text/localized-text.ts'

/** The first language of the page that the reader's browser accepts, else the page's own. */
export function readerLocale(c: Context, page: Pick<Config['page'], 'locale' | 'locales'>): Locale {
  const locales = [page.locale, ...page.locales]
  for (const range of (c.req.header('accept-language') ?? '').slice(0, 500).split(',')) {
    const tag = range.split(';')[0]!.trim().toLowerCase()
    const language = tag.split('-')[0]!
    const found =
      locales.find((one) => one.toLowerCase() === tag) ??
      locales.find((one) => one.toLowerCase().split('-')[0] === language)
    if (found !== undefined) return found
  }
  return page.locale
}
