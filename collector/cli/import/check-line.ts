import type { Check, Fault, FaultCode } from '../../core/monitoring/check.ts'
import type { Config } from '../../core/config/config.ts'
import type { KnownHealth } from '../../core/monitoring/health.ts'
import { isInSeconds, parseTime } from '../../core/time/parse-time.ts'
import { day } from '../../core/time/units.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import { didYouMean, listSome } from '../../app/errors.ts'
import { parseInterval } from '../io/interval.ts'

const healthValues: ReadonlySet<unknown> = new Set<KnownHealth>(['up', 'degraded', 'down', 'unknown'])
/** Longer than any probe may take, ms: more is another unit, or a mistake. */
const maxProbeDuration = 7 * day
/** A span may stand for so many checks at most: ten years of one every five minutes. */
const maxChecksOfSpan = 1_100_000
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

/** What to write instead of a line that cannot be read. */
export const lineHint =
  'Write one object a line, such as {"monitor":"api-health","at":"2026-11-01T00:00:00Z","health":"up","took":123}.'
const spanHint =
  'Write a span as {"monitor":"api-health","from":"2026-11-01T00:00:00Z","until":"2026-11-02T00:00:00Z","health":"up","every":"5m"}.'

/** What lines are read against. */
export type CheckLineContext = Pick<Config, 'region' | 'regions' | 'page'> & {
  /** Monitors whose history may be added to, by id. */
  readonly monitors: { has(id: string): boolean; keys(): Iterable<string> }
  /** ms */
  readonly now: number
  /** The interval of spans that do not say their own, ms; null where they must. */
  readonly every: number | null
}

/**
 * What a line comes to: checks in the order of time, each with its interval where the line says it; or
 * the id of a monitor that is not known; or what is wrong with the line.
 */
export type ParsedCheckLine =
  | { readonly kind: 'checks'; readonly checks: readonly Check[]; readonly isSpan: boolean }
  | { readonly kind: 'unknown_monitor'; readonly monitor: string; readonly problem: string }
  | { readonly kind: 'problem'; readonly problem: string }

const problemOf = (problem: string): ParsedCheckLine => ({ kind: 'problem', problem })

