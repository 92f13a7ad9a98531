/** A BCP 47 language tag the page is written in, such as `fr` or `en`. */
export type Locale = string

/** Words for readers: one text for every locale, or one per locale. */
export type Text = string | Readonly<Record<Locale, string>>

/**
 * The text in the wanted locale; where that is missing, in the first of `fallbacks` that has it, else in any.
 * A reader who gets the other language still learns more than one who gets nothing.
 */
export function inLocale(text: Text, locale: Locale, fallbacks: readonly Locale[] = []): string {
  if (typeof text === 'string') return text
  for (const candidate of [locale, ...fallbacks]) {
    const translation = text[candidate]
    if (translation !== undefined) return translation
  }
  return Object.values(text)[0] ?? ''
}
