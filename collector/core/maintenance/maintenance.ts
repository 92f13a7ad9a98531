import { derivedId } from '../text/id.ts'
import { type Interval, clip, union } from '../time/interval.ts'
import type { Correction, Withdrawal } from '../notice/correction.ts'
import type { MaintenancePlan } from './fields.ts'
import type { Text } from '../text/localized-text.ts'

export type MaintenanceStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed' | 'cancelled'

/** One dated message in a maintenance. */
export type MaintenanceUpdate = {
  readonly id: string
  readonly at: number
  /** The status it was in when this was written. */
  readonly status: MaintenanceStatus
  /** Markdown. */
  readonly body: Text
  /** `collector` for the ones made when a window begins or ends by itself, else who wrote it. */
  readonly author: string
  /** When it was written down, ms; absent where that is `at`. */
  readonly writtenAt?: number
  readonly notify?: boolean
}

/** A span that was announced, and when; a move or an extension announces another one. */
export type AnnouncedSpan = Interval & { readonly at: number }

/** Planned work: a single window, or an occurrence of recurring maintenance. Its status follows the clock. */
export type Maintenance = MaintenancePlan & {
  /** 12 characters `[a-z0-9]`, or an imported one's own. */
  readonly id: string
  /** When it was first published, ms; an occurrence: when it was first stored. */
  readonly publishedAt: number
  /** Every span ever announced, oldest first, at least one; the last one is the window (half-open). */
  readonly announced: readonly AnnouncedSpan[]
  /** A person began it early, ms; null where it began, or begins, by itself. */
  readonly startedAt: number | null
  /** A person ended it early, ms; null where it ends by itself. */
  readonly completedAt: number | null
  readonly cancelledAt: number | null
  /** Messages of people, oldest first; may be empty. Its beginning and end are not stored: see `announcedUpdates`. */
  readonly updates: readonly MaintenanceUpdate[]
  /** For an occurrence: its entry of recurring maintenance (a stored and public name), when the rule has it begin (ms), and whether a person has changed it. */
  readonly programme: {
    readonly entry: string
    readonly originalFor: number
    /** The day of the rule it is for, `YYYY-MM-DD` in the zone the entry then had; absent in those of before it was kept. */
    readonly originalDay?: string
    readonly changed: boolean
  } | null
  /** Nobody is notified of it beyond the page: it was imported, or scheduled that way. */
  readonly silent?: true
  readonly version: number
  readonly corrections?: readonly Correction[]
  readonly withdrawn?: Withdrawal
  readonly file?: string
  /** Digest of what that file declared when it was last taken over: until it differs, changes by other ways stay. */
  readonly fileSays?: string
}

/** When work really begins, ms: a person may begin early. */
export const beginsAt = (maintenance: Maintenance): number =>
  Math.min(maintenance.startedAt ?? Infinity, maintenance.scheduledFor)

/** When work really ends, ms: a person may end it early. */
export const endsAt = (maintenance: Maintenance): number =>
  Math.min(maintenance.completedAt ?? Infinity, maintenance.scheduledUntil)

/** From when to when work really goes on, ms; the window where it is cancelled. */
export function workSpan(maintenance: Maintenance): Interval {
  const { scheduledFor, scheduledUntil } = maintenance
  const from = beginsAt(maintenance)
  const to = endsAt(maintenance)
  return maintenance.cancelledAt !== null || to <= from
    ? { from: scheduledFor, to: scheduledUntil }
    : { from, to }
}

/** Is it one that goes without saying: an occurrence of the programme nobody changed, and that nobody feels? */
export const isQuiet = (maintenance: Maintenance): boolean =>
  maintenance.impact === 'none' && maintenance.programme !== null && !maintenance.programme.changed

/** What it is at an instant (ms): windows begin and end by themselves. */
export function maintenanceStatus(maintenance: Maintenance, now: number): MaintenanceStatus {
  if (maintenance.cancelledAt !== null && maintenance.cancelledAt <= now) return 'cancelled'
  if (now >= endsAt(maintenance)) return 'completed'
  if (now < beginsAt(maintenance)) return 'scheduled'
  const last = maintenance.updates.findLast((update) => update.at <= now)
  return last?.status === 'verifying' ? 'verifying' : 'in_progress'
}

/** Is work under way at an instant? */
export function isUnderWay(maintenance: Maintenance, now: number): boolean {
  const status = maintenanceStatus(maintenance, now)
  return status === 'in_progress' || status === 'verifying'
}

/** Notice due by class of maintenance, ms; `default` is there. */
export type NoticeDue = Readonly<Record<string, number>>

/** The notice due for a maintenance, ms: that of its class, else the default. */
export const noticeDue = (maintenance: Pick<Maintenance, 'class'>, due: NoticeDue): number =>
  (Object.hasOwn(due, maintenance.class) ? due[maintenance.class] : due['default']) ?? 0

