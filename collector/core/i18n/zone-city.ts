import { citiesDe } from './de/cities.ts'
import { citiesEs } from './es/cities.ts'
import { citiesFr } from './fr/cities.ts'
import type { Locale } from '../text/localized-text.ts'
import { zoneName } from './zone-name.ts'

/**
 * Cities of zones that a language writes otherwise than the name of the zone does; the exemplar cities of CLDR. `Intl` tells
 * them to nobody: its generic names say "heure d’Europe centrale", or the country, where a reader looks for the city.
 */
const cities: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: citiesDe,
  es: citiesEs,
  fr: citiesFr,
}

/** A zone by the name that readers of a language know it by: `Londres`, `Paris`, `UTC`, `UTC−5`. */
export const zoneCity = (timezone: string, locale: Locale): string =>
  cities[locale.split('-')[0]!]?.[timezone] ?? zoneName(timezone)
