import type { Check, Fault, FaultCode } from '../core/monitoring/check.ts'
import type { KnownHealth } from '../core/monitoring/health.ts'

/** A check without the names of its series. */
export type SeriesCheck = Omit<Check, 'monitor' | 'region'>

/**
 * Checks of one series in a row, encoded in about four bytes each. A pack grows at its end only.
 *
 * First the value of the first check, whose instant is `from`. Then, per check, the milliseconds since the check before
 * (of the second check as they are, and from there as the signed difference from that, since probes keep their pace),
 * and its value: `2 × (took in 0.1 ms + 1, or 0 for none)`, plus 1 when it is anything but up without a fault and an interval of its own. Then one
 * byte follows: its health, plus 4 when its fault is the one before in this pack or 8 when a new one follows, as length
 * and `code detail` in UTF-8; plus 16 when it has the interval before in this pack or 32 when a new one follows the fault,
 * in milliseconds. All numbers are varints: seven bits a byte, lowest first.
 */
export type Pack = {
  /** Instant of the first check, ms. */
  readonly from: number
  /** Instant of the last check, ms. */
  readonly last: number
  /** Milliseconds between the first two checks; 0 while there is one. */
  readonly step: number
  readonly count: number
  /** The latest fault in this pack as `code detail`; null when there is none. */
  readonly fault: string | null
  /** The latest interval in this pack, ms; null when there is none, or it is not known. */
  readonly every: number | null
  readonly bytes: Buffer
}

/** A pack is closed when it holds this many checks or bytes: the open one is written again with every check. */
export const packLimits = { checks: 64, bytes: 600 }

const healths: readonly KnownHealth[] = ['up', 'degraded', 'down', 'unknown']
/** The number a health is stored as. */
export const healthCode = (health: KnownHealth): number => healths.indexOf(health)
/** The health behind its number. */
export const healthOf = (code: number): KnownHealth => healths[code] ?? 'unknown'

/** A fault as one line, `code detail`. */
export const faultLine = (fault: Fault): string => `${fault.code} ${fault.detail}`
/** The fault behind its line. */
export function faultOf(line: string): Fault {
  const space = line.indexOf(' ')
  return { code: line.slice(0, space) as FaultCode, detail: line.slice(space + 1) }
}

const sameFault = 4
const newFault = 8
const sameEvery = 16
const newEvery = 32

let scratch = Buffer.alloc(256)
let end = 0

// By arithmetic rather than by shifts, which would cut instants to 32 bits.
function writeVarint(value: number): void {
  let rest = value
  while (rest >= 128) {
    scratch[end++] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  scratch[end++] = rest
}

/**
 * The pack with one more check at its end; a new pack when there is none.
 * @throws RangeError when the check does not come after the pack's last, or its figures are no whole numbers.
 */
export function appendCheck(pack: Pack | null, check: SeriesCheck): Pack {
  const { at, health, took, every } = check
  const tenths = took === null ? -1 : Math.round(took * 10)
  if (!Number.isSafeInteger(at) || !((took ?? 0) >= 0 && tenths < Number.MAX_SAFE_INTEGER / 4))
    throw new RangeError(`a check at ${at} that took ${took} ms cannot be recorded`)
  if (every !== undefined && !(Number.isSafeInteger(every) && every > 0))
    throw new RangeError(`a check at ${at}, one every ${every} ms, cannot be recorded`)
  if (pack !== null && at <= pack.last) throw new RangeError(`a check at ${at} does not follow ${pack.last}`)
  end = 0
  const gap = pack === null ? 0 : at - pack.last
  if (pack !== null && pack.count === 1) writeVarint(gap)
  else if (pack !== null) writeVarint(gap >= pack.step ? 2 * (gap - pack.step) : 2 * (pack.step - gap) - 1)
  const line = check.fault === undefined ? null : faultLine(check.fault)
  if (health === 'up' && line === null && every === undefined) writeVarint(2 * (tenths + 1))
  else {
    writeVarint(2 * (tenths + 1) + 1)
    const repeated = line !== null && line === pack?.fault
    const interval = every === undefined ? 0 : every === pack?.every ? sameEvery : newEvery
    scratch[end++] = healthCode(health) + (line === null ? 0 : repeated ? sameFault : newFault) + interval
    if (line !== null && !repeated) {
      const length = Buffer.byteLength(line)
      writeVarint(length)
      if (end + length + 16 > scratch.length) scratch = Buffer.concat([scratch], end + length + 256)
      end += scratch.write(line, end)
    }
    if (interval === newEvery) writeVarint(every!)
  }
  return {
    from: pack?.from ?? at,
    last: at,
    step: pack === null ? 0 : pack.count === 1 ? gap : pack.step,
    count: (pack?.count ?? 0) + 1,
    fault: line ?? pack?.fault ?? null,
    every: every ?? pack?.every ?? null,
    bytes: Buffer.concat(pack === null ? [scratch.subarray(0, end)] : [pack.bytes, scratch.subarray(0, end)]),
  }
}

/** The checks of a pack that begins at `from`, oldest first. */
export function unpackChecks(from: number, bytes: Uint8Array): SeriesCheck[] {
  let next = 0
  const readVarint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[next++]
      if (byte === undefined) throw new RangeError(`the pack of checks at ${from} is cut off`)
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  const checks: SeriesCheck[] = []
  let at = from
  let step = 0
  let fault: Fault | undefined
  let every: number | undefined
  while (next < bytes.length) {
    if (checks.length === 1) at += step = readVarint()
    else if (checks.length > 1) {
      const drift = readVarint()
      at += step + (drift % 2 === 0 ? drift / 2 : -(drift + 1) / 2)
    }
    const value = readVarint()
    const took = value < 2 ? null : (Math.floor(value / 2) - 1) / 10
    if (value % 2 === 0) {
      checks.push({ at, health: 'up', took })
      continue
    }
    const byte = bytes[next++] ?? 3
    if ((byte & newFault) !== 0) {
      const length = readVarint()
      fault = faultOf(Buffer.from(bytes.buffer, bytes.byteOffset + next, length).toString())
      next += length
    }
    if ((byte & newEvery) !== 0) every = readVarint()
    const check: SeriesCheck =
      (byte & (sameFault | newFault)) !== 0 && fault !== undefined
        ? { at, health: healthOf(byte & 3), took, fault }
        : { at, health: healthOf(byte & 3), took }
    checks.push((byte & (sameEvery | newEvery)) !== 0 && every !== undefined ? { ...check, every } : check)
  }
  return checks
}
