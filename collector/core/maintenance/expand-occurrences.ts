import { derivedId } from '../text/id.ts'
import { type NoticeField, dropEmptyFields } from '../notice/notice-field.ts'
import { type RecurringFields, maintenanceFields } from './fields.ts'
import type { Maintenance } from './maintenance.ts'
import type { LoadedRecurringMaintenance, RecurringMaintenance } from './recurring-maintenance.ts'
import { occurrences } from './recurrence.ts'
import { dayIn, isUnedited, plannedStartOf } from './planned-start.ts'

/** How far ahead windows are materialised, days: thirteen months and a few days. */
const daysAhead = 400
const day = 86_400_000
/** How long ago a window can have begun whose day, in another zone, has not come yet, ms. */
const lookBack = 2 * day

/** What must be committed together so that the programme is in the store as the configuration has it. */
export type ExpandedOccurrences = {
  readonly recurringMaintenance: readonly LoadedRecurringMaintenance[]
  readonly maintenances: readonly Maintenance[]
  readonly deletedMaintenances: readonly { readonly id: string; readonly version: number }[]
}

/** What a programme is held against. */
export type ExpandInput = {
  readonly recurringMaintenance: readonly RecurringMaintenance[]
  readonly storedEntries: readonly LoadedRecurringMaintenance[]
  readonly maintenances: readonly Maintenance[]
  /** ms since the epoch. */
  readonly now: number
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** The parts of an entry that say when. */
const scheduleFields = ({ rrule, since, at, timezone, lasts }: RecurringMaintenance) => ({
  rrule,
  since,
  at,
  timezone,
  lasts,
})

/**
 * See to it that every window of the programme that begins in the next thirteen months exists. A window is published when
 * it is first materialised, and keeps that date; those ahead that nobody has touched follow a changed entry; those of the
 * past, those under way and those a person has changed are left alone. One that a person has changed also stands for its
 * day when the entry gets other times: no other window is planned beside it. When nothing is due all parts are empty.
 */
export function expandOccurrences({
  recurringMaintenance,
  storedEntries,
  maintenances,
  now,
}: ExpandInput): ExpandedOccurrences {
  const before = new Map(storedEntries.map((loadedEntries) => [loadedEntries.entry.id, loadedEntries]))
  const windows = Map.groupBy(
    maintenances.filter((one) => one.programme !== null),
    (one) => one.programme!.entry,
  )
  const loadedEntries: LoadedRecurringMaintenance[] = []
  const changedMaintenances: Maintenance[] = []
  const deletedMaintenances: { id: string; version: number }[] = []
  const drop = (one: Maintenance): void => void deletedMaintenances.push({ id: one.id, version: one.version })
  const isPending = (one: Maintenance): boolean => isUnedited(one) && one.scheduledFor > now

  for (const entry of recurringMaintenance) {
    const state = loadEntry(entry, before.get(entry.id), now)
    if (state !== before.get(entry.id)) loadedEntries.push(state)
    const occurrencesById = new Map((windows.get(entry.id) ?? []).map((one) => [one.id, one]))
    const within = { from: now - lookBack, to: now + daysAhead * day }
    const ruleOccurrences = occurrences(entry, state.loadedAt, within).map((window) => ({
      ...window,
      id: derivedId('occurrence', entry.id, window.from),
    }))
    const dueIds = new Set(ruleOccurrences.map(({ id }) => id))
    const editedDays = findEditedDays(entry, occurrencesById.values(), dueIds)
    for (const { from, to, id } of ruleOccurrences) {
      if (from < now) continue
      const one = occurrencesById.get(id)
      if ((!one || isPending(one)) && editedDays.size > 0 && editedDays.has(dayIn(from, entry.timezone))) {
        dueIds.delete(id)
        continue
      }
      const next = one
        ? isPending(one)
          ? updateOccurrence(one, entry, to, now)
          : one
        : createOccurrence(id, entry, from, to, now)
      if (next !== one) changedMaintenances.push(next)
    }
    for (const one of occurrencesById.values())
      if (isPending(one) && !dueIds.has(one.id) && one.scheduledFor < now + daysAhead * day) drop(one)
  }
  const configured = new Set(recurringMaintenance.map(({ id }) => id))
  for (const state of storedEntries)
    if (!configured.has(state.entry.id) && state.removedAt === null) {
      loadedEntries.push({ ...state, removedAt: now, sequence: state.sequence + 1 })
      for (const one of windows.get(state.entry.id) ?? []) if (isPending(one)) drop(one)
    }
  return { recurringMaintenance: loadedEntries, maintenances: changedMaintenances, deletedMaintenances }
}

/**
 * The days of an entry's rule for which an occurrence stands that a person has changed, and that the rule does not have
 * at its hour any more: `due` are the ids of those that it has, from `lookBack` ago on.
 */
function findEditedDays(
  entry: RecurringMaintenance,
  windows: Iterable<Maintenance>,
  dueIds: ReadonlySet<string>,
): ReadonlySet<string> {
  const days = new Set<string>()
  for (const one of windows) if (!isUnedited(one) && !dueIds.has(one.id)) days.add(plannedStartOf(one, entry))
  return days
}

/** What is remembered of an entry now that the configuration has it; the very same where nothing changed. */
function loadEntry(
  entry: RecurringMaintenance,
  before: LoadedRecurringMaintenance | undefined,
  now: number,
): LoadedRecurringMaintenance {
  if (!before) return { entry, loadedAt: now, timedAt: now, sequence: 0, removedAt: null }
  // An occurrence that was away and comes back is announced again.
  if (before.removedAt !== null)
    return { entry, loadedAt: now, timedAt: now, sequence: before.sequence + 1, removedAt: null }
  if (isSame(entry, before.entry)) return before
  const timesChanged = !isSame(scheduleFields(entry), scheduleFields(before.entry))
  return { ...before, entry, timedAt: timesChanged ? now : before.timedAt, sequence: before.sequence + 1 }
}

/** What an occurrence has of its entry; null where an optional text is absent. */
const inheritedFields = (from: RecurringFields): RecurringFields =>
  Object.fromEntries(
    Object.entries<NoticeField>(maintenanceFields)
      .filter(([, { kind }]) => kind !== 'instant')
      .map(([member]) => [member, from[member as keyof RecurringFields] ?? null]),
  ) as RecurringFields

const createOccurrence = (
  id: string,
  entry: RecurringMaintenance,
  from: number,
  to: number,
  now: number,
): Maintenance =>
  dropEmptyFields(maintenanceFields, {
    id,
    ...inheritedFields(entry),
    publishedAt: now,
    scheduledFor: from,
    scheduledUntil: to,
    announced: [{ at: now, from, to }],
    startedAt: null,
    completedAt: null,
    cancelledAt: null,
    updates: [],
    programme: {
      entry: entry.id,
      originalFor: from,
      originalDay: dayIn(from, entry.timezone),
      changed: false,
    },
    version: 1,
  } satisfies Maintenance)

/** An untouched window as a changed entry has it; the very same where nothing changed. */
function updateOccurrence(
  one: Maintenance,
  entry: RecurringMaintenance,
  to: number,
  now: number,
): Maintenance {
  const currentFields = inheritedFields(one)
  const nextFields = inheritedFields(entry)
  const endChanged = to !== one.scheduledUntil
  if (!endChanged && isSame(currentFields, nextFields)) return one
  return dropEmptyFields(maintenanceFields, {
    ...one,
    ...nextFields,
    scheduledUntil: to,
    announced: endChanged ? [...one.announced, { at: now, from: one.scheduledFor, to }] : one.announced,
    version: one.version + 1,
  })
}
