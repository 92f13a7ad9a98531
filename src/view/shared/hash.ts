import { hash as digest } from 'node:crypto'

/** 16 characters that stand for a text or for bytes: 96 bits of its SHA-256. */
export const hash = (input: string | NodeJS.ArrayBufferView): string =>
  digest('sha256', input, 'base64url').slice(0, 16)
