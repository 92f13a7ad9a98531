/** Shortest password, characters; NIST SP 800-63B asks for length and against rules of composition. */
const minPasswordLength = 12
/** Longest password, UTF-16 units: what is hashed is bounded. */
export const maxPasswordLength = 1_024
/** So many characters of a password must be other than what everybody knows. */
const minUnknownLength = 8
/** Shorter words are in many passwords by chance. */
const minWordLength = 3

/** What is wrong with a password: `known` is made of the names around it, `repeated` of one or two characters. */
export type PasswordProblem = 'short' | 'long' | 'known' | 'repeated'

/**
 * What is wrong with a new password; null where nothing is.
 *
 * @param knownTexts what a stranger tries first: the name, the e-mail address, the name of the page
 */
export function passwordProblem(password: string, knownTexts: readonly string[]): PasswordProblem | null {
  const characters = [...normalizePassword(password)]
  if (characters.length < minPasswordLength) return 'short'
  if (password.length > maxPasswordLength) return 'long'
  if (new Set(characters).size < 3) return 'repeated'
  let unknown = lettersOf(password)
  for (const word of wordsOfTexts(knownTexts)) unknown = unknown.replaceAll(word, '')
  return unknown !== lettersOf(password) && unknown.length < minUnknownLength ? 'known' : null
}

/** A password as it is hashed: keyboards write the same character in several forms (RFC 8265 asks for NFC). */
export const normalizePassword = (password: string): string => password.normalize('NFC')

const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** The texts without spaces and signs, and the words in them, longest first: what is left of a shorter one hides none. */
const wordsOfTexts = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).map(lettersOf))]
    .filter((word) => word.length >= minWordLength)
    .toSorted((a, b) => b.length - a.length)
