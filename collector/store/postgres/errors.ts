import { DatabaseError } from 'pg'
import { Conflict, StoreError } from '../store.ts'

/** What kinds of errors mean to the operator, by the beginning of their SQLSTATE; the first that fits counts. */
const meanings: readonly (readonly [code: string, says: string, transient: boolean])[] = [
  ['28', 'it refuses the user or the password. Check store: and the rights of that user', false],
  ['3D', 'there is no such database. Create it, or name another in store:', false],
  [
    '42501',
    'the user may not do this. It must own the tables, or be allowed to create some in the schema',
    false,
  ],
  [
    '53',
    'the server is out of disk space, memory or connections. It goes on by itself once there are some',
    true,
  ],
  ['57', 'the server is shutting down or starting. It goes on by itself', true],
  ['58', 'the disk of the server cannot be read or written', true],
  ['40', 'others change the same rows again and again', true],
  ['55P03', 'others hold a lock and do not let go', true],
  ['25P0', 'the connection was idle for too long in the middle of a transaction', true],
  ['25006', 'the server only reads: a replica, or one that was told to', true],
  ['08', 'the connection was lost', true],
  ['XX', 'the server is damaged. Look at its log', false],
]

/** The SQLSTATE of an error of the server; null for any other. */
export const sqlState = (error: unknown): string | null =>
  error instanceof DatabaseError ? (error.code ?? null) : null

/** Did the connection break, rather than the server answer with an error? */
export const isConnectionLoss = (error: unknown): boolean => {
  const state = sqlState(error)
  if (state !== null) return state.startsWith('08') || state.startsWith('57P')
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== undefined && /^(E[A-Z]+|ERR_SSL_|CERT_)/.test(code)) return true
  return /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|Client has encountered|Connection ended/i.test(
    message,
  )
}

/** What a store throws for an error met while it worked: StoreError where the server or the way to it is to blame, else itself. */
export function storeError(error: unknown, name: string): unknown {
  if (error instanceof StoreError || error instanceof Conflict) return error
  const state = sqlState(error)
  const meaning = state === null ? undefined : meanings.find(([prefix]) => state.startsWith(prefix))
  if (meaning)
    return new StoreError(`${name}: ${meaning[1]} (${state}).`, { cause: error, transient: meaning[2] })
  if (isConnectionLoss(error)) {
    const { code } = error as NodeJS.ErrnoException
    return new StoreError(
      `${name}: the server cannot be reached${code ? ` (${code})` : ''}. It goes on by itself once it can.`,
      { cause: error, transient: true },
    )
  }
  return error
}
