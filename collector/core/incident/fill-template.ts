import { formatDurationWords } from '../i18n/duration-words.ts'
import { type Text, inLocale } from '../text/localized-text.ts'

/** The template in every locale of the page, with its placeholders replaced. */
export function fillTemplate(
  template: Text,
  input: { readonly component: { readonly name: Text }; readonly fault: string },
  locales: readonly string[],
  duration?: number,
): Text {
  const texts: Record<string, string> = {}
  for (const locale of locales) {
    const values: Record<string, string> = {
      component: inLocale(input.component.name, locale, locales),
      fault: input.fault,
      duration: duration === undefined ? '' : formatDurationWords(duration, locale),
    }
    texts[locale] = inLocale(template, locale, locales).replace(
      /\{(\w+)\}/g,
      (placeholder, name: string) => values[name] ?? placeholder,
    )
  }
  return texts
}
