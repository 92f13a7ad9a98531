/** The namespace of notices (RFC 9562, section 6.6); a value of our own, made once. */
const namespace = 'b7b0f5c2-6a3e-5d0c-9a53-3f6c0e1d8a41'

/** What has a name for ever. */
export type PermanentKind = 'incident' | 'maintenance' | 'announcement' | 'recurring' | 'update' | 'feed'

/**
 * A UUID of version 8 that is the same for a notice, a rule or a message for ever: whatever address the page moves to, in
 * every language and format. What readers have seen stays seen, and what they have in their calendar stays one event.
 *
 * @param sha256 of a text, hex
 */
export function permanentIdOf(sha256: (text: string) => string, kind: PermanentKind, id: string): string {
  const digits = sha256(`${namespace} ${kind} ${id}`).slice(0, 32)
  const variant = ((parseInt(digits[16]!, 16) & 0x3) | 0x8).toString(16)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}
