import { createReadStream } from 'node:fs'
import type { Check, Fault, FaultCode } from '../../core/monitoring/check.ts'
import type { Config } from '../../core/config/config.ts'
import type { KnownHealth } from '../../core/monitoring/health.ts'
import { isInSeconds, parseTime } from '../../core/time/parse-time.ts'
import { PrunedHoursError, backfill, prunedHours } from '../../monitoring/backfill.ts'
import type { Store } from '../../store/store.ts'
import { readLines } from '../io/read-lines.ts'
import { CliError, UsageError, didYouMean, describeSystemError, listSome } from '../../app/errors.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'

const healthValues: ReadonlySet<unknown> = new Set<KnownHealth>(['up', 'degraded', 'down', 'unknown'])
/** Longer than any probe may take, ms: more is another unit, or a mistake. */
const maxProbeDuration = 7 * 86_400_000
const faultCodes = {
  dns: true,
  refused: true,
  reset: true,
  unreachable: true,
  timeout: true,
  tls: true,
  certificate: true,
  certificate_expiring: true,
  protocol: true,
  status: true,
  header: true,
  body: true,
  json: true,
  records: true,
  value: true,
  redirects: true,
  too_long: true,
  slow: true,
  too_slow: true,
  missed: true,
  failed: true,
  cut_off: true,
  internal: true,
} satisfies Record<FaultCode, true>
/** After this many lines that cannot be read the rest is not judged: the file is of another kind. */
const maxProblems = 20

/**
 * `vigie import checks FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing.
 *
 * @throws UsageError naming every line that cannot be read; Failed for hours that retention has pruned
 */
