import type { Cadence, Monitor } from './monitor.ts'
import { togetherLine } from './combine-regions.ts'
import { type FoldState, foldClock } from './timeline.ts'
import type { Transition } from './transition.ts'

/** What is known of a series besides its transitions. */
export type SeriesFacts = {
  readonly monitor: string
  readonly region: string
  readonly firstAt: number | null
  readonly state: FoldState | null
  readonly component: string | null
  readonly cadence: Cadence | null
}

/** A change of what is known: when, and to what. */
type Step = Pick<Transition, 'at' | 'health'>

/** The monitors of a component, past ones included, and since when they look. */
export type Lines = {
  /** A timeline for each configured monitor, in their order, then one for each that no longer is. */
  readonly timelines: readonly (readonly Step[])[]
  /** First check of any of them, ms; null before it. */
  readonly firstAt: number | null
}

/**
 * The timelines of a component, those of monitors taken out of the configuration included: their past still counts, and
 * from their last check on they are unknown, as everything is that nobody looks at.
 *
 * @param mine series of its monitors
 * @param transitions of these series, oldest first
 * @param kept is this region's clock let pass by a running collector? Else time itself says that nobody looked.
 */
export function linesOf(
  component: { readonly monitors: readonly Monitor[] },
  mine: readonly SeriesFacts[],
  transitions: (monitor: string) => readonly Transition[],
  now: number,
  kept: (region: string) => boolean,
): Lines {
  const configured = new Map(component.monitors.map((monitor) => [monitor.id, monitor]))
  const by = Map.groupBy(mine, (one) => one.monitor)
  const line = (monitor: string): readonly Step[] => {
    const all = transitions(monitor)
    const cadence = configured.get(monitor)
    return togetherLine(
      (by.get(monitor) ?? []).map(({ region, state, cadence: last }) => {
        const seen = all.filter((one) => one.region === region)
        const looks = cadence ?? last
        return state && looks && !(cadence && kept(region))
          ? [...seen, ...foldClock(state, now, looks).transitions]
          : seen
      }),
    )
  }
  const past = [...by.keys()].filter((monitor) => !configured.has(monitor)).toSorted()
  const firsts = mine.map((one) => one.firstAt).filter((at) => at !== null)
  return {
    timelines: [...[...configured.keys()].map(line), ...past.map(line)],
    firstAt: firsts.length > 0 ? Math.min(...firsts) : null,
  }
}
