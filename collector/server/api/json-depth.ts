/** Levels of lists and mappings within one another that are read; documents people write have a dozen. */
export const deepestJson = 256

/**
 * Whether a text of JSON nests deeper than is read. A parser spends a second on a megabyte of brackets, during which nothing
 * else happens; this takes some milliseconds. A text that is no JSON may be called deep, never a JSON text shallow by mistake.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') at = endOfString(text, at)
    else if (letter === '[' || letter === '{') {
      if (++depth > deepestJson) return true
    } else if (letter === ']' || letter === '}') depth--
  }
  return false
}

/** Where the closing quote of a string is; behind the end of the text where it has none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return text.length
}