export async function importChecks(
  terminal: Terminal,
  config: Config,
  store: Store,
  file: string,
  now: number,
  json = false,
): Promise<number> {
  const monitors = new Map(
    config.components.flatMap((component) => component.monitors).map((monitor) => [monitor.id, monitor]),
  )
  const checks = new Map<string, Map<string, Check[]>>()
  const problems: string[] = []
  const input = file === '-' ? process.stdin : createReadStream(file)
  const name = file === '-' ? '(standard input)' : file
  let count = 0
  try {
    for await (const { number, text, tooLong } of readLines(input)) {
      if (text.trim() === '') continue
      const result = tooLong
        ? `is longer than a million characters. ${lineHint}`
        : parseCheck(text, monitors, now, config)
      if (typeof result === 'string') {
        problems.push(`${name}:${number}: ${result}`)
        if (problems.length >= maxProblems) {
          problems.push('What comes after was not judged.')
          break
        }
        continue
      }
      count++
      const regions = checks.get(result.monitor) ?? new Map<string, Check[]>()
      checks.set(result.monitor, regions)
      const seriesChecks = regions.get(result.region)
      if (seriesChecks) seriesChecks.push(result)
      else regions.set(result.region, [result])
    }
  } catch (error) {
    throw new UsageError(
      `${describeSystemError(Object.assign(error as Error, { path: name })) ?? `${name} cannot be read: ${(error as Error).message}`}. Name a file with one JSON object a line, or - for standard input.`,
    )
  }
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\nNothing was imported.`)

  const storedSeries = await store.series()
  const prunedProblems = [...checks].flatMap(([monitor, regions]) =>
    [...regions].flatMap(([region, seriesChecks]) => {
      const series = storedSeries.find((entry) => entry.monitor === monitor && entry.region === region)
      const hours = prunedHours(series, seriesChecks)
      return hours.length > 0 ? [new PrunedHoursError(monitor, hours).message] : []
    }),
  )
  if (prunedProblems.length > 0) throw new CliError(`${prunedProblems.join('\n')}\nNothing was imported.`)

  const drawProgress = createProgressBar(terminal, 'importing')
  let importedCount = 0
  for (const [id, regions] of checks)
    for (const [region, seriesChecks] of regions) {
      await backfill(store, monitors.get(id)!, region, seriesChecks)
      importedCount += seriesChecks.length
      drawProgress(importedCount / count)
    }
  // Whose checks these are is kept with them, for the day when their monitor is no longer configured.
  await store.commit({ configuration: { at: now, components: config.components, region: config.region } })
  if (json) terminal.out(JSON.stringify({ checks: count, monitors: [...checks.keys()] }))
  else
    terminal.err(
      `${count === 1 ? '1 check' : `${count} checks`} of ${checks.size === 1 ? '1 monitor' : `${checks.size} monitors`} ${count === 1 ? 'is' : 'are'} on record.`,
    )
  return 0
}

const lineHint =
  'Write one object a line, such as {"monitor":"api-health","at":"2026-11-01T00:00:00Z","health":"up","took":123}.'

/** A line as a check, or what is wrong with it. */
function parseCheck(
  line: string,
  monitors: ReadonlyMap<string, unknown>,
  now: number,
  { page: { timezone }, region: ownRegion }: Pick<Config, 'page' | 'region'>,
): Check | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return `is not JSON. ${lineHint}`
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `is not a JSON object. ${lineHint}`
  const { monitor, at, health, took, region, fault } = value as Record<string, unknown>
  if (typeof monitor !== 'string' || !monitors.has(monitor))
    return unknownMonitorMessage(monitor, [...monitors.keys()])
  const instant =
    typeof at === 'string' ? parseTime(at, now, timezone) : Number.isInteger(at) ? (at as number) : null
  if (instant === null || instant < 0)
    return `"at" ${at === undefined ? 'is missing' : 'is not a time since 1970'}. Write ISO 8601, such as "2026-11-01T00:00:00Z".`
  if (typeof at === 'number' && isInSeconds(at))
    return `"at" ${instant} is in seconds. Write milliseconds, ${instant}000, or ISO 8601, such as "2026-11-01T00:00:00Z".`
  if (instant > now)
    return `"at" ${new Date(instant).toISOString()} lies in the future. Checks tell what was seen: write a time before now.`
  if (!healthValues.has(health))
    return `"health" ${health === undefined ? 'is missing' : 'is none known here'}. Write "up", "degraded", "down" or "unknown".`
  if (
    took !== undefined &&
    took !== null &&
    !(typeof took === 'number' && took >= 0 && took <= maxProbeDuration)
  )
    return `"took" is not a number of milliseconds from 0 to ${maxProbeDuration}. Write what the check took, or leave it out.`
  if (region !== undefined && typeof region !== 'string')
    return '"region" is not a text. Write its name, or leave it out.'
  const parsedFault = parseFault(fault)
  if (typeof parsedFault === 'string') return parsedFault
  return {
    monitor,
    region: region ?? ownRegion,
    at: instant,
    health: health as KnownHealth,
    took: typeof took === 'number' ? took : null,
    ...(parsedFault && { fault: parsedFault }),
  }
}

/**
 * `{ code, detail }` as exported, a bare code, or nothing. Words of another program's are kept as the detail of a fault
 * that pages have words for.
 */
function parseFault(fault: unknown): Fault | string | undefined {
  if (fault === undefined || fault === null) return undefined
  const { code, detail } = (typeof fault === 'string' ? { code: fault } : fault) as Record<string, unknown>
  if (typeof code !== 'string')
    return '"fault" is neither a text nor an object with a "code". Write {"code":"timeout","detail":"no answer in 5 s"}.'
  const detailText = typeof detail === 'string' ? detail : ''
  if (Object.hasOwn(faultCodes, code)) return { code: code as FaultCode, detail: oneLine(detailText) }
  return { code: 'failed', detail: oneLine(detailText ? `${code}: ${detailText}` : code) }
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200)

function unknownMonitorMessage(monitor: unknown, monitorIds: readonly string[]): string {
  const hint = `Write one of its monitor ids: ${listSome(monitorIds)}.`
  if (typeof monitor !== 'string')
    return `"monitor" ${monitor === undefined ? 'is missing' : 'is not a text'}. ${hint}`
  return `"monitor" ${JSON.stringify(monitor).slice(0, 60)} is not in the configuration.${didYouMean(monitor, monitorIds)} ${hint}`
}
