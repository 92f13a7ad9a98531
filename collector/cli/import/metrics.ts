import { createReadStream } from 'node:fs'
import type { Config } from '../../core/config/config.ts'
import type { MetricPoint } from '../../core/metric/metric.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import type { Store } from '../../store/store.ts'
import { readLines } from '../io/read-lines.ts'
import { CliError, UsageError, didYouMean, describeSystemError, listSome } from '../../app/errors.ts'
import { type Terminal, progressBar } from '../../app/terminal.ts'

const hour = 3_600_000
/** After this many lines that cannot be read the rest is not judged: the file is of another kind. */
const enough = 20
/** Points in one transaction. */
const batch = 5_000
const oneObject = 'Write one object a line, such as {"metric":"cpu","at":"2026-11-01T00:00:00Z","value":42}.'

/**
 * `vigie import metrics FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing. Metrics that are pulled can be imported too.
 *
 * @throws UsageError naming every line that cannot be read; Failed for hours whose points retention has pruned
 */
export async function importMetrics(
  terminal: Terminal,
  config: Pick<Config, 'metrics' | 'page'>,
  store: Store,
  file: string,
  now: number,
  json = false,
): Promise<number> {
  const points = await readAll(config, file, now)
  const byMetric = Map.groupBy(points, (one) => one.metric)
  const refused: string[] = []
  for (const [metric, list] of byMetric) {
    const gone = await prunedHours(store, metric, list)
    if (gone.length > 0)
      refused.push(
        `The points of ${metric} were pruned for ${gone.length === 1 ? 'the hour' : `${gone.length} hours, the first`} ${new Date(gone[0]!).toISOString()}. Leave out what lies in them.`,
      )
  }
  if (refused.length > 0) throw new CliError(`${refused.join('\n')}\nNothing was imported.`)

  const show = progressBar(terminal, 'importing')
  let done = 0
  for (const list of byMetric.values())
    for (let i = 0; i < list.length; i += batch) {
      const some = list.slice(i, i + batch)
      await store.commit({ metrics: some })
      show((done += some.length) / points.length)
    }
  const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
  if (json) terminal.out(JSON.stringify({ points: points.length, metrics: [...byMetric.keys()] }))
  else
    terminal.err(
      `${counted(points.length, 'point')} of ${counted(byMetric.size, 'metric')} ${points.length === 1 ? 'is' : 'are'} on record.`,
    )
  return 0
}

/** Every line as a point, oldest first. @throws UsageError */
async function readAll(
  config: Pick<Config, 'metrics' | 'page'>,
  file: string,
  now: number,
): Promise<readonly MetricPoint[]> {
  const known = config.metrics.map((metric) => metric.id)
  const input = file === '-' ? process.stdin : createReadStream(file)
  const name = file === '-' ? '(standard input)' : file
  const points: MetricPoint[] = []
  const problems: string[] = []
  try {
    for await (const { number, text, tooLong } of readLines(input)) {
      if (text.trim() === '') continue
      const read = tooLong
        ? `is longer than a million characters. ${oneObject}`
        : readPoint(text, known, now, config.page.timezone)
      if (typeof read !== 'string') points.push(read)
      else if (problems.push(`${name}:${number}: ${read}`) >= enough) {
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
function readPoint(line: string, known: readonly string[], now: number, zone: string): MetricPoint | string {
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch {
    return `is not JSON. ${oneObject}`
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    return `is not a JSON object. ${oneObject}`
  const { metric, at, value } = read as Record<string, unknown>
  if (typeof metric !== 'string')
    return `"metric" ${metric === undefined ? 'is missing' : 'is not a text'}. Write one of: ${listSome(known)}.`
  if (!known.includes(metric))
    return `"metric" ${JSON.stringify(metric).slice(0, 60)} is not in the configuration.${didYouMean(metric, known)} Write one of: ${listSome(known)}.`
  const instant = typeof at === 'string' ? parseTime(at, now, zone) : null
  if (instant === null || instant < 0)
    return `"at" ${at === undefined ? 'is missing' : 'is not a time since 1970'}. Write ISO 8601, such as "2026-11-01T00:00:00Z".`
  if (instant > now)
    return `"at" ${new Date(instant).toISOString()} lies in the future. Write a time before now.`
  if (typeof value !== 'number' || !Number.isFinite(value))
    return `"value" ${value === undefined ? 'is missing' : 'is not a number'}. Write one without quotes, such as 42.`
  return { metric, at: instant, value }
}

/** Hours (ms) of which more was on record than is there now: what is added would take the place of what was. */
async function prunedHours(store: Store, metric: string, points: readonly MetricPoint[]): Promise<number[]> {
  const within = {
    from: Math.floor(points[0]!.at / hour) * hour,
    to: Math.floor(points.at(-1)!.at / hour) * hour + hour,
  }
  const touched = new Set(points.map(({ at }) => Math.floor(at / hour) * hour))
  const kept = new Map<number, number>()
  for (const { at } of await store.metricPoints(metric, within)) {
    const start = Math.floor(at / hour) * hour
    kept.set(start, (kept.get(start) ?? 0) + 1)
  }
  return (await store.metricHours(within, [metric]))
    .filter(({ at, count }) => touched.has(at) && count > (kept.get(at) ?? 0))
    .map(({ at }) => at)
}
