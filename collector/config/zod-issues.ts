import type { z } from 'zod'
import { suggest, orList } from '../core/text/suggest.ts'
import type { Locator } from './locator.ts'
import type { Path, Problem } from './problem.ts'
import { unset } from './rules.ts'
import type { Refusal } from './rules.ts'

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    value,
  )

/** `every: ` before an example, so that the whole line can be copied; nothing within a list. */
const keyFor = (path: Path): string => {
  const last = path.at(-1)
  return typeof last === 'string' ? `${last}: ` : ''
}

const sentence = (wrong: string, write: string): string => `${wrong}. ${write}.`

function refused(refusal: Refusal, path: Path, locator: Locator): Problem {
  const { wrong, write, plain } = refusal
  // The examples of what is missing or empty are lines to copy.
  if (write.startsWith('Write {key}'))
    return locator.problem(path, sentence(wrong, `Write "${write.replace('Write {key}', keyFor(path))}"`))
  const quotable = locator.quotable(path)
  return locator.problem(
    path,
    sentence(
      wrong.replace('{value}', () => locator.shown(path)),
      quotable ? write.replace('{value}', () => locator.shown(path)) : plain,
    ),
  )
}

/** Lists whose items are single words, where one alone was surely meant as a list of one. */
const listsOfWords: ReadonlySet<string | number> = new Set(
  'locales components to notify escalate_to records any_of after tasks'.split(' '),
)

function wrongShape(expected: string, path: Path, value: unknown, locator: Locator): Problem {
  const list = expected === 'array'
  const form = list
    ? 'a list, such as [ … ] or lines that begin with "- "'
    : 'keys and values, one "key: value" a line'
  if (value === undefined)
    return locator.problem(path, sentence('is missing', `Write "${keyFor(path)}" and under it ${form}`))
  if (value === null) return locator.problem(path, sentence('is empty', `Write ${form}, or remove the line`))
  if (list && typeof value === 'string' && locator.quotable(path) && listsOfWords.has(path.at(-1) ?? ''))
    return locator.problem(
      path,
      sentence(`is ${locator.shown(path)} alone`, `Write [${locator.shown(path)}]`),
    )
  const found = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'keys and values'
      : locator.shown(path)
  return locator.problem(
    path,
    sentence(`is ${found}, where ${list ? 'a list' : 'keys and values'} should be`, `Write ${form}`),
  )
}

function unknownKey(
  key: string,
  known: readonly string[],
  path: Path,
  siblings: unknown,
  locator: Locator,
): Problem {
  const free = known.filter((name) => !Object.hasOwn((siblings ?? {}) as object, name))
  const near = suggest(key, free) ?? suggest(key, known)
  const list = `KnownHealth here: ${known.join(', ')}`
  return locator.problem(
    [...path, key],
    sentence('is not a key known here', near === undefined ? list : `Did you mean "${near}"? ${list}`),
    'key',
  )
}

/** Turns what the schema found into problems that say what to write. `root` is the value that was judged. */
export function findings(issues: readonly z.core.$ZodIssue[], root: unknown, locator: Locator): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = issue.path as Path
    const value = at(root, path)
    if (value === unset) return []
    if (issue.code === 'custom') return [refused(issue.params as Refusal, path, locator)]
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.split(' ')
      return issue.keys.map((key) => unknownKey(key, known, path, value, locator))
    }
    if (issue.code === 'invalid_union') {
      const kinds = issue.message.split(' ')
      const near = typeof value === 'string' ? suggest(value, kinds) : undefined
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
        near !== undefined && locator.quotable(path) ? `Did you mean "${near}"? ${allowed}` : allowed
      return [locator.problem(path, sentence(`${locator.shown(path)} is not a kind known here`, advice))]
    }
    if (issue.code === 'too_small') return [locator.problem(path, sentence('is empty', 'Write at least one'))]
    return [wrongShape(issue.code === 'invalid_type' ? issue.expected : 'object', path, value, locator)]
  })
}
