import { historyOf, shownWindow } from '../../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../core/config/config.ts'
import { countOnce, evidenceOf } from '../../core/explain/evidence.ts'
import { excludedIn } from '../../core/explain/explain.ts'
import { explanationOf, explanationCsv, explanationJson } from '../../core/explain/explanation-document.ts'
import type { Evidence } from '../../core/explain/explanation.ts'
import type { Interval } from '../../core/time/interval.ts'
import { componentTimelines } from '../../core/monitoring/component-timelines.ts'
import type { Monitor } from '../../core/monitoring/monitor.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { componentsOf } from '../../core/incident/affected-days.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import type { Store } from '../../store/store.ts'
import type { Terminal } from '../../app/terminal.ts'
import { UsageError, didYouMean, listSome } from '../../app/errors.ts'
import { uptimeText } from './uptime-text.ts'

export type UptimeOptions = {
  readonly from?: string
  readonly until?: string
  readonly json?: boolean
  readonly explain?: boolean
  /** The intervals as CSV. */
  readonly csv?: boolean
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
  const component = await componentOf(config, store, id)
  const { timezone } = config.page
  const when = (text: string | undefined, fallback: number, flag: string): number => {
    const at = text === undefined ? fallback : parseTime(text, now, timezone)
    if (at === null)
      throw new UsageError(
        `${flag} "${text}" is not a time. Write ISO 8601 (2026-11-01T00:00:00Z) or relative (-24h, yesterday 04:00).`,
      )
    return at
  }
  const until = when(options.until, now, '--until')
  // As on the page: whole days of its zone, the last of them the one that `until` falls on.
  const from = when(options.from, shownWindow(until - 1, config).from, '--from')
  if (until <= from) throw new UsageError('--until must be after --from.')

  const found = explanationOf({
    component: id,
    name: component.name,
    period: `${iso(from)}/${iso(until)}`,
    timezone,
    at: now,
    frozen: null,
    weights: config.uptime.weights,
    evidence: await evidence(
      config,
      store,
      component,
      { from, to: Math.max(from, Math.min(until, now)) },
      now,
    ),
    asked: { from, to: until },
  })
  const { figures } = found.explanation

  if (options.csv) {
    terminal.out(explanationCsv(found).replace(/\n$/, ''))
    return 0
  }
  if (options.json) {
    const { intervals, maintenance, formula, weights } = explanationJson(found)
    terminal.out(
      JSON.stringify({
        component: id,
        from: iso(from),
        until: iso(until),
        ...figures,
        ...(options.explain && { timezone, weights, formula, intervals, maintenance }),
      }),
    )
    return 0
  }
  for (const line of uptimeText(found, options.explain ?? false)) terminal.out(line)
  return 0
}

const iso = (at: number): string => new Date(at).toISOString()

/** A component that is configured, or was. */
type Named = {
  readonly id: string
  readonly name: Text
  readonly monitors: readonly Monitor[]
  readonly goneAt: number | null
}

async function componentOf(config: Config, store: Store, id: string): Promise<Named> {
  const ids = config.components.map((one) => one.id)
  const component = config.components.find((one) => one.id === id)
  if (component) return { id, name: component.name, monitors: component.monitors, goneAt: null }
  const gone = (await store.componentRecords()).find((one) => one.component === id)
  if (gone) return { id, name: gone.body?.name ?? id, monitors: [], goneAt: gone.goneAt }
  throw new UsageError(`there is no component "${id}".${didYouMean(id, ids)} There are: ${listSome(ids)}.`)
}

/** What the figures of a component are computed from, over a span that ends now or before; ms. */
async function evidence(
  config: Config,
  store: Store,
  component: Named,
  window: Interval,
  now: number,
): Promise<Evidence> {
  const { id, monitors, goneAt } = component
  const configured = new Set(config.components.flatMap((one) => one.monitors.map((monitor) => monitor.id)))
  const series = (await store.series()).filter((one) =>
    configured.has(one.monitor)
      ? monitors.some((monitor) => monitor.id === one.monitor)
      : one.component === id,
  )
  const transitions = Map.groupBy(
    await store.transitions({ from: window.from, to: now + 1 }, [
      ...new Set(series.map((one) => one.monitor)),
    ]),
    (one) => one.monitor,
  )
  const lines = componentTimelines(
    component,
    series,
    (monitor) => transitions.get(monitor) ?? [],
    now,
    () => false,
  )
  // One that is gone had monitors if there is a series of them, whether or not they ever looked.
  const unwatched = monitors.length === 0 && (goneAt === null || series.length === 0)
  const facts = {
    timelines: lines.timelines,
    firstAt: lines.firstAt ?? (unwatched ? ((await store.components()).get(id) ?? null) : null),
    goneAt,
  }
  // All of them: a component counts from its first declaration, however long ago that was.
  const incidents = (await store.incidents()).filter(
    (incident) => !incident.withdrawn && componentsOf(incident).has(id),
  )
  const windows = (await store.maintenances(window))
    .filter((one) => one.components.includes(id) && !one.withdrawn)
    .map(countOnce(config))
  const history = historyOf(component, facts, incidents, excludedIn({ windows }), window, now)
  return evidenceOf(history, windows, window, goneAt)
}
