import { oneLine } from './quote.ts'

/** A shorter secret is none: hiding it would hide everything. Characters. */
const shortest = 4

/** The secret as written, and as it comes out of a quotation: on one line. */
const guises = (secret: string): string[] => [secret, oneLine(secret, secret.length)]

/**
 * A text with no secret in it, nor the beginning of one where a quotation was cut short.
 *
 * @param text one line, quotations in it cut with `…`
 */
export function redact(text: string, secrets: readonly string[]): string {
  const hidden = secrets.filter((secret) => secret.length >= shortest).flatMap(guises)
  let safe = text
  for (const secret of hidden) safe = safe.replaceAll(secret, '***')
  const pieces = safe.split('…')
  const last = pieces.pop()!
  return [...pieces.map((piece) => withoutBeginning(piece, hidden)), last].join('…')
}

/** A text that was cut, without what at its end is the beginning of a secret. */
function withoutBeginning(text: string, secrets: readonly string[]): string {
  for (const secret of secrets)
    for (let length = Math.min(secret.length - 1, text.length); length >= shortest; length--)
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`
  return text
}