/** A line of a file of checks: one check at an instant, or a span that was looked at steadily. */
export function parseCheckLine(line: string, context: CheckLineContext): ParsedCheckLine {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return problemOf(`is not JSON. ${lineHint}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return problemOf(`is not a JSON object. ${lineHint}`)
  const fields = value as Record<string, unknown>
  const seen = parseCheckResult(fields, context)
  if (typeof seen === 'string') return problemOf(seen)
  const isSpan = fields['from'] !== undefined || fields['until'] !== undefined
  const checks = isSpan ? checksOfSpan(fields, seen, context) : singleCheck(fields, seen, context)
  if (typeof checks === 'string') return problemOf(checks)
  const { monitor } = seen
  return context.monitors.has(monitor)
    ? { kind: 'checks', checks, isSpan }
    : { kind: 'unknown_monitor', monitor, problem: unknownMonitorMessage(monitor, context) }
}

/** All of a check but when it was. */
type CheckResult = Omit<Check, 'at'>

function parseCheckResult(fields: Record<string, unknown>, context: CheckLineContext): CheckResult | string {
  const { monitor, health, took, region, fault, every } = fields
  if (typeof monitor !== 'string') return unknownMonitorMessage(monitor, context)
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
  // A place without a name is the own one, before it had a name.
  if (region !== undefined && region !== '' && isUnlisted(region, context))
    return unknownRegionMessage(region, context)
  const interval = every === undefined || every === null ? null : parseInterval(every)
  if (interval !== null && typeof interval === 'object')
    return `"every" is ${interval.problem}. Write how often it was looked, such as "5m", or leave it out.`
  const parsedFault = parseFault(fault)
  if (typeof parsedFault === 'string') return parsedFault
  return {
    monitor,
    region: region === undefined || region === '' ? context.region : region,
    health: health as KnownHealth,
    took: typeof took === 'number' ? took : null,
    ...(parsedFault && { fault: parsedFault }),
    ...(interval !== null && { every: interval }),
  }
}

function singleCheck(
  { at }: Record<string, unknown>,
  { monitor, region, ...seen }: CheckResult,
  context: CheckLineContext,
): Check[] | string {
  const instant = parseInstant('at', at, context)
  return typeof instant === 'string' ? instant : [{ monitor, region, at: instant, ...seen }]
}

/**
 * The checks of a span: one at its beginning and one each interval from there, before its end. Its end is nobody's look:
 * like any check, the last holds until the next, and for twice its interval and the timeout at most.
 */
function checksOfSpan(
  { at, from, until, every }: Record<string, unknown>,
  { monitor, region, ...seen }: CheckResult,
  context: CheckLineContext,
): Check[] | string {
  if (at !== undefined) return `has both "at" and "from" or "until". Write a check or a span. ${spanHint}`
  const begin = parseInstant('from', from, context)
  if (typeof begin === 'string') return begin
  const end = parseInstant('until', until, context)
  if (typeof end === 'string') return end
  if (end <= begin) return `"until" does not come after "from". ${spanHint}`
  const step = seen.every ?? context.every
  if (step === null)
    return `"every" ${every === undefined ? 'is missing' : 'is null'}: a span says how often it was looked. ${spanHint}`
  const count = Math.ceil((end - begin) / step)
  if (count > maxChecksOfSpan)
    return `stands for ${count} checks; a span may stand for ${maxChecksOfSpan}. Write shorter spans, or the interval at which it was really looked.`
  return Array.from({ length: count }, (_, i) => ({
    monitor,
    region,
    at: begin + i * step,
    ...seen,
    every: step,
  }))
}

function parseInstant(
  name: string,
  value: unknown,
  { now, page: { timezone } }: CheckLineContext,
): number | string {
  const instant =
    typeof value === 'string'
      ? parseTime(value, now, timezone)
      : Number.isInteger(value)
        ? (value as number)
        : null
  if (instant === null || instant < 0)
    return `"${name}" ${value === undefined ? 'is missing' : 'is not a time since 1970'}. Write ISO 8601, such as "2026-11-01T00:00:00Z".`
  if (typeof value === 'number' && isInSeconds(value))
    return `"${name}" ${instant} is in seconds. Write milliseconds, ${instant}000, or ISO 8601, such as "2026-11-01T00:00:00Z".`
  const doubt = typeof value === 'string' ? describeDoubtfulTime(value, now, timezone) : null
  if (doubt !== null) return `"${name}" "${(value as string).trim()}" ${doubt}`
  if (instant > now)
    return `"${name}" ${new Date(instant).toISOString()} lies in the future. Checks tell what was seen: write a time before now.`
  return instant
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

/** Where the configuration lists no regions any may have looked; where it does, the others weigh nothing and are mistakes. */
const isUnlisted = (region: string, { regions }: CheckLineContext): boolean =>
  regions.length > 0 && regions.every(({ id }) => id !== region)

function unknownRegionMessage(region: string, { region: own, regions }: CheckLineContext): string {
  const ids = regions.map(({ id }) => id)
  return `"region" ${JSON.stringify(region).slice(0, 60)} is none of the places of the configuration.${didYouMean(region, ids)} Write one of: ${listSome(ids)}. Or list it under regions in status.yaml, or leave "region" out for ${own}.`
}

function unknownMonitorMessage(monitor: unknown, { monitors }: CheckLineContext): string {
  const ids = [...monitors.keys()]
  const hint = `Write one of its monitor ids: ${listSome(ids)}.`
  if (typeof monitor !== 'string')
    return `"monitor" ${monitor === undefined ? 'is missing' : 'is not a text'}. ${hint}`
  return `"monitor" ${JSON.stringify(monitor).slice(0, 60)} is not in the configuration.${didYouMean(monitor, ids)} ${hint} Or leave such lines out with --skip-unknown.`
}
