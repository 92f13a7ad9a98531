import { z } from 'zod'
import { suggest, orList } from '../core/text/suggest.ts'
import type { Path } from './problem.ts'

/** Stands for a value whose environment variable is not set: already told, so nothing more is said of it. */
export const unset = Symbol('unset')

/** What a rule tells of a value it refuses; `finding.ts` makes the sentence once it knows where the value came from. */
export type Refusal = {
  /** What is wrong, without full stop; `{value}` stands for the value as written. */
  readonly wrong: string
  /** What to write, without full stop. */
  readonly write: string
  /** The same without a word of the value, for values that must not be repeated. */
  readonly plain: string
}

/** Refuses the value (or the part of it `at` that path). Returns a value nobody will read. */
export type Fail = (wrong: string, write: string, more?: { at?: Path; plain?: string }) => never

type Json = Record<string, unknown>

/** Editors must not underline a value that is taken from the environment. */
const orVariable = (json: Json): Json => {
  const narrow = 'pattern' in json || 'enum' in json || 'anyOf' in json || json['type'] !== 'string'
  return narrow ? { anyOf: [json, { type: 'string', pattern: '\\$\\{' }] } : json
}

/**
 * A single value of the file: `json` is how an editor sees it, `example` a good value, `read` turns what was
 * written into what the program uses, or fails. Absent and empty values are answered here, for all alike.
 */
export const rule = <T>(json: Json, example: string, read: (value: unknown, fail: Fail) => T) =>
  z
    .unknown()
    .transform((value, context): T => {
      let failed = false
      const tell = (refusal: Refusal, at: Path = []): void => {
        failed = true
        context.issues.push({ code: 'custom', input: value, path: [...at], params: refusal })
      }
      const fail = (wrong: string, write: string, more: { at?: Path; plain?: string } = {}) => {
        tell({ wrong, write, plain: more.plain ?? `Write for example "${example}"` }, more.at)
        return z.NEVER
      }
      if (value === undefined) tell({ wrong: 'is missing', write: `Write {key}${example}`, plain: '' })
      else if (value === null || value === '')
        tell({
          wrong: 'is empty',
          write: `Write {key}${example}`,
          plain: `Give it a value such as ${example}`,
        })
      else if (value !== unset) {
        const result = read(value, fail)
        if (!failed) return result
      } else tell({ wrong: '', write: '', plain: '' })
      return z.NEVER
    })
    .meta(orVariable(json))

/** A mapping with these keys and no others. */
export const section = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  })

/** One of a few words. */
export const oneOf = <const W extends string>(words: readonly W[]) =>
  rule({ type: 'string', enum: words }, words[0]!, (value, fail): W => {
    const found = words.find((word) => word === value)
    if (found !== undefined) return found
    const near = typeof value === 'string' ? suggest(value, words) : undefined
    const allowed = words.length === 1 ? `It can only be "${words[0]}"` : `Write ${orList(words)}`
    return fail(
      '{value} is not known here',
      near === undefined ? allowed : `Did you mean "${near}"? ${allowed}`,
      { plain: allowed },
    )
  })

/** `true` or `false`. */
export const yesOrNo = () =>
  rule({ type: 'boolean' }, 'true', (value, fail): boolean => {
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    const guess = /^(yes|on|y|1|oui)$/i.test(String(value)) ? 'true' : 'false'
    return fail('{value} is neither true nor false', `Write ${guess}`, { plain: 'Write true or false' })
  })

/** A number; text of digits is read as one, since that is what the environment gives. */
export const number = (limits: { least: number; most: number; whole?: boolean; example: string }) => {
  const { least, most, whole = true, example } = limits
  const json = { type: whole ? 'integer' : 'number', minimum: least, maximum: most }
  return rule(json, example, (value, fail): number => {
    const read = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
    const write = `Write a ${whole ? 'whole number' : 'number'} from ${least} to ${most}, such as ${example}`
    if (typeof read !== 'number' || !Number.isFinite(read))
      return fail('{value} is not a number', write, { plain: write })
    if (whole && !Number.isInteger(read))
      return fail('{value} is not a whole number', write, { plain: write })
    if (read < least) return fail(`{value} is less than ${least}`, write, { plain: write })
    if (read > most) return fail(`{value} is more than ${most}`, write, { plain: write })
    return read
  })
}
