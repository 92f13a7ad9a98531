import { formatDurationWords } from '../i18n/duration-words.ts'
import { type Text, inLocale } from '../text/localized-text.ts'

/** The template in the locales of the page that it has, with its placeholders replaced. */
export function fillTemplate(
  template: Text,
  input: { readonly component: { readonly name: Text }; readonly fault: string },
  locales: readonly string[],
  duration?: number,
): Text {
  const texts: Record<string, string> = {}
  for (const locale of templateLocales(template, locales)) {
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

/** The locales of the page that a template has; where it lacks one, English under its own tag, so that pages can mark it. */
function templateLocales(template: Text, locales: readonly string[]): readonly string[] {
  if (typeof template === 'string' || template['en'] === undefined) return locales
  const written = locales.filter((locale) => template[locale] !== undefined)
  return written.length === locales.length ? locales : [...new Set([...written, 'en'])]
}