/** How long ahead the beginning of the window, as it stands, was announced, ms; negative when afterwards. */
export function noticeGiven({ scheduledFor, announced }: Maintenance): number {
  let first = announced.length - 1
  // An extension leaves the beginning as it was announced before; a move does not.
  while (first > 0 && announced[first - 1]!.from === scheduledFor) first--
  return scheduledFor - announced[first]!.at
}

/** Was it announced too late for its class? */
export const isLate = (maintenance: Maintenance, due: NoticeDue): boolean =>
  noticeGiven(maintenance) < noticeDue(maintenance, due)

/** From when it is shown beyond the calendar, ms: a single window at once, an occurrence from its notice time. */
export const announcedFrom = (maintenance: Maintenance, due: NoticeDue): number =>
  maintenance.programme && !maintenance.programme.changed
    ? Math.max(maintenance.publishedAt, maintenance.scheduledFor - noticeDue(maintenance, due))
    : maintenance.publishedAt

/**
 * What of a maintenance counts as excluded (NUMBERS.md, Availability): of the window as it stands, the part that some
 * announcement named at least the class's notice ahead and that none since has taken back; `all` takes the window as it
 * stands. An early beginning, and what comes after an early end, is not excluded.
 */
export function excludedSpans(
  maintenance: Maintenance,
  due: NoticeDue,
  policy: 'announced' | 'all' | 'none',
): readonly Interval[] {
  if (policy === 'none' || maintenance.cancelledAt !== null || maintenance.withdrawn) return []
  const window = { from: maintenance.scheduledFor, to: endsAt(maintenance) }
  if (policy === 'all') return union([window])
  const notice = noticeDue(maintenance, due)
  let announcedInTime: readonly Interval[] = []
  for (const { at, from, to } of maintenance.announced) {
    const span = { from, to }
    announcedInTime = at + notice <= from ? [span] : clip(announcedInTime, span)
  }
  return clip(announcedInTime, window)
}

/** The next instant after `now` (ms) at which any of them begins, ends, or is to be announced; null for none. */
export function nextBoundary(
  maintenances: readonly Maintenance[],
  due: NoticeDue,
  now: number,
): number | null {
  let next = Infinity
  for (const maintenance of maintenances) {
    if (maintenance.cancelledAt !== null || maintenance.scheduledUntil <= now) continue
    for (const at of [beginsAt(maintenance), endsAt(maintenance), announcedFrom(maintenance, due)])
      if (at > now && at < next) next = at
  }
  return next === Infinity ? null : next
}

/** The author of messages that follow from the clock alone; as in `incident/incident.ts`. */
const collector = 'collector'

/**
 * The messages of a maintenance up to now (ms), oldest first: that it is planned, what people wrote, and that it began and
 * ended. A person's message of the same status and instant takes the place of such a derived one.
 */
export function announcedUpdates(maintenance: Maintenance, now: number): readonly MaintenanceUpdate[] {
  const { id, updates, publishedAt, body, reason, cancelledAt } = maintenance
  const storedUpdates = updates.filter((update) => update.at <= now)
  const derived = (status: MaintenanceStatus, at: number, words: Text): MaintenanceUpdate[] =>
    at > now || storedUpdates.some((update) => update.status === status && update.at === at)
      ? []
      : [{ id: derivedId('told', id, status), at, status, body: words, author: collector }]
  const isCancelled = cancelledAt !== null && cancelledAt <= now
  const all = [
    ...derived('scheduled', Math.min(publishedAt, now), isEmpty(body) ? (reason ?? '') : body),
    ...(isCancelled
      ? derived('cancelled', cancelledAt, '')
      : [
          ...derived('in_progress', beginsAt(maintenance), ''),
          ...derived('completed', endsAt(maintenance), ''),
        ]),
    ...storedUpdates,
  ]
  return all.toSorted((a, b) => a.at - b.at || statusOrder[a.status] - statusOrder[b.status])
}

const isEmpty = (text: Text): boolean =>
  typeof text === 'string' ? text.trim() === '' : Object.values(text).every((one) => one.trim() === '')

const statusOrder: Record<MaintenanceStatus, number> = {
  scheduled: 0,
  in_progress: 1,
  verifying: 2,
  completed: 3,
  cancelled: 4,
}

/** When anything of a maintenance was last written down, ms. */
export function writtenAt({
  publishedAt,
  announced,
  updates,
  corrections = [],
  ...one
}: Maintenance): number {
  return Math.max(
    publishedAt,
    one.startedAt ?? 0,
    one.completedAt ?? 0,
    one.cancelledAt ?? 0,
    ...announced.map(({ at }) => at),
    ...updates.map((update) => update.writtenAt ?? update.at),
    ...corrections.map(({ at }) => at),
  )
}
