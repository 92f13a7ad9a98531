import type { z } from 'zod'
import { suggest, orList } from '../../core/text/suggest.ts'
import { Refusal, type Wrong } from './validation-error.ts'
import { oneLine } from '../api/field-schemas.ts'

type Path = readonly PropertyKey[]

/** A stranger's word as it can be shown in a message: one short line. */
export function quoted(given: string): string {
  const line = oneLine(given)
  return `"${line.length > 40 ? `${line.slice(0, 39).toWellFormed()}…` : line}"`
}

/** What to write in a field, by its name. */
const examples: Readonly<Record<string, string>> = {
  title: 'one line, such as "Slow API", or one per locale: { "fr": …, "en": … }',
  body: 'what readers should know, such as "We are looking into it."',
  reason: 'why, in a few words for readers',
  alternatives: 'what readers can do meanwhile',
  root_cause: 'what it came from, in a few words for readers',
  components: '{ "ID": "major_outage" } or a list of ids: ["ID"]',
  tasks: 'a list: ["Update the database"]',
  updates: 'a list of corrections: [{ "id": …, "body": … }]',
  actions: 'a list: ["Add an alarm"]',
  by: 'a duration such as "30m"',
  id: 'letters, digits, "-" and "_", 64 at most',
  data_loss: 'a share from 0 to 1, or a percentage such as "0.5%"',
  version: 'the number that was read, such as 3',
  notify: 'true or false',
  force: 'true or false',
  class: 'a class of the configuration, such as "default"',
  text: 'what readers should know',
  done: 'true or false',
}
const aTime = 'a time such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00"'
const times = /(^|_)(at|for|until)$/

/** What to write, by field; under `""` for the whole. */
type Advice = Readonly<Record<string, string>>

function advice(path: Path, list: boolean, own: Advice): string {
  const said = own[String(path.at(-1))]
  if (said !== undefined) return said
  if (list && path.at(-1) === 'components') return 'a list of ids: ["ID"]'
  const name = path.findLast((step) => typeof step === 'string' && (step in examples || times.test(step)))
  if (typeof name !== 'string') return 'what it should be'
  return times.test(name) ? aTime : examples[name]!
}

const shown = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : typeof value === 'number' ? 'a number' : String(value)
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  )

// A key may be a stranger's: it is cut like any other word of theirs.
const join = (path: Path): string =>
  path.map((step) => (/^[\w-]{1,64}$/.test(String(step)) ? String(step) : quoted(String(step)))).join('.')

function unknownKey(key: string, known: readonly string[], path: Path): Wrong {
  const near = suggest(key, known)
  const list = `Known here: ${known.join(', ')}.`
  return {
    path: join([...path, key]),
    message: `is not known here. ${near === undefined ? list : `Did you mean "${near}"? ${list}`}`,
  }
}

/** Is it said of the whole, that it is another kind of thing? */
const misshapen = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && issue.errors.every((issues) => issues.some(misshapen))))

/** The branch of a union that was meant: of those whose shape is right the one with the fewest problems. */
const meant = (branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined =>
  branches.filter((issues) => !issues.some(misshapen)).toSorted((a, b) => a.length - b.length)[0]

function told(issue: z.core.$ZodIssue, above: Path, root: unknown, own: Advice): Wrong[] {
  const path = [...above, ...issue.path]
  const value = at(root, path)
  const say = (message: string): Wrong[] => [{ path: join(path), message }]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, issue.message.split(' '), path))
  const list = issue.code === 'invalid_type' && issue.expected === 'array'
  if (value === undefined && path.length > 0) return say(`is missing. Write ${advice(path, list, own)}.`)
  switch (issue.code) {
    case 'invalid_union': {
      const branch = meant(issue.errors)
      if (branch) return branch.flatMap((inner) => told(inner, path, root, own))
      return say(`is ${shown(value)}. Write ${advice(path, false, own)}.`)
    }
    case 'invalid_value': {
      const known = issue.values.map(String)
      const near = typeof value === 'string' ? suggest(value, known) : undefined
      const did = near === undefined ? '' : `Did you mean "${near}"? `
      return say(`${shown(value)} is not known here. ${did}Write ${orList(known)}.`)
    }
    case 'too_small':
      if (typeof value === 'number') return say(`is too small. Write ${advice(path, false, own)}.`)
      return say(`is empty. Write ${advice(path, Array.isArray(value), own)}.`)
    case 'too_big':
      if (typeof value === 'string') return say(`is too long. Write at most ${issue.maximum} characters.`)
      if (Array.isArray(value)) return say(`has too many entries. Write at most ${issue.maximum}.`)
      return say(`is too large. Write ${advice(path, false, own)}.`)
    case 'invalid_key':
      return say('is not a key that can be used here.')
    default:
      if (path.length === 0) return say(`is not an object. Write ${own[''] ?? '{ "title": …, "body": … }'}.`)
      return say(`is ${shown(value)}. Write ${advice(path, list, own)}.`)
  }
}

/** So many problems are told at once; who has more has more to learn than a list can say. */
const mostTold = 50

/**
 * What was given, checked against its schema and tidied (text well-formed and trimmed).
 *
 * @param own what to write in fields that mean something else here than in a notice
 * @throws RuleViolation `invalid` with everything that is wrong
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  own: Advice = {},
): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Refusal(
    'invalid',
    parsed.error.issues.flatMap((issue) => told(issue, [], given, own)).slice(0, mostTold),
  )
}
