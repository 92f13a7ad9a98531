import type { z } from 'zod'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { announcementFields } from '../../core/announcement/fields.ts'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { suggest, orList } from '../../core/text/suggest.ts'
import { ValidationError, type Issue } from './validation-error.ts'
import { oneLine } from '../fields/field-schemas.ts'

type Path = readonly PropertyKey[]

/** A stranger's word as it can be shown in a message: one short line. */
export function quoteInput(word: string): string {
  const line = oneLine(word)
  return `"${line.length > 40 ? `${line.slice(0, 39).toWellFormed()}…` : line}"`
}

/** What to write in a field, by its name. */
const examples: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [announcementFields, maintenanceFields, incidentFields, incidentUpdateFields, postmortemFields]
      .flatMap((fields) => Object.values<NoticeField>(fields))
      .map(({ name, write }) => [name, write]),
  ),
  updates: 'a list of corrections: [{ "id": …, "body": … }]',
  announced: 'a list of announcements: [{ "at": …, "from": …, "until": … }]',
  programme:
    'null, or the entry and its planned start: { "entry": "weekly", "original_for": "2026-11-22T03:00:00Z" }',
  entry: 'the id of an entry of the programme',
  by: 'a duration such as "30m"',
  id: 'letters, digits, "-" and "_", 64 at most',
  version: 'the number that was read, such as 3',
  notify: 'true or false',
  force: 'true or false',
  text: 'what readers should know',
  done: 'true or false',
}
const timeExample = 'a time such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00"'
const timeField = /(^|_)(at|for|from|until)$/

/** What to write, by field; under `""` for the whole. */
type FieldAdvice = Readonly<Record<string, string>>

function adviceFor(path: Path, list: boolean, own: FieldAdvice): string {
  const ownAdvice = own[String(path.at(-1))]
  if (ownAdvice !== undefined) return ownAdvice
  if (list && path.at(-1) === 'components') return 'a list of ids: ["ID"]'
  const name = path.findLast((step) => typeof step === 'string' && (step in examples || timeField.test(step)))
  if (typeof name !== 'string') return 'what it should be'
  return timeField.test(name) ? timeExample : examples[name]!
}

const describeValue = (value: unknown): string => {
  if (typeof value === 'string') return quoteInput(value)
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : typeof value === 'number' ? 'a number' : String(value)
}

const valueAtPath = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  )

// A key may be a stranger's: it is cut like any other word of theirs.
const formatInputPath = (path: Path): string =>
  path.map((step) => (/^[\w-]{1,64}$/.test(String(step)) ? String(step) : quoteInput(String(step)))).join('.')

function unknownKeyIssue(key: string, keys: readonly string[], path: Path): Issue {
  const near = suggest(key, keys)
  const list = `Known here: ${keys.join(', ')}.`
  return {
    path: formatInputPath([...path, key]),
    message: `is not known here. ${near === undefined ? list : `Did you mean "${near}"? ${list}`}`,
  }
}

/** Does the issue say that the whole value has the wrong type? */
const isWrongShape = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && issue.errors.every((issues) => issues.some(isWrongShape))))

/** The branch of a union that was meant: of those whose shape is right the one with the fewest problems. */
const intendedBranch = (
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined =>
  branches.filter((issues) => !issues.some(isWrongShape)).toSorted((a, b) => a.length - b.length)[0]

/** The most issues that are reported at once: a longer list helps nobody. */
export const maxIssues = 20

function issuesOf(issue: z.core.$ZodIssue, above: Path, root: unknown, own: FieldAdvice): Issue[] {
  const path = [...above, ...issue.path]
  const value = valueAtPath(root, path)
  const say = (message: string): Issue[] => [{ path: formatInputPath(path), message }]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, maxIssues).map((key) => unknownKeyIssue(key, issue.message.split(' '), path))
  const list = issue.code === 'invalid_type' && issue.expected === 'array'
  if (value === undefined && path.length > 0) return say(`is missing. Write ${adviceFor(path, list, own)}.`)
  switch (issue.code) {
    case 'invalid_union': {
      const branch = intendedBranch(issue.errors)
      if (branch) return firstIssuesOf(branch, path, root, own)
      return say(`is ${describeValue(value)}. Write ${adviceFor(path, false, own)}.`)
    }
    case 'invalid_value': {
      const words = issue.values.map(String)
      const near = typeof value === 'string' ? suggest(value, words) : undefined
      const did = near === undefined ? '' : `Did you mean "${near}"? `
      return say(`${describeValue(value)} is not known here. ${did}Write ${orList(words)}.`)
    }
    case 'too_small':
      if (typeof value === 'number') return say(`is too small. Write ${adviceFor(path, false, own)}.`)
      return say(`is empty. Write ${adviceFor(path, Array.isArray(value), own)}.`)
    case 'too_big':
      if (typeof value === 'string') return say(`is too long. Write at most ${issue.maximum} characters.`)
      if (Array.isArray(value)) return say(`has too many entries. Write at most ${issue.maximum}.`)
      return say(`is too large. Write ${adviceFor(path, false, own)}.`)
    case 'invalid_key':
      return say('is not a key that can be used here.')
    default:
      if (path.length === 0) return say(`is not an object. Write ${own[''] ?? '{ "title": …, "body": … }'}.`)
      return say(`is ${describeValue(value)}. Write ${adviceFor(path, list, own)}.`)
  }
}

/** Issues are described up to the most that are reported: a body may have a hundred thousand. */
function firstIssuesOf(
  zodIssues: readonly z.core.$ZodIssue[],
  above: Path,
  root: unknown,
  own: FieldAdvice,
): Issue[] {
  const issues: Issue[] = []
  for (const issue of zodIssues) {
    if (issues.length >= maxIssues) break
    issues.push(...issuesOf(issue, above, root, own))
  }
  return issues.slice(0, maxIssues)
}

/**
 * An input, checked against its schema and tidied (text well-formed and trimmed).
 *
 * @param own what to write in fields that mean something else here than in a notice
 * @throws ValidationError `invalid` with the first 20 issues
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  own: FieldAdvice = {},
): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new ValidationError('invalid', firstIssuesOf(parsed.error.issues, [], input, own))
}
