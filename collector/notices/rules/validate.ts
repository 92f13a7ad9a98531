import type { z } from 'zod'
import type { NoticeField } from '../../core/incident/notice-field.ts'
import { announcementFields } from '../../core/announcement/fields.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { suggest, orList } from '../../core/text/suggest.ts'
import { ValidationError, type Issue } from './validation-error.ts'
import { oneLine } from '../api/field-schemas.ts'

type Path = readonly PropertyKey[]

/** A stranger's word as it can be shown in a message: one short line. */
export function quoteInput(given: string): string {
  const line = oneLine(given)
  return `"${line.length > 40 ? `${line.slice(0, 39).toWellFormed()}…` : line}"`
}

/** What to write in a field, by its name. */
const examples: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...Object.values<NoticeField>(announcementFields), ...Object.values<NoticeField>(maintenanceFields)].map(
      ({ name, write }) => [name, write],
    ),
  ),
  root_cause: 'what it came from, in a few words for readers',
  updates: 'a list of corrections: [{ "id": …, "body": … }]',
  actions: 'a list: ["Add an alarm"]',
  by: 'a duration such as "30m"',
  id: 'letters, digits, "-" and "_", 64 at most',
  data_loss: 'a share from 0 to 1, or a percentage such as "0.5%"',
  version: 'the number that was read, such as 3',
  notify: 'true or false',
  force: 'true or false',
  text: 'what readers should know',
  done: 'true or false',
}
const timeExample = 'a time such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00"'
const timeField = /(^|_)(at|for|until)$/

/** What to write, by field; under `""` for the whole. */
type FieldAdvice = Readonly<Record<string, string>>

function adviceFor(path: Path, list: boolean, own: FieldAdvice): string {
  const said = own[String(path.at(-1))]
  if (said !== undefined) return said
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

function unknownKeyIssue(key: string, known: readonly string[], path: Path): Issue {
  const near = suggest(key, known)
  const list = `Known here: ${known.join(', ')}.`
  return {
    path: formatInputPath([...path, key]),
    message: `is not known here. ${near === undefined ? list : `Did you mean "${near}"? ${list}`}`,
  }
}

/** Is it said of the whole, that it is another kind of thing? */
const isWrongShape = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && issue.errors.every((issues) => issues.some(isWrongShape))))

/** The branch of a union that was meant: of those whose shape is right the one with the fewest problems. */
const intendedBranch = (
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined =>
  branches.filter((issues) => !issues.some(isWrongShape)).toSorted((a, b) => a.length - b.length)[0]

/** So many problems are told at once; who has more has more to learn than a list can say. */
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
      const known = issue.values.map(String)
      const near = typeof value === 'string' ? suggest(value, known) : undefined
      const did = near === undefined ? '' : `Did you mean "${near}"? `
      return say(`${describeValue(value)} is not known here. ${did}Write ${orList(known)}.`)
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

/** Words are looked for no further than the list goes: a body may hold a hundred thousand mistakes. */
function firstIssuesOf(
  found: readonly z.core.$ZodIssue[],
  above: Path,
  root: unknown,
  own: FieldAdvice,
): Issue[] {
  const issues: Issue[] = []
  for (const issue of found) {
    if (issues.length >= maxIssues) break
    issues.push(...issuesOf(issue, above, root, own))
  }
  return issues.slice(0, maxIssues)
}

/**
 * What was given, checked against its schema and tidied (text well-formed and trimmed).
 *
 * @param own what to write in fields that mean something else here than in a notice
 * @throws ValidationError `invalid` with what is wrong, the first 20
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  own: FieldAdvice = {},
): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ValidationError('invalid', firstIssuesOf(parsed.error.issues, [], given, own))
}
