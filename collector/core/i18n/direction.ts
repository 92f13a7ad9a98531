import type { Locale } from '../text/localized-text.ts'

/** `rtl` for a locale that is written from right to left; undefined for the others, which need not say so. */
export function directionOf(locale: Locale): 'rtl' | undefined {
  const { script } = new Intl.Locale(locale).maximize()
  return /^(Adlm|Arab|Aran|Hebr|Mand|Nkoo|Rohg|Syrc|Thaa)$/.test(script ?? '') ? 'rtl' : undefined
}
