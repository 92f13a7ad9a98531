/**
 * A header's value, which Node gives as Latin-1, as the sender meant it: bytes that are UTF-8 are taken for UTF-8, as
 * browsers take them.
 */
export function headerText(value: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}
