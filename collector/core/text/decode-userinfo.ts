/**
 * A user or a password out of an address, without its escapes. A `%` that begins no escape stands for itself: passwords are
 * written as they are, and browsers take them so.
 */
export function decodeUserinfo(text: string): string {
  const repaired = text.replace(/%(?![0-9a-f]{2})/gi, '%25')
  try {
    return decodeURIComponent(repaired)
  } catch {
    // Escapes of bytes that are no UTF-8.
    return text
  }
}
