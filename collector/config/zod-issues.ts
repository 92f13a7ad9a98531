import type { z } from 'zod'
import { suggest, orList } from '../core/text/suggest.ts'
import type { Locator } from './locator.ts'
import type { ConfigPath, ConfigProblem } from './problem.ts'
import { type RuleViolation, unsetVariable } from './rules.ts'

const valueAt = (value: unknown, path: ConfigPath): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    value,
  )

/** `every: ` before an example, so that the whole line can be copied; nothing within a list. */
const keyFor = (path: ConfigPath): string => {
  const last = path.at(-1)
  return typeof last === 'string' ? `${last}: ` : ''
}

const sentence = (issue: string, advice: string): string => `${issue}. ${advice}.`

function ruleProblem(violation: RuleViolation, path: ConfigPath, locator: Locator): ConfigProblem {
  const { issue, advice, plain } = violation
  // The examples of what is missing or empty are lines to copy.
  if (advice.startsWith('Write {key}'))
    return locator.problem(path, sentence(issue, `Write "${advice.replace('Write {key}', keyFor(path))}"`))
  const quotable = locator.isQuotable(path)
  return locator.problem(
    path,
    sentence(
      issue.replace('{value}', () => locator.display(path)),
      quotable ? advice.replace('{value}', () => locator.display(path)) : plain,
    ),
  )
}

/** Lists whose items are single words, where one alone was surely meant as a list of one. */
const stringListKeys: ReadonlySet<string | number> = new Set(
  'locales components to notify escalate_to records any_of after tasks'.split(' '),
)

function shapeProblem(expected: string, path: ConfigPath, value: unknown, locator: Locator): ConfigProblem {
  const list = expected === 'array'
  const form = list
    ? 'a list, such as [ … ] or lines that begin with "- "'
    : 'keys and values, one "key: value" a line'
  if (value === undefined)
    return locator.problem(path, sentence('is missing', `Write "${keyFor(path)}" and under it ${form}`))
  if (value === null) return locator.problem(path, sentence('is empty', `Write ${form}, or remove the line`))
  if (list && typeof value === 'string' && locator.isQuotable(path) && stringListKeys.has(path.at(-1) ?? ''))
    return locator.problem(
      path,
      sentence(`is ${locator.display(path)} alone`, `Write [${locator.display(path)}]`),
    )
  const found = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'keys and values'
      : locator.display(path)
  return locator.problem(
    path,
    sentence(`is ${found}, where ${list ? 'a list' : 'keys and values'} should be`, `Write ${form}`),
  )
}

function unknownKeyProblem(
  key: string,
  knownNames: readonly string[],
  path: ConfigPath,
  siblings: unknown,
  locator: Locator,
): ConfigProblem {
  const free = knownNames.filter((name) => !Object.hasOwn(siblings ?? {}, name))
  const suggestion = suggest(key, free) ?? suggest(key, knownNames)
  const list = `Known here: ${knownNames.join(', ')}`
  return locator.problem(
    [...path, key],
    sentence(
      'is not a key known here',
      suggestion === undefined ? list : `Did you mean "${suggestion}"? ${list}`,
    ),
    'key',
  )
}

/** Turns what the schema found into problems that say what to write. `root` is the value that was judged. */
export function problemsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  locator: Locator,
): ConfigProblem[] {
  return issues.flatMap((issue): ConfigProblem[] => {
    const path = issue.path as ConfigPath
    const value = valueAt(root, path)
    if (value === unsetVariable) return []
    if (issue.code === 'custom') return [ruleProblem(issue.params as RuleViolation, path, locator)]
    if (issue.code === 'unrecognized_keys') {
      const expectedTypes = issue.message.split(' ')
      return issue.keys.map((key) => unknownKeyProblem(key, expectedTypes, path, value, locator))
    }
    if (issue.code === 'invalid_union') {
      const kinds = issue.message.split(' ')
      const suggestion = typeof value === 'string' ? suggest(value, kinds) : undefined
      const allowed = `Write ${orList(kinds)}`
      if (value === undefined)
        return [
          locator.problem(
            path,
            sentence('is missing', `Write "kind: ${kinds[0]}" (or ${orList(kinds.slice(1))})`),
          ),
        ]
      if (value === null) return [locator.problem(path, sentence('is empty', allowed))]
      const advice =
        suggestion !== undefined && locator.isQuotable(path)
          ? `Did you mean "${suggestion}"? ${allowed}`
          : allowed
      return [locator.problem(path, sentence(`${locator.display(path)} is not a kind known here`, advice))]
    }
    if (issue.code === 'too_small') return [locator.problem(path, sentence('is empty', 'Write at least one'))]
    return [shapeProblem(issue.code === 'invalid_type' ? issue.expected : 'object', path, value, locator)]
  })
}
