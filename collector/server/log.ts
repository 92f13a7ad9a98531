import { createRepeatFilter } from '../core/text/repeat-filter.ts'
import type { Clock } from '../core/time/clock.ts'
import { minute } from '../core/time/units.ts'

/** Where the server logs failures. Requests are not logged: their addresses contain tokens. */
export type ServerLog = {
  warn(message: string): void
  error(message: string): void
}

/** The same message is logged once while it keeps coming: clients must not be able to fill the disk. */
export function withoutRepeats(log: ServerLog, clock: Pick<Clock, 'monotonic'>): ServerLog {
  const isNew = createRepeatFilter(minute)
  return {
    warn: (message) => void (isNew(message, clock.monotonic()) && log.warn(message)),
    error: (message) => void (isNew(message, clock.monotonic()) && log.error(message)),
  }
}
