import { historyOf, shownWindow } from '../../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../core/config/config.ts'
import { createWindowCounter, evidenceOf } from '../../core/explain/evidence.ts'
import { exclusionsOf } from '../../core/explain/explain.ts'
import { explanationOf, explanationCsv, explanationJson } from '../../core/explain/explanation-document.ts'
import type { Evidence } from '../../core/explain/explanation.ts'
import type { Interval } from '../../core/time/interval.ts'
import { componentTimelines } from '../../core/monitoring/component-timelines.ts'
import type { Monitor } from '../../core/monitoring/monitor.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { componentsOf } from '../../core/incident/incident-index.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import type { Terminal } from '../../app/terminal.ts'
import { UsageError, didYouMean, listSome } from '../../app/errors.ts'
import { uptimeLines } from './uptime-lines.ts'
import type { StoreReader } from '../../store/store.ts'

export type UptimeOptions = {
  readonly from?: string
  readonly until?: string
  readonly json?: boolean
  readonly explain?: boolean
  /** The intervals as CSV. */
  readonly csv?: boolean
}

/** `vigie uptime COMPONENT`: the figures of NUMBERS.md for any span, as the page would print them. */
export async function printUptime(
  terminal: Terminal,
  config: Config,
  store: StoreReader,
  id: string,
  options: UptimeOptions,
  now: number,
): Promise<number> {
  const component = await findComponent(config, store, id)
  const { timezone } = config.page
  const parseInstant = (text: string | undefined, fallback: number, flag: string): number => {
    const instant = text === undefined ? fallback : parseTime(text, now, timezone)
    if (instant === null)
      throw new UsageError(
        `${flag} "${text}" is not a time. Write ISO 8601 (2026-11-01T00:00:00Z) or relative (-24h, yesterday 04:00).`,
      )
    const doubt = text === undefined ? null : describeDoubtfulTime(text, now, timezone)
    if (doubt !== null) throw new UsageError(`${flag} "${text}" ${doubt}`)
    return instant
  }
  const until = parseInstant(options.until, now, '--until')
  // As on the page: whole days of its zone, the last of them the one that `until` falls on.
  const from = parseInstant(options.from, shownWindow(until - 1, config).from, '--from')
  if (until <= from) throw new UsageError('--until must be after --from.')

  const { monitored, ...evidence } = await collectEvidence(
    config,
    store,
    component,
    { from, to: Math.max(from, Math.min(until, now)) },
    now,
  )
  const document = explanationOf({
    component: id,
    name: component.name,
    period: `${iso(from)}/${iso(until)}`,
    timezone,
    at: now,
    frozen: null,
    weights: config.uptime.weights,
    // The arithmetic of NUMBERS.md; that nobody watches is stated beside it.
    evidence,
    interval: { from, to: until },
  })
  const { availability } = document.explanation

  if (options.csv) {
    terminal.out(explanationCsv(document).replace(/\n$/, ''))
    return 0
  }
  if (options.json) {
    const { intervals, maintenance, formula, weights } = explanationJson(document)
    terminal.out(
      JSON.stringify({
        component: id,
        from: iso(from),
        until: iso(until),
        ...availability,
        ...(monitored === false && { monitored }),
        ...(options.explain && { timezone, weights, formula, intervals, maintenance }),
      }),
    )
    return 0
  }
  for (const line of uptimeLines(document, options.explain ?? false)) terminal.out(line)
  if (monitored === false) terminal.out('  no monitor watches it: this is what incidents declare')
  return 0
}

const iso = (at: number): string => new Date(at).toISOString()

/** A component that is configured, or was. */
type UptimeComponent = {
  readonly id: string
  readonly name: Text
  readonly monitors: readonly Monitor[]
  readonly goneAt: number | null
}

async function findComponent(config: Config, store: StoreReader, id: string): Promise<UptimeComponent> {
  const ids = config.components.map((candidate) => candidate.id)
  const component = config.components.find((candidate) => candidate.id === id)
  if (component) return { id, name: component.name, monitors: component.monitors, goneAt: null }
  const removedRecord = (await store.componentRecords()).find((candidate) => candidate.component === id)
  if (removedRecord)
    return { id, name: removedRecord.body?.name ?? id, monitors: [], goneAt: removedRecord.goneAt }
  throw new UsageError(`there is no component "${id}".${didYouMean(id, ids)} There are: ${listSome(ids)}.`)
}

/** What the figures of a component are computed from, over a span that ends now or before; ms. */
async function collectEvidence(
  config: Config,
  store: StoreReader,
  component: UptimeComponent,
  window: Interval,
  now: number,
): Promise<Evidence> {
  const { id, monitors, goneAt } = component
  const configured = new Set(
    config.components.flatMap((entry) => entry.monitors.map((monitor) => monitor.id)),
  )
  const series = (await store.series()).filter((entry) =>
    configured.has(entry.monitor)
      ? monitors.some((monitor) => monitor.id === entry.monitor)
      : entry.component === id,
  )
  const transitions = Map.groupBy(
    await store.transitions({ from: window.from, to: now + 1 }, [
      ...new Set(series.map((entry) => entry.monitor)),
    ]),
    (entry) => entry.monitor,
  )
  const componentHistory = componentTimelines(
    component,
    series,
    (monitor) => transitions.get(monitor) ?? [],
    now,
    () => false,
  )
  // One that is gone had monitors if there is a series of them, whether or not they ever looked.
  const hasNoMonitors = monitors.length === 0 && (goneAt === null || series.length === 0)
  const facts = {
    timelines: componentHistory.timelines,
    firstAt:
      componentHistory.firstAt ?? (hasNoMonitors ? ((await store.components()).get(id) ?? null) : null),
    goneAt,
  }
  // All of them: a component counts from its first declaration, however long ago that was.
  const incidents = (await store.incidents()).filter(
    (incident) => !incident.withdrawn && componentsOf(incident).has(id),
  )
  const windows = (await store.maintenances(window))
    .filter((entry) => entry.components.includes(id) && !entry.withdrawn)
    .map(createWindowCounter(config))
  const history = historyOf(component, facts, incidents, exclusionsOf({ windows }), window, now)
  return evidenceOf(history, windows, window, goneAt)
}
