import type { Check } from '../core/monitoring/check.ts'
import type { Consequence, Ledger } from '../core/monitoring/monitor-states.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import { Conflict, type Facts, type Store, StoreError } from '../store/store.ts'

/** What the recorder tells the rest of the house. */
export type RecorderDeps = {
  readonly store: Store
  readonly ledger: Ledger
  readonly region: string
  /** Something readers should know was committed. */
  readonly onChange: (consequence: Consequence) => void
  /** The store refused (or takes facts again, with null). Told once for each change. */
  readonly onTrouble: (error: StoreError | null) => void
}

/** Writes down what was seen: checks in batches at most a second behind, what changes the story at once. */
export type Recorder = {
  /** Take a check; with consequences it is on its way to disk when this returns. */
  take(check: Check, seenAt: number): void
  /** Let time pass in the ledger and record what follows. */
  pass(now: number): void
  /** Write all that waits. Resolves when it is durable, or when the store has refused (it is kept and tried again). */
  flush(): Promise<void>
  /** Checks that wait to be written. */
  backlog(): number
  /** The store's refusal that still stands, or null. */
  trouble(): StoreError | null
  stop(): Promise<void>
}

/** How long a check without consequences may wait, ms. */
const behind = 1_000
/** Commits of what changes the story are at least this far apart, ms: an outage of everything is a few of them, not hundreds. */
const apart = 50
/** While the disk is full this many checks are kept in memory; older ones are then lost to history (as unknown time is). */
const keptWhileFull = 200_000

/**
 * The single writer of the running collector. All that waits is one ordered queue and goes out as one transaction, so
 * that a check, the transition it confirmed and the incident it opened are never apart on disk.
 */
export function recorder(deps: RecorderDeps): Recorder {
  const { store, ledger, region } = deps
  let checks: Check[] = []
  let transitions: Transition[] = []
  let incidents: Incident[] = []
  let touched = new Set<string>()
  let trouble: StoreError | null = null
  let timer: NodeJS.Timeout | null = null
  let resting: NodeJS.Timeout | null = null
  let urgent = false
  let writing: Promise<void> | null = null
  let stopped = false

  function soon(delay: number): void {
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = null
      void flush()
    }, delay)
  }

  /** Write at once what changes the story; of many at once the first goes at once and the others soon after, together. */
  function hurry(): void {
    if (resting) {
      urgent = true
      return
    }
    if (timer) clearTimeout(timer)
    timer = null
    urgent = false
    void flush()
    resting = setTimeout(() => {
      resting = null
      if (urgent && !stopped) hurry()
    }, apart)
  }

  function note(consequence: Consequence): boolean {
    transitions.push(...consequence.transitions)
    incidents.push(...consequence.incidents)
    for (const transition of consequence.transitions) touched.add(transition.monitor)
    return consequence.transitions.length > 0 || consequence.incidents.length > 0
  }

  async function write(): Promise<void> {
    if (checks.length === 0 && transitions.length === 0 && incidents.length === 0) return
    const taken = { checks, transitions, incidents, touched }
    checks = []
    transitions = []
    incidents = []
    touched = new Set()
    const facts: Facts = {
      checks: taken.checks,
      transitions: taken.transitions,
      incidents: taken.incidents,
      states: [...taken.touched].map((monitor) => ({ monitor, region, state: ledger.state(monitor) })),
    }
    try {
      // What waits grows while the store refuses: ask it first, rather than have it write all of that in vain.
      if (trouble) await store.probe()
      await store.commit(facts)
      if (trouble) deps.onTrouble((trouble = null))
      if (taken.transitions.length > 0 || taken.incidents.length > 0) deps.onChange(taken)
    } catch (error) {
      // What was taken goes back in front of what has come since, so that order and completeness hold.
      checks = [...taken.checks, ...checks].slice(-keptWhileFull)
      transitions = [...taken.transitions, ...transitions]
      for (const monitor of taken.touched) touched.add(monitor)
      if (error instanceof Conflict) {
        // A person wrote an incident at the same moment. Theirs stands; ours is decided anew from what is stored.
        incidents = []
        ledger.adopt(await store.incidents())
        soon(0)
        return
      }
      incidents = [...taken.incidents, ...incidents]
      if (!(error instanceof StoreError)) throw error
      if (!trouble) deps.onTrouble(error)
      trouble = error
      soon(behind)
    }
  }

  async function flush(): Promise<void> {
    while (writing) await writing
    writing = write().finally(() => (writing = null))
    await writing
  }

  return {
    take(seen, seenAt) {
      // One monitor's checks are strictly ordered: two beats of a heartbeat may come within a millisecond.
      const check = { ...seen, at: Math.max(seen.at, (ledger.state(seen.monitor).lastAt ?? 0) + 1) }
      checks.push(check)
      touched.add(check.monitor)
      if (note(ledger.check(check, seenAt)) && !trouble) hurry()
      else soon(behind)
    },
    pass(now) {
      if (note(ledger.pass(now)) && !trouble) hurry()
    },
    flush,
    backlog: () => checks.length,
    trouble: () => trouble,
    async stop() {
      for (const pending of [timer, resting]) if (pending) clearTimeout(pending)
      timer = null
      stopped = true
      await flush()
    },
  }
}
