import { oneLine } from './quote.ts'

/** A shorter secret is none: hiding it would hide everything. Characters. */
const minSecretLength = 4

/** The secret as written, and as it comes out of a quotation: on one line. */
const secretVariants = (secret: string): string[] => [secret, oneLine(secret, secret.length)]

/**
 * A text with no secret in it, nor the beginning of one where a quotation was cut short.
 *
 * @param text one line, quotations in it cut with `…`
 */
export function redact(text: string, secrets: readonly string[]): string {
  const variants = secrets.filter((secret) => secret.length >= minSecretLength).flatMap(secretVariants)
  let safe = text
  for (const secret of variants) safe = safe.replaceAll(secret, '***')
  const pieces = safe.split('…')
  const last = pieces.pop()!
  return [...pieces.map((piece) => redactCutSecret(piece, variants)), last].join('…')
}

/** A text that was cut, without what at its end is the beginning of a secret. */
function redactCutSecret(text: string, secrets: readonly string[]): string {
  for (const secret of secrets)
    for (let length = Math.min(secret.length - 1, text.length); length >= minSecretLength; length--)
      if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`
  return text
}
