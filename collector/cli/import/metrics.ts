import type { Config } from '../../core/config/config.ts'
import type { MetricPoint } from '../../core/metric/metric.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import { createWallTimeTally } from './wall-times.ts'
import { readWholeLineFile } from '../io/read-line-file.ts'
import { CliError, didYouMean, listSome } from '../../app/errors.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'
import type { FactWriter } from '../../store/facts.ts'
import type { MetricReader } from '../../store/metric-store.ts'

const hour = 3_600_000
/** Points in one transaction. */
const batchSize = 5_000
const lineHint = 'Write one object a line, such as {"metric":"cpu","at":"2026-11-01T00:00:00Z","value":42}.'

/**
 * `vigie import metrics FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing. Metrics that are pulled can be imported too.
 *
 * @throws UsageError naming every line that cannot be read; CliError for hours whose points retention has pruned
 */
export async function importMetrics(
  terminal: Terminal,
  config: Pick<Config, 'metrics' | 'page'>,
  store: FactWriter & MetricReader,
  file: string,
  now: number,
  json = false,
): Promise<number> {
  const wallTimes = createWallTimeTally(config.page.timezone)
  const points = await readPoints(config, file, now, wallTimes)
  const byMetric = Map.groupBy(points, (one) => one.metric)
  const prunedProblems: string[] = []
  for (const [metric, list] of byMetric) {
    const missingHours = await prunedHours(store, metric, list)
    if (missingHours.length > 0)
      prunedProblems.push(
        `The points of ${metric} were pruned for ${missingHours.length === 1 ? 'the hour' : `${missingHours.length} hours, the first`} ${new Date(missingHours[0]!).toISOString()}. Leave out what lies in them.`,
      )
  }
  if (prunedProblems.length > 0) throw new CliError(`${prunedProblems.join('\n')}\nNothing was imported.`)

  const drawProgress = createProgressBar(terminal, 'importing')
  let importedCount = 0
  for (const list of byMetric.values())
    for (let i = 0; i < list.length; i += batchSize) {
      const chunk = list.slice(i, i + batchSize)
      await store.commit({ metrics: chunk })
      drawProgress((importedCount += chunk.length) / points.length)
    }
  const formatCount = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
  if (json) terminal.out(JSON.stringify({ points: points.length, metrics: [...byMetric.keys()] }))
  else
    terminal.err(
      `${formatCount(points.length, 'point')} of ${formatCount(byMetric.size, 'metric')} ${points.length === 1 ? 'is' : 'are'} on record.`,
    )
  const assumed = wallTimes.describe()
  if (assumed !== null) terminal.err(assumed)
  return 0
}

/** Every line as a point, oldest first. @throws UsageError */
async function readPoints(
  config: Pick<Config, 'metrics' | 'page'>,
  file: string,
  now: number,
  wallTimes: ReturnType<typeof createWallTimeTally>,
): Promise<readonly MetricPoint[]> {
  const metricIds = config.metrics.map((metric) => metric.id)
  const points: MetricPoint[] = []
  await readWholeLineFile(
    file,
    (text) => {
      wallTimes.add(text)
      const result = parsePoint(text, metricIds, now, config.page.timezone)
      if (typeof result === 'string') return [result]
      points.push(result)
      return []
    },
    lineHint,
  )
  return points.toSorted((a, b) => a.at - b.at)
}

/** A line as a point, or what is wrong with it. */
function parsePoint(
  line: string,
  metricIds: readonly string[],
  now: number,
  zone: string,
): MetricPoint | string {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return `is not JSON. ${lineHint}`
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return `is not a JSON object. ${lineHint}`
  const { metric, at, value } = parsed as Record<string, unknown>
  if (typeof metric !== 'string')
    return `"metric" ${metric === undefined ? 'is missing' : 'is not a text'}. Write one of: ${listSome(metricIds)}.`
  if (!metricIds.includes(metric))
    return `"metric" ${JSON.stringify(metric).slice(0, 60)} is not in the configuration.${didYouMean(metric, metricIds)} Write one of: ${listSome(metricIds)}.`
  const instant = typeof at === 'string' ? parseTime(at, now, zone) : null
  if (instant === null || instant < 0)
    return `"at" ${at === undefined ? 'is missing' : 'is not a time since 1970'}. Write ISO 8601, such as "2026-11-01T00:00:00Z".`
  const doubt = describeDoubtfulTime(at as string, now, zone)
  if (doubt !== null) return `"at" "${(at as string).trim()}" ${doubt}`
  if (instant > now)
    return `"at" ${new Date(instant).toISOString()} lies in the future. Write a time before now.`
  if (typeof value !== 'number' || !Number.isFinite(value))
    return `"value" ${value === undefined ? 'is missing' : 'is not a number'}. Write one without quotes, such as 42.`
  return { metric, at: instant, value }
}

/** Hours (ms) of which more was on record than is there now: what is added would take the place of what was. */
async function prunedHours(
  store: FactWriter & MetricReader,
  metric: string,
  points: readonly MetricPoint[],
): Promise<number[]> {
  const range = {
    from: Math.floor(points[0]!.at / hour) * hour,
    to: Math.floor(points.at(-1)!.at / hour) * hour + hour,
  }
  const importedHours = new Set(points.map(({ at }) => Math.floor(at / hour) * hour))
  const storedCounts = new Map<number, number>()
  for (const { at } of await store.metricPoints(metric, range)) {
    const start = Math.floor(at / hour) * hour
    storedCounts.set(start, (storedCounts.get(start) ?? 0) + 1)
  }
  return (await store.metricHours(range, [metric]))
    .filter(({ at, count }) => importedHours.has(at) && count > (storedCounts.get(at) ?? 0))
    .map(({ at }) => at)
}
