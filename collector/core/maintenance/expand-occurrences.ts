import { derivedId } from '../text/id.ts'
import type { Maintenance } from './maintenance.ts'
import type { LoadedRecurringMaintenance, RecurringMaintenance } from './recurring-maintenance.ts'
import { occurrences } from './recurrence.ts'
import { dayIn, isUnedited, plannedStartOf } from './planned-start.ts'

/** How far ahead windows are materialised, days: thirteen months and a few days. */
const ahead = 400
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
  readonly programme: readonly RecurringMaintenance[]
  readonly known: readonly LoadedRecurringMaintenance[]
  readonly maintenances: readonly Maintenance[]
  /** ms since the epoch. */
  readonly now: number
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** The parts of an entry that say when. */
const times = ({ rrule, since, at, timezone, lasts }: RecurringMaintenance) => ({
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
export function expandOccurrences({ programme, known, maintenances, now }: ExpandInput): ExpandedOccurrences {
  const before = new Map(known.map((loaded) => [loaded.entry.id, loaded]))
  const windows = Map.groupBy(
    maintenances.filter((one) => one.programme !== null),
    (one) => one.programme!.entry,
  )
  const loaded: LoadedRecurringMaintenance[] = []
  const written: Maintenance[] = []
  const deletedMaintenances: { id: string; version: number }[] = []
  const drop = (one: Maintenance): void => void deletedMaintenances.push({ id: one.id, version: one.version })
  const waits = (one: Maintenance): boolean => isUnedited(one) && one.scheduledFor > now

  for (const entry of programme) {
    const state = load(entry, before.get(entry.id), now)
    if (state !== before.get(entry.id)) loaded.push(state)
    const has = new Map((windows.get(entry.id) ?? []).map((one) => [one.id, one]))
    const within = { from: now - lookBack, to: now + ahead * day }
    const ruled = occurrences(entry, state.loadedAt, within).map((window) => ({
      ...window,
      id: derivedId('occurrence', entry.id, window.from),
    }))
    const due = new Set(ruled.map(({ id }) => id))
    const taken = takenDays(entry, has.values(), due)
    for (const { from, to, id } of ruled) {
      if (from < now) continue
      const one = has.get(id)
      if ((!one || waits(one)) && taken.size > 0 && taken.has(dayIn(from, entry.timezone))) {
        due.delete(id)
        continue
      }
      const next = one
        ? waits(one)
          ? followed(one, entry, to, now)
          : one
        : published(id, entry, from, to, now)
      if (next !== one) written.push(next)
    }
    for (const one of has.values())
      if (waits(one) && !due.has(one.id) && one.scheduledFor < now + ahead * day) drop(one)
  }
  const configured = new Set(programme.map(({ id }) => id))
  for (const state of known)
    if (!configured.has(state.entry.id) && state.removedAt === null) {
      loaded.push({ ...state, removedAt: now, sequence: state.sequence + 1 })
      for (const one of windows.get(state.entry.id) ?? []) if (waits(one)) drop(one)
    }
  return { recurringMaintenance: loaded, maintenances: written, deletedMaintenances }
}

/**
 * The days of an entry's rule for which an occurrence stands that a person has changed, and that the rule does not have
 * at its hour any more: `due` are the ids of those that it has, from `lookBack` ago on.
 */
function takenDays(
  entry: RecurringMaintenance,
  windows: Iterable<Maintenance>,
  due: ReadonlySet<string>,
): ReadonlySet<string> {
  const days = new Set<string>()
  for (const one of windows) if (!isUnedited(one) && !due.has(one.id)) days.add(plannedStartOf(one, entry))
  return days
}

/** What is remembered of an entry now that the configuration has it; the very same where nothing changed. */
function load(
  entry: RecurringMaintenance,
  before: LoadedRecurringMaintenance | undefined,
  now: number,
): LoadedRecurringMaintenance {
  if (!before) return { entry, loadedAt: now, timedAt: now, sequence: 0, removedAt: null }
  // One that was away and comes back announces anew.
  if (before.removedAt !== null)
    return { entry, loadedAt: now, timedAt: now, sequence: before.sequence + 1, removedAt: null }
  if (same(entry, before.entry)) return before
  const timed = !same(times(entry), times(before.entry))
  return { ...before, entry, timedAt: timed ? now : before.timedAt, sequence: before.sequence + 1 }
}

const words = (entry: RecurringMaintenance) => ({
  title: entry.title,
  body: entry.body,
  components: entry.components,
  impact: entry.impact,
  class: entry.class,
  reason: entry.reason,
  alternatives: entry.alternatives,
  tasks: entry.tasks,
})

const published = (
  id: string,
  entry: RecurringMaintenance,
  from: number,
  to: number,
  now: number,
): Maintenance => ({
  id,
  ...words(entry),
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
})

/** An untouched window as a changed entry has it; the very same where nothing changed. */
function followed(one: Maintenance, entry: RecurringMaintenance, to: number, now: number): Maintenance {
  const is = words(one as unknown as RecurringMaintenance)
  const becomes = words(entry)
  const longer = to !== one.scheduledUntil
  if (!longer && same(is, becomes)) return one
  return {
    ...one,
    ...becomes,
    scheduledUntil: to,
    announced: longer ? [...one.announced, { at: now, from: one.scheduledFor, to }] : one.announced,
    version: one.version + 1,
  }
}
