import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { StoredToken } from '../../store/access-store.ts'

const digest = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A new token: `vgs_` and 43 random url-safe characters (256 bits). It is shown once, and kept as its hash only. */
export const newToken = (): string => `vgs_${randomBytes(32).toString('base64url')}`

/** The hash under which a token is kept: SHA-256, hex. */
export const tokenHash = (token: string): string => digest(token).toString('hex')

/** The token of an `Authorization: Bearer TOKEN` header; null when there is none. */
export const bearerToken = (header: string | undefined): string | null =>
  /^Bearer +([\w.~+/-]{1,512}=*) *$/i.exec(header ?? '')?.[1] ?? null

/** Does the token still open anything at an instant (ms)? */
export const isValid = ({ expiresAt, revokedAt }: StoredToken, now: number): boolean =>
  revokedAt === null && (expiresAt === null || now < expiresAt)

/**
 * Who holds the presented token at an instant (ms); null when nobody does any more or ever did. All hashes are compared,
 * in a time that does not depend on what they are.
 */
export function tokenOf(
  presented: string | null,
  tokens: readonly StoredToken[],
  now: number,
): StoredToken | null {
  const presentedHash = digest(presented ?? '')
  let match: StoredToken | null = null
  for (const token of tokens) {
    const storedHash = Buffer.from(token.hash, 'hex')
    if (storedHash.length === presentedHash.length && timingSafeEqual(storedHash, presentedHash))
      match = token
  }
  return presented !== null && match !== null && isValid(match, now) ? match : null
}
