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

const isSamePath = (a: ConfigPath, b: ConfigPath): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A number that YAML cut at its comma: its path, the path of the key that its decimals became, and what was meant. */
type CutNumber = { readonly path: ConfigPath; readonly rest: ConfigPath; readonly whole: string }

/** Between braces a comma ends a value: `{ availability: 99,9% }` is 99 and a key `9%`. */
function cutNumbers(issues: readonly z.core.$ZodIssue[], root: unknown): CutNumber[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return []
    const path = issue.path as ConfigPath
    const siblings = valueAt(root, path) as Record<string, unknown>
    return issue.keys.flatMap((key): CutNumber[] => {
      if (!/^\d+\s*(%|[a-z]{1,9})?$/i.test(key) || siblings[key] !== null) return []
      // Keys that are numbers come first, wherever they were written.
      const others = Object.keys(siblings).filter((name) => name !== key)
      const before = /^\d+$/.test(key) ? others : others.slice(0, Object.keys(siblings).indexOf(key))
      const cut = before.findLast((name) => typeof siblings[name] === 'number')
      if (cut === undefined) return []
      const whole = `${String(siblings[cut])}.${key.replaceAll(/\s/g, '')}`
      return [{ path: [...path, cut], rest: [...path, key], whole }]
    })
  })
}

/** The same values with one more written at a path. */
function withValue(values: unknown, [step, ...rest]: ConfigPath, value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(values))
    return values.map((one: unknown, index) => (index === step ? withValue(one, rest, value) : one))
  const inner = (values as Record<string | number, unknown>)[step]
  return { ...(values as object), [step]: withValue(inner, rest, value) }
}

/** What to write for a number that was cut: it may be refused even when it is whole, and then that is said, too. */
function cutProblem(
  { path, whole }: CutNumber,
  schema: z.ZodType,
  root: unknown,
  locator: Locator,
): ConfigProblem {
  const again = schema.safeParse(withValue(root, path, whole)).error?.issues ?? []
  const refusal = again.find((one) => one.code === 'custom' && isSamePath(one.path as ConfigPath, path))
  const advice =
    refusal?.code === 'custom' ? (refusal.params as RuleViolation).advice : `Write "${whole}", with a point`
  return locator.problem(path, sentence('is cut at its comma', advice))
}

/** Turns what the schema found into problems that say what to write. `root` is the value that was judged. */
export function problemsOfIssues(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  locator: Locator,
): ConfigProblem[] {
  const cut = cutNumbers(issues, root)
  const others = issues.flatMap((issue): ConfigProblem[] => {
    const path = issue.path as ConfigPath
    if (cut.some((one) => isSamePath(one.path, path))) return []
    const value = valueAt(root, path)
    if (value === unsetVariable) return []
    if (issue.code === 'custom') return [ruleProblem(issue.params as RuleViolation, path, locator)]
    if (issue.code === 'unrecognized_keys') {
      const expectedTypes = issue.message.split(' ')
      return issue.keys
        .filter((key) => !cut.some(({ rest }) => isSamePath(rest, [...path, key])))
        .map((key) => unknownKeyProblem(key, expectedTypes, path, value, locator))
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
  return [...cut.map((one) => cutProblem(one, schema, root, locator)), ...others]
}
