import { type ComponentFacts, historyOf } from '../core/assemble.ts'
import type { Config } from '../core/config.ts'
import type { Known } from '../core/health.ts'
import { foldClock } from '../core/timeline.ts'
import { availability, countedSlices } from '../core/uptime.ts'
import { parseWhen } from '../core/when.ts'
import type { Store } from '../store/store.ts'
import { type Terminal, WrongUsage, table } from './terminal.ts'

export type UptimeOptions = {
  readonly from?: string
  readonly until?: string
  readonly json?: boolean
  readonly explain?: boolean
}

/** `vigie uptime COMPONENT`: the figures of NUMBERS.md for any span, as the page would print them. */
export async function uptime(
  terminal: Terminal,
  config: Config,
  store: Store,
  id: string,
  options: UptimeOptions,
  now: number,
): Promise<number> {
  const component = config.components.find((one) => one.id === id)
  if (!component)
    throw new WrongUsage(
      `there is no component "${id}". There are: ${config.components.map((one) => one.id).join(', ') || 'none'}.`,
    )
  const { timezone, historyDays } = config.page
  const when = (text: string | undefined, fallback: number, flag: string): number => {
    const at = text === undefined ? fallback : parseWhen(text, now, timezone)
    if (at === null)
      throw new WrongUsage(
        `${flag} "${text}" is not a time. Write ISO 8601 (2026-11-01T00:00:00Z) or relative (-24h, yesterday 04:00).`,
      )
    return at
  }
  const until = when(options.until, now, '--until')
  const from = when(options.from, until - historyDays * 86_400_000, '--from')
  if (until <= from) throw new WrongUsage('--until must be after --from.')

  const window = { from, to: Math.min(until, now) }
  const series = (await store.series()).filter((one) =>
    component.monitors.some((monitor) => monitor.id === one.monitor),
  )
  const transitions = await store.transitions(
    { from, to: now + 1 },
    component.monitors.map((monitor) => monitor.id),
  )
  const appeared = (await store.components()).get(id) ?? null
  const firsts = series.map((one) => one.firstAt).filter((at) => at !== null)
  const timelines = component.monitors.map((monitor) => {
    const state = series.find((one) => one.monitor === monitor.id)?.state
    const line: { at: number; health: Known }[] = transitions
      .filter((one) => one.monitor === monitor.id)
      .map(({ at, health }) => ({ at, health }))
    return state ? [...line, ...foldClock(state, now, monitor).transitions] : line
  })
  const facts: Pick<ComponentFacts, 'firstAt' | 'timelines'> = {
    firstAt: component.monitors.length === 0 ? appeared : firsts.length > 0 ? Math.min(...firsts) : null,
    timelines,
  }
  const incidents = (await store.incidents(window)).filter((incident) =>
    incident.updates.some((update) => id in update.components),
  )
  const history = historyOf(component, facts, incidents, window, now)
  const figures = availability(history, { from, to: until }, now, config.uptime.weights)
  const {
    period,
    observed,
    down,
    degraded,
    excluded,
    unknown,
    availability: ratio,
    raw,
    lower,
    upper,
    printed,
  } = figures
  const slices = options.explain
    ? countedSlices(history, { from: Math.max(from, history.firstAt ?? window.to), to: window.to })
    : []
  const iso = (at: number): string => new Date(at).toISOString()

  if (options.json) {
    const intervals = slices.map((slice) => ({
      from: iso(slice.from),
      to: iso(slice.to),
      status: slice.status,
    }))
    terminal.out(
      JSON.stringify({
        component: id,
        from: iso(from),
        until: iso(until),
        period,
        observed,
        down,
        degraded,
        excluded,
        unknown,
        availability: ratio,
        raw,
        lower,
        upper,
        printed,
        ...(options.explain && { intervals }),
      }),
    )
    return 0
  }
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`
  terminal.out(
    `${id}: ${printed === null ? 'unknown' : `${printed} %`} from ${iso(from)} until ${iso(until)}`,
  )
  const rows = [
    ['period', seconds(period)],
    ['observed', seconds(observed)],
    ['down', seconds(down)],
    ['degraded', seconds(degraded)],
    ['excluded', seconds(excluded)],
    ['unknown', seconds(unknown)],
  ]
  for (const line of table(rows, new Set([1]))) terminal.out(`  ${line}`)
  if (options.explain) {
    terminal.out(`  availability = 1 - down / observed = 1 - ${down} / ${observed} = ${ratio ?? 'unknown'}`)
    for (const slice of slices) terminal.out(`  ${iso(slice.from)}  ${iso(slice.to)}  ${slice.status}`)
  }
  return 0
}
