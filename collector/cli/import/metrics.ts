import { createReadStream } from 'node:fs'
import type { Config } from '../../core/config/config.ts'
import { metricValueIssue } from '../../core/metric/metric-value.ts'
import type { MetricPoint } from '../../core/metric/metric.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { readLines } from '../io/read-lines.ts'
import { CliError, UsageError, didYouMean, describeSystemError, listSome } from '../../app/errors.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'
import type { FactWriter } from '../../store/facts.ts'
import type { MetricReader } from '../../store/metric-store.ts'

const hour = 3_600_000
/** After this many lines that cannot be read the rest is not judged: the file is of another kind. */
const maxProblems = 20
/** Points in one transaction. */
const batchSize = 5_000
const lineHint = 'Write one object a line, such as {"metric":"cpu","at":"2026-11-01T00:00:00Z","value":42}.'

/**
 * `vigie import metrics FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing. Metrics that are pulled can be imported too.
 *
 * @throws UsageError naming every line that cannot be read; Failed for hours whose points retention has pruned
 */
export async function importMetrics(
  terminal: Terminal,
  config: Pick<Config, 'metrics' | 'page'>,
  store: FactWriter & MetricReader,
  file: string,
  now: number,
  json = false,
): Promise<number> {
  const points = await readPoints(config, file, now)
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
  return 0
}

/** Every line as a point, oldest first. @throws UsageError */
async function readPoints(
  config: Pick<Config, 'metrics' | 'page'>,
  file: string,
  now: number,
): Promise<readonly MetricPoint[]> {
  const metricIds = config.metrics.map((metric) => metric.id)
  const input = file === '-' ? process.stdin : createReadStream(file)
  const name = file === '-' ? '(standard input)' : file
  const points: MetricPoint[] = []
  const problems: string[] = []
  try {
    for await (const { number, text, tooLong } of readLines(input)) {
      if (text.trim() === '') continue
      const result = tooLong
        ? `is longer than a million characters. ${lineHint}`
        : parsePoint(text, metricIds, now, config.page.timezone)
      if (typeof result !== 'string') points.push(result)
      else if (problems.push(`${name}:${number}: ${result}`) >= maxProblems) {
        problems.push('What comes after was not judged.')
        break
      }
    }
  } catch (error) {
    throw new UsageError(
      `${describeSystemError(Object.assign(error as Error, { path: name })) ?? `${name} cannot be read: ${(error as Error).message}`}. Name a file with one JSON object a line, or - for standard input.`,
    )
  }
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\nNothing was imported.`)
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
  if (instant > now)
    return `"at" ${new Date(instant).toISOString()} lies in the future. Write a time before now.`
  const issue = metricValueIssue(value)
  if (issue !== null) return `"value" ${issue}`
  return { metric, at: instant, value: value as number }
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
