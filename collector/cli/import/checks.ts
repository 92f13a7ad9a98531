import type { Check } from '../../core/monitoring/check.ts'
import type { Config } from '../../core/config/config.ts'
import type { Cadence } from '../../core/monitoring/monitor.ts'
import { backfill } from '../../monitoring/backfill.ts'
import type { Series } from '../../store/check-store.ts'
import type { Store } from '../../store/store.ts'
import { parseInterval } from '../io/interval.ts'
import { readWholeLineFile } from '../io/read-line-file.ts'
import { UsageError, listSome } from '../../app/errors.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'
import { type CheckLineContext, lineHint, parseCheckLine } from './check-line.ts'
import { importCheckIncidents } from './check-incidents.ts'
import { withInterval } from './check-intervals.ts'
import { refuseCoarse, refuseLongInterval, refusePruned } from './check-refusals.ts'
import type { KnownMonitors, ReadChecks } from './read-checks.ts'
import { createWallTimeTally } from './wall-times.ts'

/** How `import checks` is asked to read a file. */
export type ImportChecksOptions = {
  readonly json?: boolean
  /** How often single checks were made, `5m`; by default as often as their monitor looks. */
  readonly every?: string
  /** Open and close the incidents that the checks show. */
  readonly incidents?: boolean
  /** Leave out lines of monitors that are not known, and name them. */
  readonly skipUnknown?: boolean
}

/**
 * `vigie import checks FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing.
 *
 * @throws UsageError naming every line that cannot be read, and for checks much further apart than their monitor looks;
 *   CliError for hours that retention has pruned
 */
export async function importChecks(
  terminal: Terminal,
  config: Config,
  store: Store,
  file: string,
  now: number,
  { json = false, every, incidents = false, skipUnknown = false }: ImportChecksOptions = {},
): Promise<number> {
  const interval = every === undefined ? null : parseInterval(every)
  if (interval !== null && typeof interval === 'object')
    throw new UsageError(
      `--every ${every} is ${interval.problem}. Write how often the checks were made, such as --every 5m.`,
    )
  const storedSeries = await store.series()
  const monitors = knownMonitors(config, storedSeries)
  const { page, region } = config
  const context = { page, region, regions: config.regions, monitors, now, every: interval }
  const read = await readChecks(file, context, skipUnknown)
  const { count, skipped } = read
  if (interval !== null) refuseLongInterval(read.checks, monitors, interval)
  const checks = interval === null ? read.checks : withInterval(read.checks, monitors, interval)
  // With an interval named, checks are taken as they are.
  const warnings = interval === null ? refuseCoarse(read, monitors) : []
  refusePruned(checks, storedSeries)

  const drawProgress = createProgressBar(terminal, 'importing')
  let importedCount = 0
  for (const [id, regions] of checks)
    for (const [seriesRegion, seriesChecks] of regions) {
      await backfill(store, monitors.get(id)!, seriesRegion, seriesChecks)
      importedCount += seriesChecks.length
      drawProgress(importedCount / count)
    }
  // Whose checks these are is kept with them, for the day when their monitor is no longer configured.
  await store.commit({ configuration: { at: now, components: config.components, region } })
  const opened = incidents ? await importCheckIncidents(config, store, checks, now) : null
  if (json)
    terminal.out(
      JSON.stringify({
        checks: count,
        monitors: [...checks.keys()],
        ...(skipUnknown && { skipped: Object.fromEntries(skipped) }),
        ...(opened && { incidents: opened }),
      }),
    )
  else {
    terminal.err(
      `${count === 1 ? '1 check' : `${count} checks`} of ${checks.size === 1 ? '1 monitor' : `${checks.size} monitors`} ${count === 1 ? 'is' : 'are'} on record.`,
    )
    if (skipped.size > 0) terminal.err(describeSkipped(skipped))
    if (opened) {
      terminal.err(
        `${opened.shown === 1 ? '1 incident' : `${opened.shown} incidents`} in them: ${opened.changed === 0 ? 'nothing was new' : `${opened.changed} new or changed; nobody is told`}.`,
      )
      if (opened.open.length > 0) terminal.err(`Still open: ${opened.open.join(', ')}.`)
    }
  }
  for (const line of [...warnings, ...(read.assumed === null ? [] : [read.assumed])]) terminal.err(line)
  return 0
}

/** What `--skip-unknown` left out, by name and how often. */
function describeSkipped(skipped: ReadonlyMap<string, number>): string {
  const total = [...skipped.values()].reduce((sum, count) => sum + count, 0)
  const names = [...skipped].map(([id, count]) => `${id} (${count})`)
  return `${total === 1 ? '1 line was' : `${total} lines were`} left out, about ${skipped.size === 1 ? 'a monitor' : `${skipped.size} monitors`} not known here: ${listSome(names)}.`
}

function knownMonitors(config: Config, series: readonly Series[]): KnownMonitors {
  const removed = series.flatMap(({ monitor, cadence }) =>
    cadence ? [[monitor, { id: monitor, ...cadence }] as const] : [],
  )
  const configured = config.components.flatMap((component) => component.monitors)
  return new Map<string, Cadence & { readonly id: string }>([
    ...removed,
    ...configured.map((one) => [one.id, one] as const),
  ])
}

async function readChecks(
  file: string,
  context: CheckLineContext,
  skipUnknown: boolean,
): Promise<ReadChecks> {
  const wallTimes = createWallTimeTally(context.page.timezone)
  const checks = new Map<string, Map<string, Check[]>>()
  const ends = new Set<Check>()
  const skipped = new Map<string, number>()
  let count = 0
  const add = (check: Check): void => {
    count++
    const regions = checks.get(check.monitor) ?? new Map<string, Check[]>()
    checks.set(check.monitor, regions)
    const seriesChecks = regions.get(check.region)
    if (seriesChecks) seriesChecks.push(check)
    else regions.set(check.region, [check])
  }
  await readWholeLineFile(
    file,
    (text) => {
      wallTimes.add(text)
      const result = parseCheckLine(text, context)
      if (result.kind === 'checks') {
        result.checks.forEach(add)
        if (result.isSpan) ends.add(result.checks.at(-1)!)
      } else if (result.kind === 'unknown_monitor' && skipUnknown)
        skipped.set(result.monitor, (skipped.get(result.monitor) ?? 0) + 1)
      else return [result.problem]
      return []
    },
    lineHint,
  )
  return { checks, count, ends, skipped, assumed: wallTimes.describe() }
}
