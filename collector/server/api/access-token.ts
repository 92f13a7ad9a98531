import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { StoredToken } from '../../store/access-store.ts'

const digest = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A new token: `vgs_` and 43 random url-safe characters (256 bits). It is shown once; only its hash is stored. */
export const newToken = (): string => `vgs_${randomBytes(32).toString('base64url')}`

/** The hash under which a token is stored: SHA-256, hex. */
export const tokenHash = (token: string): string => digest(token).toString('hex')

/** The token of an `Authorization: Bearer TOKEN` header; null when there is none. */
export const bearerToken = (header: string | undefined): string | null =>
  /^Bearer +([\w.~+/-]{1,512}=*) *$/i.exec(header ?? '')?.[1] ?? null

/** Whether the token is neither revoked nor expired at an instant (ms). */
export const isValid = ({ expiresAt, revokedAt }: StoredToken, now: number): boolean =>
  revokedAt === null && (expiresAt === null || now < expiresAt)

/**
 * The stored token that was presented, if it is valid at an instant (ms); null otherwise. All hashes are compared, in a
 * time that does not depend on their content.
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
