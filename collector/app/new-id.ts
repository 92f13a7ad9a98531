import { randomInt } from 'node:crypto'

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id of 12 characters `[a-z0-9]`. */
export const newId = (): string => Array.from({ length: 12 }, () => alphabet[randomInt(36)]).join('')
