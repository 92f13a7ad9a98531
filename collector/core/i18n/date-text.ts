/** Formats that put a time behind a day and a month in short, where French says "à". */
const isBrief = ({ hour, month, year }: Intl.ResolvedDateTimeFormatOptions): boolean =>
  hour !== undefined && month === 'short' && year === undefined

const frenchFormats = new WeakMap<Intl.DateTimeFormat, Intl.ResolvedDateTimeFormatOptions | null>()

/** The options of a format that writes French dates with the name of the month; null for every other. */
function frenchOptions(format: Intl.DateTimeFormat): Intl.ResolvedDateTimeFormatOptions | null {
  let cached = frenchFormats.get(format)
  if (cached === undefined) {
    const options = format.resolvedOptions()
    cached = options.locale.split('-')[0] === 'fr' ? options : null
    frenchFormats.set(format, cached)
  }
  return cached
}

/**
 * An instant (ms) in a format, as the language writes it where Unicode's data do not: in French the first of a month is
 * `1er`, and a time stands after "à" (Lexique des règles typographiques of the Imprimerie nationale).
 */
export function dateText(format: Intl.DateTimeFormat, at: number): string {
  const options = frenchOptions(format)
  if (options === null) return format.format(at)
  const isBriefFormat = isBrief(options) && options.weekday === undefined
  const text = format.format(at)
  // Pages hold thousands of dates, and most are written as they are; their parts take several times as long.
  if (!isBriefFormat && !/(?<!\d)1(?!\d)/.test(text)) return text
  const parts = format.formatToParts(at)
  const named = parts.some(({ type, value }) => type === 'month' && /\p{L}/u.test(value))
  if (!named) return text
  return parts
    .map(({ type, value }, i) => {
      if (type === 'day' && value === '1') return '1er'
      return isBriefFormat && type === 'literal' && value === ', ' && parts[i + 1]?.type === 'hour'
        ? ' à '
        : value
    })
    .join('')
}
