import type { Config } from '../../core/config/config.ts'
import { type Text, inLocale } from '../../core/text/localized-text.ts'
import { plainLine, plainText } from './plain-text.ts'

/** A text in the page's first language on one line, fit for a terminal. */
export const formatText = (text: Text, { locale, locales }: Config['page']): string =>
  plainLine(inLocale(text, locale, locales))

/** A text in all its languages, fit for a terminal; each after its name where there are several. */
export const formatAllLocales = (text: Text): string =>
  typeof text === 'string'
    ? plainText(text)
    : Object.entries(text)
        .map(([locale, words], _, all) =>
          all.length === 1 ? plainText(words) : `[${plainLine(locale)}] ${plainText(words)}`,
        )
        .join('\n')
