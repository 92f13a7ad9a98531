import { RE2JS } from 're2js'
import type { Fault } from '../../core/monitoring/check.ts'
import type { BodyExpectation } from '../../core/monitoring/monitor.ts'
import { quote } from '../../core/text/quote.ts'

// Patterns come from the configuration, so there are as many as monitors have; compiling one costs more than using it.
const patterns = new Map<string, RE2JS>()

const patternOf = (source: string): RE2JS => {
  let pattern = patterns.get(source)
  if (!pattern) {
    if (patterns.size >= 1000) patterns.clear()
    pattern = RE2JS.compile(source)
    patterns.set(source, pattern)
  }
  return pattern
}

/** The fault of a text, if any. Regular expressions take time linear in the text, whatever it holds. */
export function bodyFault(expect: BodyExpectation, text: string): Fault | undefined {
  const { bodyContains, bodyLacks, bodyMatches } = expect
  if (bodyContains !== undefined && !text.includes(bodyContains))
    return {
      code: 'body',
      detail: `the body does not contain ${quote(bodyContains)}; it begins ${quote(text)}`,
    }
  if (bodyLacks !== undefined && text.includes(bodyLacks))
    return { code: 'body', detail: `the body contains ${quote(bodyLacks)}` }
  if (bodyMatches !== undefined && !patternOf(bodyMatches).test(text))
    return { code: 'body', detail: `the body does not match ${quote(bodyMatches)}; it begins ${quote(text)}` }
  return undefined
}
