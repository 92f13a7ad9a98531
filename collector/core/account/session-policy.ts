import { day, hour, minute } from '../time/units.ts'

/** A session ends when it was not used for so long, ms. */
const idleTimeout = 12 * hour
/** A session ends so long after its sign-in, ms, however much it is used. */
export const sessionLifetime = 30 * day
/** What was last seen of a session is written at most once in so long, ms: a page that is read costs no write. */
export const seenInterval = 5 * minute
/** A link for an invitation or a reset holds so long, ms. */
export const linkLifetime = 48 * hour

/** When a session was begun, last used and is over at the latest, ms. */
type SessionTimes = { readonly lastSeenAt: number; readonly expiresAt: number }

/** Does it hold at an instant (ms)? */
export const isSessionAlive = ({ lastSeenAt, expiresAt }: SessionTimes, now: number): boolean =>
  now < expiresAt && now - lastSeenAt < idleTimeout
