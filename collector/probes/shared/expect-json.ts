import type { Fault } from '../../core/monitoring/check.ts'
import { parsePath, valueAt } from '../../core/text/json-path.ts'
import type { JsonExpectation } from '../../core/monitoring/monitor.ts'
import { oneLine, quote } from '../../core/text/quote.ts'
import { meetsCondition, formatCondition } from './number-condition.ts'

/**
 * The fault of a JSON text, if any. `cut` says that it was longer than the part that is read.
 * Throws when a path is not written as `parsePath` wants it, which the configuration should have refused.
 */
export function jsonFault(
  expected: readonly JsonExpectation[],
  text: string,
  truncated: boolean,
): Fault | undefined {
  if (expected.length === 0) return undefined
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    const detail = truncated
      ? 'the body is longer than 1 MiB, too long to be judged'
      : `the body is not JSON: ${quote(text)}`
    return { code: 'json', detail }
  }
  for (const expectation of expected) {
    const steps = parsePath(expectation.path)
    if (!steps) throw new TypeError(`not a path: ${oneLine(expectation.path, 80)}`)
    const mismatch = mismatchOf(expectation, valueAt(document, steps))
    if (mismatch) return { code: 'json', detail: `${oneLine(expectation.path, 60)} ${mismatch}` }
  }
  return undefined
}

function mismatchOf({ equals, condition }: JsonExpectation, actual: unknown): string | undefined {
  if (actual === undefined) return 'is missing'
  if (condition && !(typeof actual === 'number' && meetsCondition(actual, condition)))
    return `is ${formatValue(actual)}, expected ${formatCondition(condition)}`
  if (equals !== undefined && actual !== equals)
    return `is ${formatValue(actual)}, expected ${formatValue(equals)}`
  return undefined
}

const formatValue = (value: unknown): string =>
  typeof value === 'string'
    ? quote(value, 40)
    : // Never written out: a peer may nest deeper than the stack reaches.
      value !== null && typeof value === 'object'
      ? Array.isArray(value)
        ? 'an array'
        : 'an object'
      : String(value)
