/** More people are notified of something that nobody has acknowledged by then. */
type EscalationStep = {
  /** From the beginning, ms. */
  readonly after: number
  /** Names of channels; null for those that were told at the beginning. */
  readonly notify: readonly string[] | null
}

/** The steps of an escalation, in the order of the file. A step is known by its index, so that none is repeated. */
export type EscalationPlan = readonly EscalationStep[]

/** What of a plan is due. */
export type DueSteps = {
  /** Indices of the steps that are due and were not owed before, earliest first. */
  readonly due: readonly number[]
  /** When the next of the others is due, ms; null where none is to come. */
  readonly nextAt: number | null
}

const nothing: DueSteps = { due: [], nextAt: null }

/**
 * Which steps of a plan are due. A step that came due while nobody looked is late, but due; once somebody has answered, or it
 * is over, none is any more. All times in ms since the epoch.
 *
 * @param startedAt when the clock began that the steps count from
 * @param answeredAt when somebody acknowledged it or it was over; null while neither
 * @param owed indices of the steps that were owed before
 */
export function dueSteps(
  plan: EscalationPlan,
  startedAt: number,
  answeredAt: number | null,
  owed: ReadonlySet<number>,
  now: number,
): DueSteps {
  if (answeredAt !== null && answeredAt <= now) return nothing
  const left = plan
    .map(({ after }, index) => ({ index, at: startedAt + after }))
    .filter(({ index }) => !owed.has(index))
    .toSorted((a, b) => a.at - b.at || a.index - b.index)
  return {
    due: left.filter(({ at }) => at <= now).map(({ index }) => index),
    nextAt: left.find(({ at }) => at > now)?.at ?? null,
  }
}

/** What a file says of the next people to tell: channels, told after `after`, or steps with their own times. Durations in ms. */
export type EscalationEntry = {
  /** Null where the file gives no time. */
  readonly after: number | null
  /** Null where the file names nobody: the same channels are notified again. */
  readonly to: readonly (string | EscalationStep)[] | null
}

/** The plan that an entry of the file means, earliest step first; empty where nobody is notified later. */
export function escalationPlan({ after, to }: EscalationEntry): EscalationPlan {
  if (to === null) return after === null ? [] : [{ after, notify: null }]
  const names = to.filter((one) => typeof one === 'string')
  const steps = to.filter((one) => typeof one !== 'string')
  const named = after === null || names.length === 0 ? [] : [{ after, notify: names }]
  return [...named, ...steps].toSorted((a, b) => a.after - b.after)
}
