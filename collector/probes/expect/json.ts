import type { Fault } from '../../core/check.ts'
import type { JsonExpectation } from '../../core/monitor.ts'
import { oneLine, quote } from '../quote.ts'
import { satisfies, written } from './number.ts'

const step = /\.([^\s.[\]'"]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/**
 * The steps of a path: `$`, then `.name`, `[0]`, `['any name']` or `["any name"]`. No wildcards, filters or scripts.
 * Null when it is written otherwise.
 */
export function parsePath(path: string): readonly (string | number)[] | null {
  if (!path.startsWith('$')) return null
  const steps: (string | number)[] = []
  let at = 1
  while (at < path.length) {
    step.lastIndex = at
    const match = step.exec(path)
    if (!match) return null
    const [all, name, index, single, double] = match
    steps.push(
      name ?? (index === undefined ? (single ?? double ?? '').replace(/\\(.)/g, '$1') : Number(index)),
    )
    at += all.length
  }
  return steps
}

/** The value at a path, or undefined where there is none. Only what the document itself holds is found. */
export function valueAt(document: unknown, steps: readonly (string | number)[]): unknown {
  let value = document
  for (const key of steps) {
    if (value === null || typeof value !== 'object') return undefined
    if (Array.isArray(value) ? typeof key !== 'number' : !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}

/**
 * What is wrong with a JSON text, if anything. `cut` tells that it was longer than what is read.
 * Throws when a path is not written as `parsePath` wants it, which the configuration should have refused.
 */
export function jsonFault(
  expected: readonly JsonExpectation[],
  text: string,
  cut: boolean,
): Fault | undefined {
  if (expected.length === 0) return undefined
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    const detail = cut
      ? 'the body is longer than 1 MiB, too long to be judged'
      : `the body is not JSON: ${quote(text)}`
    return { code: 'json', detail }
  }
  for (const expectation of expected) {
    const steps = parsePath(expectation.path)
    if (!steps) throw new TypeError(`not a path: ${oneLine(expectation.path, 80)}`)
    const wrong = wrongAt(expectation, valueAt(document, steps))
    if (wrong) return { code: 'json', detail: `${oneLine(expectation.path, 60)} ${wrong}` }
  }
  return undefined
}

function wrongAt({ equals, condition }: JsonExpectation, found: unknown): string | undefined {
  if (found === undefined) return 'is missing'
  if (condition && !(typeof found === 'number' && satisfies(found, condition)))
    return `is ${shown(found)}, expected ${written(condition)}`
  if (equals !== undefined && found !== equals) return `is ${shown(found)}, expected ${shown(equals)}`
  return undefined
}

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? quote(value, 40)
    : // Never written out: a peer may nest deeper than the stack reaches.
      value !== null && typeof value === 'object'
      ? Array.isArray(value)
        ? 'an array'
        : 'an object'
      : String(value)
