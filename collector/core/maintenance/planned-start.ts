import type { Maintenance } from './maintenance.ts'
import type { RecurringMaintenance } from './recurring-maintenance.ts'

/*
 * A rule of the programme has one window a day at most. That day is the slot of an occurrence, whatever a person makes of
 * it: what they moved, rewrote or cancelled keeps its planned start also when the configuration then has another hour.
 */

/** The day of an instant (ms) in a zone, `YYYY-MM-DD`. */
export const dayIn = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString()

/**
 * The day of the rule that an occurrence is for, `YYYY-MM-DD`: by the zone it was planned in. What was stored before that
 * day was kept has the day by the zone of its entry as it is now.
 */
export const plannedStartOf = (
  { programme }: Maintenance,
  { timezone }: Pick<RecurringMaintenance, 'timezone'>,
): string => programme!.originalDay ?? dayIn(programme!.originalFor, timezone)

/** Is it an occurrence that nobody has changed or written in? */
export const isUnedited = (one: Maintenance): boolean =>
  !one.programme!.changed &&
  one.updates.length === 0 &&
  one.cancelledAt === null &&
  one.startedAt === null &&
  !one.withdrawn
