/** The basic table of GSM 03.38, which one segment holds 160 of. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Its extension, two of the basic ones each. */
const extended = new Set('^{}\\[~]|€\f')

/** Septets of a text in GSM-7; null where a character of it is in neither table. */
function septetsOf(text: string): number | null {
  let septets = 0
  for (const character of text)
    if (basic.has(character)) septets++
    else if (extended.has(character)) septets += 2
    else return null
  return septets
}

/**
 * How many segments a text is sent as: 160 septets of GSM-7, or 70 UTF-16 units as soon as one character is not in it; with
 * several, each is 153 or 67 long (https://www.twilio.com/docs/glossary/what-sms-character-limit).
 */
export function segmentCount(text: string): number {
  const septets = septetsOf(text)
  if (septets !== null) return septets <= 160 ? 1 : Math.ceil(septets / 153)
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}

/** Typographic characters, and what telephones have instead. */
const typography: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‹': "'",
  '›': "'",
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '·': '-',
  '→': '->',
  '×': 'x',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u200b': '',
  '\u2060': '',
  '\u00ad': '',
  '\ufeff': '',
}
const ligatures: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'OE', æ: 'æ', ĳ: 'ij', ﬁ: 'fi', ﬂ: 'fl' }

const replaceAll = (text: string, table: Readonly<Record<string, string>>): string =>
  Array.from(text, (character) => table[character] ?? character).join('')

/** Letters that GSM-7 lacks without their accents: é è ù à ñ and the umlauts stay, ê î ô û ë ï ç become e i o u e i c. */
const withoutForeignAccents = (text: string): string =>
  Array.from(replaceAll(text.normalize('NFC'), ligatures), (character) => {
    if (basic.has(character)) return character
    const plain = character.normalize('NFD').replaceAll(/\p{M}/gu, '')
    return basic.has(plain) ? plain : character
  }).join('')

/**
 * The text as it is best sent: with plain quotation marks and dashes, and without those accents that alone would make it take
 * more segments. A text in another script stays as it is.
 */
export function forTelephones(text: string): string {
  const plain = replaceAll(text.normalize('NFC'), typography)
  const unaccented = withoutForeignAccents(plain)
  return segmentCount(unaccented) < segmentCount(plain) ? unaccented : plain
}
