import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Check, FaultCode } from '../core/check.ts'
import type { Config } from '../core/config.ts'
import type { Known } from '../core/health.ts'
import { parseWhen } from '../core/when.ts'
import { Pruned, backfill } from '../steps/backfill.ts'
import type { Store } from '../store/store.ts'
import { Failed, type Terminal, WrongUsage, progressBar } from './terminal.ts'

const healths: ReadonlySet<unknown> = new Set<Known>(['up', 'degraded', 'down', 'unknown'])
/** After this many lines that cannot be read the rest is not judged: the file is of another kind. */
const enough = 20

/**
 * `vigie import checks FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing.
 *
 * @throws WrongUsage naming every line that cannot be read; Failed for hours that retention has pruned
 */
export async function importChecks(
  terminal: Terminal,
  config: Config,
  store: Store,
  file: string,
  now: number,
): Promise<number> {
  const monitors = new Map(
    config.components.flatMap((component) => component.monitors).map((monitor) => [monitor.id, monitor]),
  )
  const checks = new Map<string, Map<string, Check[]>>()
  const problems: string[] = []
  const input = file === '-' ? process.stdin : createReadStream(file)
  let number = 0
  let count = 0
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++
      if (line.trim() === '') continue
      const read = readCheck(line, monitors, now, config.page.timezone)
      if (typeof read === 'string') {
        problems.push(`${file}:${number}: ${read}`)
        if (problems.length >= enough) break
        continue
      }
      count++
      const regions = checks.get(read.monitor) ?? new Map<string, Check[]>()
      checks.set(read.monitor, regions)
      const list = regions.get(read.region)
      if (list) list.push(read)
      else regions.set(read.region, [read])
    }
  } catch (error) {
    throw new WrongUsage(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}. Name a file with one JSON object a line, or - for standard input.`,
    )
  }
  if (problems.length > 0) throw new WrongUsage(`${problems.join('\n')}\nNothing was imported.`)

  const show = progressBar(terminal, 'importing')
  let done = 0
  for (const [id, regions] of checks)
    for (const [region, list] of regions) {
      try {
        await backfill(store, monitors.get(id)!, region, list)
      } catch (error) {
        if (error instanceof Pruned) throw new Failed(error.message)
        throw error
      }
      done += list.length
      show(done / count)
    }
  terminal.err(
    `${count} checks of ${checks.size} ${checks.size === 1 ? 'monitor' : 'monitors'} are on record.`,
  )
  return 0
}

/** A line as a check, or what is wrong with it. */
function readCheck(
  line: string,
  monitors: ReadonlyMap<string, unknown>,
  now: number,
  zone: string,
): Check | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'is not JSON. Write one object a line, such as {"monitor":"api-health","at":"2026-11-01T00:00:00Z","health":"up","took":123}.'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not a JSON object.'
  const { monitor, at, health, took, region, fault } = value as Record<string, unknown>
  if (typeof monitor !== 'string' || !monitors.has(monitor))
    return `"monitor" ${monitor === undefined ? 'is missing' : `${JSON.stringify(monitor).slice(0, 60)} is not in the configuration`}. Write one of its monitor ids.`
  const instant =
    typeof at === 'string' ? parseWhen(at, now, zone) : Number.isInteger(at) ? (at as number) : null
  if (instant === null || instant < 0)
    return '"at" is not a time. Write ISO 8601, such as "2026-11-01T00:00:00Z".'
  if (instant > now) return '"at" lies in the future. Checks tell what was seen.'
  if (!healths.has(health)) return '"health" must be "up", "degraded", "down" or "unknown".'
  if (
    took !== undefined &&
    took !== null &&
    !(typeof took === 'number' && Number.isFinite(took) && took >= 0)
  )
    return '"took" must be a number of milliseconds, 0 or more.'
  if (region !== undefined && typeof region !== 'string') return '"region" must be a text.'
  const told = readFault(fault)
  if (typeof told === 'string') return told
  return {
    monitor,
    region: (region as string | undefined) ?? '',
    at: instant,
    health: health as Known,
    took: typeof took === 'number' ? took : null,
    ...(told && { fault: told }),
  }
}

/** `{ code, detail }` as exported, a bare code, or nothing. */
function readFault(fault: unknown): Check['fault'] | string | undefined {
  if (fault === undefined || fault === null) return undefined
  if (typeof fault === 'string') return { code: fault as FaultCode, detail: '' }
  const { code, detail } = fault as Record<string, unknown>
  if (typeof code !== 'string') return '"fault" must be an object with a "code".'
  return { code: code as FaultCode, detail: typeof detail === 'string' ? detail.slice(0, 200) : '' }
}
