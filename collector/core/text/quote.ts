/** Longest detail of a fault, in characters. */
const longestDetail = 200

// Control, format (bidirectional marks among them), surrogate, private and line-separating characters: what could
// forge a line in a log or turn a sentence around on a terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

const shorten = (text: string, limit: number): string => {
  const characters = Array.from(text.slice(0, limit * 2 + 2))
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : text
}

/** Text on one line without characters that do not print, at most `limit` characters long. */
export const oneLine = (text: string, limit = longestDetail): string =>
  shorten(
    text
      .slice(0, limit * 8)
      .replace(/\s+/g, ' ')
      .replace(unprintable, '\u{fffd}')
      .trim(),
    limit,
  )

/** Something a peer sent, made safe and put in quotes. */
export const quote = (text: string, limit = 60): string => `"${oneLine(text, limit)}"`

/** An address without user, password, query and fragment, which may hold secrets. */
export const publicUrl = (url: URL): string => oneLine(`${url.protocol}//${url.host}${url.pathname}`, 100)
