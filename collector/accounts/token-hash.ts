import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret that is sent to one person: 43 url-safe characters, 256 bits. Only its hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** The hash under which a secret is stored: SHA-256, hex. It needs no salt, for nobody guesses 256 bits. */
export const secretHash = (secret: string): string => hash('sha256', secret)

/** What a form carries, made of the secret in its reader's cookie: another site knows neither. */
export const formTokenOf = (cookie: string): string =>
  createHmac('sha256', cookie).update('form').digest('base64url')

/** Are two secrets the same? In a time that says nothing of where they differ. */
export const isSameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(secretHash(a)), Buffer.from(secretHash(b)))
