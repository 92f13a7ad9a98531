import { historyOf, shownWindow } from '../core/assemble.ts'
import type { Config } from '../core/config.ts'
import { linesOf } from '../core/lines.ts'
import { printed as printedOf } from '../core/printed.ts'
import { excludedBy } from '../core/work.ts'
import { componentsOf } from '../core/touched.ts'
import { availability, countedSlices } from '../core/uptime.ts'
import { parseWhen } from '../core/when.ts'
import type { Store } from '../store/store.ts'
import { type Terminal, WrongUsage, didYouMean, someOf, table } from './terminal.ts'

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
  const ids = config.components.map((one) => one.id)
  const component = config.components.find((one) => one.id === id)
  if (!component)
    throw new WrongUsage(`there is no component "${id}".${didYouMean(id, ids)} There are: ${someOf(ids)}.`)
  const { timezone } = config.page
  const when = (text: string | undefined, fallback: number, flag: string): number => {
    const at = text === undefined ? fallback : parseWhen(text, now, timezone)
    if (at === null)
      throw new WrongUsage(
        `${flag} "${text}" is not a time. Write ISO 8601 (2026-11-01T00:00:00Z) or relative (-24h, yesterday 04:00).`,
      )
    return at
  }
  const until = when(options.until, now, '--until')
  // As on the page: whole days of its zone, the last of them the one that `until` falls on.
  const from = when(options.from, shownWindow(until - 1, config).from, '--from')
  if (until <= from) throw new WrongUsage('--until must be after --from.')

  const window = { from, to: Math.min(until, now) }
  const configured = new Set(config.components.flatMap((one) => one.monitors.map((monitor) => monitor.id)))
  const series = (await store.series()).filter((one) =>
    configured.has(one.monitor)
      ? component.monitors.some((monitor) => monitor.id === one.monitor)
      : one.component === id,
  )
  const transitions = Map.groupBy(
    await store.transitions({ from, to: now + 1 }, [...new Set(series.map((one) => one.monitor))]),
    (one) => one.monitor,
  )
  const lines = linesOf(
    component,
    series,
    (monitor) => transitions.get(monitor) ?? [],
    now,
    () => false,
  )
  const facts = {
    timelines: lines.timelines,
    firstAt:
      lines.firstAt ??
      (component.monitors.length === 0 ? ((await store.components()).get(id) ?? null) : null),
  }
  // All of them: a component counts from its first declaration, however long ago that was.
  const incidents = (await store.incidents()).filter(
    (incident) => !incident.withdrawn && componentsOf(incident).has(id),
  )
  const maintenances = (await store.maintenances(window)).filter(
    (one) => one.components.includes(id) && !one.withdrawn,
  )
  const history = historyOf(component, facts, incidents, excludedBy(maintenances, config), window, now)
  const figures = availability(history, { from, to: until }, now, config.uptime.weights)
  const { period, observed, down, degraded, excluded, unknown, availability: ratio, printed } = figures
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
        ...figures,
        ...(options.explain && { intervals }),
      }),
    )
    return 0
  }
  const zoned = (at: number): string => inZone(at, timezone)
  terminal.out(
    `${id}: ${printed === null ? 'unknown' : `${printed} %`} from ${zoned(from)} until ${zoned(until)} (${timezone})`,
  )
  const rows = [
    ['period', lasting(period)],
    ['observed', lasting(observed)],
    ['down', lasting(down)],
    ['degraded', lasting(degraded)],
    ['excluded', lasting(excluded)],
    ['unknown', lasting(unknown)],
  ]
  for (const line of table(rows, new Set([1]))) terminal.out(`  ${line}`)
  if (unknown > 0)
    terminal.out(
      `  at worst ${printedOf(down + unknown, observed + unknown)} % (all of unknown time down), at best ${printedOf(down, observed + unknown)} %`,
    )
  if (options.explain) {
    terminal.out(`  availability = 1 - down / observed = 1 - ${down} / ${observed} = ${ratio ?? 'unknown'}`)
    for (const slice of slices) terminal.out(`  ${zoned(slice.from)}  ${zoned(slice.to)}  ${slice.status}`)
  }
  return 0
}

/** An instant as the page's zone writes it, with the offset in force then. */
const inZone = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone, smallestUnit: 'millisecond' })

/** A span in days, hours, minutes and exact seconds: `23 h 57 min 0.000 s`. */
function lasting(ms: number): string {
  const parts = [
    [Math.floor(ms / 86_400_000), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'min'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  const large = first < 0 ? [] : parts.slice(first).map(([count, unit]) => `${count} ${unit}`)
  return [...large, `${((ms % 60_000) / 1000).toFixed(3)} s`].join(' ')
}
