import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { maxPasswordLength, normalizePassword } from '../core/account/password-rules.ts'

const hashOf = promisify(argon2)

/** What argon2id costs: kibibytes, passes over them, lanes. */
type Argon2Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number }

/** OWASP's Password Storage Cheat Sheet, the first of its equal settings: 46 MiB, one pass. */
const defaultCost: Argon2Cost = { memory: 47_104, passes: 1, parallelism: 1 }
/** Higher costs than these are no hash of ours, bytes of what is read from the store must not bring the machine down. */
const limits: Argon2Cost = { memory: 1_048_576, passes: 32, parallelism: 16 }
const [saltLength, tagLength] = [16, 32]
/** Hashes made at once: a stranger who signs in takes no more than that of the machine. */
const maxConcurrent = 2
/** Hashes that wait; more are refused. */
const maxWaiting = 32

/** Too many sign-ins are under way. */
export class Busy extends Error {
  constructor() {
    super('too many passwords are being checked')
    this.name = 'Busy'
  }
}

/** Makes and checks hashes of passwords, a few at once. */
export type PasswordHasher = {
  /** The hash of a password, as a PHC string. @throws Busy */
  hash(password: string): Promise<string>
  /**
   * Is it the password of a hash? With null, of nobody: that takes as long, so that names cannot be told by it.
   * @throws Busy
   */
  verify(stored: string | null, password: string): Promise<boolean>
}

/** @param cost other than the one that OWASP asks for: tests make many */
export function createPasswordHasher(cost: Argon2Cost = defaultCost): PasswordHasher {
  const gate = createGate()
  const derive = (
    password: string,
    nonce: Buffer,
    { memory, passes, parallelism }: Argon2Cost,
    length: number,
  ) =>
    gate(() =>
      hashOf('argon2id', {
        message: normalizePassword(password),
        nonce,
        parallelism,
        tagLength: length,
        memory,
        passes,
      }),
    )
  const nobody = { salt: Buffer.alloc(saltLength), tag: Buffer.alloc(tagLength), cost }
  return {
    async hash(password) {
      const salt = randomBytes(saltLength)
      return phcString(cost, salt, await derive(password, salt, cost, tagLength))
    },
    async verify(stored, password) {
      if (password.length > maxPasswordLength) return false
      const parsed = stored === null ? null : parsePhc(stored)
      const { salt, tag, cost: of } = parsed ?? nobody
      const made = await derive(password, salt, of, tag.length)
      return parsed !== null && timingSafeEqual(made, tag)
    },
  }
}

/** Runs so many at once; the others wait for their turn. */
function createGate() {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= maxConcurrent) {
      if (waiting.length >= maxWaiting) throw new Busy()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const phcString = ({ memory, passes, parallelism }: Argon2Cost, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`

/** Null for what is no hash of argon2id within the limits. */
function parsePhc(text: string): { salt: Buffer; tag: Buffer; cost: Argon2Cost } | null {
  const [, m, t, p, salt, tag] =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{22,86})$/.exec(text) ??
    []
  const cost = { memory: Number(m), passes: Number(t), parallelism: Number(p) }
  if (salt === undefined || tag === undefined) return null
  if (cost.memory > limits.memory || cost.passes > limits.passes || cost.parallelism > limits.parallelism)
    return null
  return { salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64'), cost }
}
