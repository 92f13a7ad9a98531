import type { Check } from './check.ts'
import type { ComponentConfig, Config } from '../config/config.ts'
import { type Situation, abandoned, decide } from '../incident/automatic-incident.ts'
import type { Known, MeasuredStatus } from './health.ts'
import type { Incident } from '../incident/incident.ts'
import type { Cadence, Monitor } from './monitor.ts'
import { monitorsSay } from './component-status.ts'
import { type FoldState, emptyFold, foldCheck, foldClock, isUnconfirmed } from './timeline.ts'
import type { Transition } from './transition.ts'

/** What one check, or the passing of time, changes: to be committed together. */
export type Consequence = {
  readonly transitions: readonly Transition[]
  readonly incidents: readonly Incident[]
}

/** The collector's memory of now: one fold per monitor, one automatic incident at most per component. */
export type Ledger = {
  /** Fold a check in. `seenAt` is when its verdict was in, ms. */
  check(check: Check, seenAt: number): Consequence
  /** A probe of a monitor has begun: until its check is in, its silence means nothing. ms. */
  looking(monitor: string, at: number): void
  /** Let time pass: monitors nobody looked at become unknown, incidents that stayed quiet are resolved. */
  pass(now: number): Consequence
  /** Is a change of this monitor waiting to be confirmed? */
  unconfirmed(monitor: string): boolean
  /** The fold of a monitor, for storing it. */
  state(monitor: string): FoldState
  /** Replace a fold that somebody else has written (a backfill). */
  restore(monitor: string, state: FoldState): void
  /** Forget the automatic incidents in memory and take these: somebody else has written. */
  adopt(incidents: readonly Incident[]): void
  known(monitor: string): Known
}

type Line = {
  readonly monitor: Monitor
  readonly cadence: Cadence
  state: FoldState
  lookingSince: number | null
}
type Told = {
  readonly component: ComponentConfig
  says: MeasuredStatus | 'unknown'
  since: number
  fault: string
  current: Incident | null
  /** What was told of it never reached the store. */
  lost: boolean
}

const nothing: Consequence = { transitions: [], incidents: [] }

/**
 * The fold over time at the heart of the collector, as one value. It reads no clock and writes nothing; whoever holds it
 * commits what it returns.
 *
 * @param states folds of monitors as stored
 * @param incidents automatic incidents as stored, in any order
 */
export function ledger(
  config: Pick<Config, 'components' | 'incidents'> & { readonly page: Pick<Config['page'], 'locales'> },
  region: string,
  states: ReadonlyMap<string, FoldState>,
  incidents: readonly Incident[],
): Ledger {
  const settings = { ...config.incidents, locales: config.page.locales }
  const lines = new Map<string, Line>()
  const told = new Map<string, Told>()
  /** Automatic incidents about what is no longer watched. */
  let orphans: Incident[] = []
  for (const component of config.components) {
    for (const monitor of component.monitors)
      lines.set(monitor.id, {
        monitor,
        cadence: monitor,
        state: states.get(monitor.id) ?? emptyFold,
        lookingSince: null,
      })
    told.set(component.id, {
      component,
      says: saysOf(component),
      since: sinceOf(component),
      fault: '',
      current: null,
      lost: false,
    })
  }
  adopt(incidents)

  function saysOf(component: ComponentConfig): MeasuredStatus | 'unknown' {
    return monitorsSay(component.monitors.map((monitor) => lines.get(monitor.id)!.state.health))
  }
  /** After a restart the date of the latest change is the best we know. */
  function sinceOf(component: ComponentConfig): number {
    return Math.max(0, ...component.monitors.map((monitor) => lines.get(monitor.id)!.state.since ?? 0))
  }
  function adopt(all: readonly Incident[]): void {
    const stored = new Set(all.map((incident) => incident.id))
    for (const one of told.values()) {
      one.lost ||= one.current !== null && !stored.has(one.current.id)
      one.current = null
    }
    orphans = []
    for (const incident of all) {
      if (!incident.automatic || incident.about === null) continue
      const one = told.get(incident.about)
      if (!one || one.component.monitors.length === 0) orphans.push(incident)
      else if (one.current === null || incident.startedAt > one.current.startedAt) one.current = incident
    }
  }
  function judge(one: Told, now: number): Incident[] {
    const situation: Situation = {
      component: one.component,
      says: one.says,
      since: one.since,
      now,
      fault: one.fault,
      current: one.current,
    }
    const incident = decide(situation, settings)
    if (!incident) return []
    one.current = incident
    return [incident]
  }
  function consequence(
    line: Line,
    changes: readonly Omit<Transition, 'monitor' | 'region'>[],
    now: number,
    fault: string,
  ): Consequence {
    if (changes.length === 0) return nothing
    const { id, component } = line.monitor
    const one = told.get(component)!
    const says = saysOf(one.component)
    if (says !== one.says) {
      one.says = says
      one.since = changes[changes.length - 1]!.at
      one.fault = fault
    }
    return {
      transitions: changes.map((change) => ({ monitor: id, region, ...change })),
      incidents: judge(one, now),
    }
  }

  return {
    check(check, seenAt) {
      const line = lines.get(check.monitor)
      if (!line) return nothing
      const { state, transitions } = foldCheck(line.state, check, line.cadence, seenAt)
      line.state = state
      line.lookingSince = null
      return consequence(line, transitions, seenAt, check.fault?.code ?? '')
    },
    looking(monitor, at) {
      const line = lines.get(monitor)
      if (line) line.lookingSince = at
    },
    pass(now) {
      const transitions: Transition[] = []
      const changed: Incident[] = []
      for (const line of lines.values()) {
        const folded = foldClock(line.state, Math.min(now, line.lookingSince ?? now), line.cadence)
        if (folded.transitions.length === 0) continue
        line.state = folded.state
        const { transitions: more, incidents: told2 } = consequence(line, folded.transitions, now, '')
        transitions.push(...more)
        changed.push(...told2)
      }
      // Where nothing was told yet, only a change begins a story: what a backfill says of now opens none.
      for (const one of told.values()) {
        if (one.current || one.lost) changed.push(...judge(one, now))
        one.lost = false
      }
      for (const orphan of orphans.splice(0))
        changed.push(...[abandoned(orphan, now)].filter((closed) => closed !== null))
      return transitions.length === 0 && changed.length === 0 ? nothing : { transitions, incidents: changed }
    },
    unconfirmed(monitor) {
      const line = lines.get(monitor)
      return line !== undefined && isUnconfirmed(line.state, line.cadence)
    },
    state: (monitor) => lines.get(monitor)?.state ?? emptyFold,
    restore(monitor, state) {
      const line = lines.get(monitor)
      if (!line) return
      line.state = state
      const one = told.get(line.monitor.component)!
      one.says = saysOf(one.component)
      one.since = sinceOf(one.component)
    },
    adopt,
    known: (monitor) => lines.get(monitor)?.state.health ?? 'unknown',
  }
}
