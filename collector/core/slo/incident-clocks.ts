import {
  collectorAuthor,
  importAuthor,
  type Incident,
  type Priority,
  resolvedAt,
} from '../incident/incident.ts'
import type { Objectives, PriorityObjectives, Verdict } from './objective.ts'
import type { Interval } from '../time/interval.ts'

/** A time that was promised for an incident, held against what it took; ms. */
export type IncidentClock = {
  /** Null where nothing is promised. */
  readonly objective: number | null
  /** Null while it runs, and where what it waits for never came. */
  readonly took: number | null
  /** What it took, or what has passed so far, or had passed when it stopped without it. */
  readonly elapsed: number
  readonly verdict: Verdict
  readonly running: boolean
}

/** A promised share of data that may be lost, held against what was declared; millionths. */
export type DataLossClock = {
  /** Null where nothing is promised. */
  readonly objective: number | null
  /** As the postmortem declares it; null without. */
  readonly lost: number | null
  readonly verdict: Verdict
}

/** The promises that an incident is held to. */
export type IncidentClocks = {
  /** Time to acknowledge. */
  readonly response: IncidentClock
  /** Time to restore, against the objective for every incident. */
  readonly recovery: IncidentClock
  /** The same time, against what its priority promises. */
  readonly resolution: IncidentClock
  readonly dataLoss: DataLossClock
}

/** What the configuration promises of incidents. */
export type IncidentObjectives = {
  readonly priorities: Readonly<Partial<Record<Priority, PriorityObjectives>>>
  readonly objectives: Pick<Objectives, 'recovery' | 'resolution' | 'response' | 'dataLoss'>
}

/** Something that was told and was no incident: it had no impact, and was over as soon as it was told. */
export const isAnnouncement = (incident: Incident): boolean =>
  incident.impact === 'none' && resolvedAt(incident) === incident.startedAt

/** Does it bind anybody? Not what never was, nor what was taken off the page, nor what only tells of something. */
const countsForObjectives = (incident: Incident): boolean =>
  incident.falseAlarm === null && !incident.withdrawn && !isAnnouncement(incident)

/** A message that was imported without an author is not known to be an answer of the team. */
const isPerson = (author: string): boolean => author !== collectorAuthor && author !== importAuthor

/**
 * When a person first answered, ms, and who, where that is known: the acknowledgement, else the first message of a person,
 * be it the one that opened it. What is learnt afterwards answers nobody, so a postmortem is no answer. Null while nobody has.
 */
export function firstAnswer({
  acknowledgedAt,
  acknowledgedBy,
  updates,
}: Pick<Incident, 'acknowledgedAt' | 'acknowledgedBy' | 'updates'>): {
  readonly at: number
  readonly by: string | null
} | null {
  if (acknowledgedAt !== null) return { at: acknowledgedAt, by: acknowledgedBy ?? null }
  const message = updates.find(({ author, status }) => isPerson(author) && status !== 'postmortem')
  return message ? { at: message.at, by: message.author } : null
}

/** When a person first answered, ms; null while nobody has. */
export const answeredAt = (incident: Parameters<typeof firstAnswer>[0]): number | null =>
  firstAnswer(incident)?.at ?? null

/** Time to acknowledge: from when we knew, ms, never negative; null while nobody has answered, as of `now`. */
function timeToAcknowledge(incident: Incident, now = Infinity): number | null {
  const at = answeredAt(incident)
  return at === null || at > now ? null : Math.max(0, at - incident.detectedAt)
}

/** Time to restore: from when it began for readers, ms, never negative; null while it is open. */
function timeToRestore(incident: Incident): number | null {
  const at = resolvedAt(incident)
  return at === null ? null : Math.max(0, at - incident.startedAt)
}

/** More than three quarters of the time is spent: the same rule as for budgets (NUMBERS.md, Promises). */
const isRisky = (elapsed: number, objective: number): boolean => 4 * elapsed > 3 * objective

/**
 * The clocks of an incident as of `now` (ms; not before its last message): NUMBERS.md, Promises.
 *
 * A clock is broken as soon as more than the promised time has passed, whether or not it still runs; it is at risk only
 * while it runs. An incident that ended before anybody answered it broke its response where the promised time had passed
 * by then; else it is unknown: nobody can tell any more. False alarms and announcements are promised nothing.
 */
export function incidentClocks(
  incident: Incident,
  { priorities, objectives }: IncidentObjectives,
  now: number,
): IncidentClocks {
  const hasObjectives = countsForObjectives(incident)
  const priority = incident.priority === null ? undefined : priorities[incident.priority]
  const end = resolvedAt(incident)
  const createClock = (from: number, took: number | null, configured: number | null): IncidentClock => {
    const objective = hasObjectives ? configured : null
    const running = hasObjectives && took === null && end === null
    const elapsed = took ?? Math.max(0, (end ?? now) - from)
    return { objective, took, elapsed, verdict: verdictOf(objective, took, elapsed, running), running }
  }
  const restored = timeToRestore(incident)
  const lost = incident.postmortem?.dataLoss ?? null
  const dataLossObjective = hasObjectives ? objectives.dataLoss : null
  return {
    response: createClock(
      incident.detectedAt,
      timeToAcknowledge(incident, now),
      priority?.response ?? objectives.response,
    ),
    recovery: createClock(incident.startedAt, restored, objectives.recovery),
    resolution: createClock(incident.startedAt, restored, priority?.resolution ?? objectives.resolution),
    dataLoss: {
      objective: dataLossObjective,
      lost,
      verdict:
        dataLossObjective === null || lost === null
          ? 'unknown'
          : lost > dataLossObjective
            ? 'broken'
            : 'kept',
    },
  }
}

function verdictOf(
  objective: number | null,
  took: number | null,
  elapsed: number,
  running: boolean,
): Verdict {
  if (objective === null) return 'unknown'
  if (elapsed > objective) return 'broken'
  if (running) return isRisky(elapsed, objective) ? 'at_risk' : 'kept'
  return took === null ? 'unknown' : 'kept'
}

/** Mean of some durations, ms, rounded up to a whole one: against ourselves. Null without any. */
const meanRoundedUp = (durations: readonly number[]): number | null =>
  durations.length === 0 ? null : Math.ceil(durations.reduce((sum, one) => sum + one, 0) / durations.length)

const isIn = ({ from, to }: Interval, at: number | null): boolean => at !== null && at >= from && at < to

/** Mean time to acknowledge, ms, rounded up, over the incidents acknowledged in an interval; null without any. */
export const mtta = (incidents: Iterable<Incident>, within: Interval): number | null =>
  meanRoundedUp(
    [...incidents].flatMap((one) =>
      countsForObjectives(one) && isIn(within, answeredAt(one)) ? (timeToAcknowledge(one) ?? []) : [],
    ),
  )

/** Mean time to restore, ms, rounded up, over the incidents resolved for good in an interval; null without any. */
export const mttr = (incidents: Iterable<Incident>, within: Interval): number | null =>
  meanRoundedUp(
    [...incidents].flatMap((one) =>
      countsForObjectives(one) && isIn(within, resolvedAt(one)) ? (timeToRestore(one) ?? []) : [],
    ),
  )
