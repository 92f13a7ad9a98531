import { stringify } from 'yaml'
import { z } from 'zod'
import { suggest, orList } from '../core/text/suggest.ts'
import type { ConfigPath } from './problem.ts'

/** Stands for a value whose environment variable is not set: already reported, so nothing more is said of it. */
export const unsetVariable = Symbol('unset')

/** What a rule tells of a value it refuses; `finding.ts` makes the sentence once it knows where the value came from. */
export type RuleViolation = {
  /** What is wrong, without full stop; `{value}` stands for the value as written. */
  readonly issue: string
  /** What to write, without full stop. */
  readonly advice: string
  /** The same without a word of the value, for values that must not be repeated. */
  readonly plain: string
}

/** Refuses the value (or the part of it `at` that path). Returns a value nobody will read. */
export type Fail = (issue: string, advice: string, more?: { at?: ConfigPath; plain?: string }) => never

type JsonSchemaNode = Record<string, unknown>

/** Editors must not underline a value that is taken from the environment. */
const orVariable = (json: JsonSchemaNode): JsonSchemaNode => {
  const narrow = 'pattern' in json || 'enum' in json || 'anyOf' in json || json['type'] !== 'string'
  return narrow ? { anyOf: [json, { type: 'string', pattern: '\\$\\{' }] } : json
}

/** An example of a value as it is to be written in the file, wherever it stands: text that YAML would take for more, in quotes. */
const inFile = (json: JsonSchemaNode, example: string): string =>
  json['type'] !== 'string' || /^['"]/.test(example)
    ? example
    : stringify([example], {
        collectionStyle: 'flow',
        singleQuote: true,
        lineWidth: 0,
        flowCollectionPadding: false,
      })
        .trimEnd()
        .slice(1, -1)

/**
 * A single value of the file: `json` is how an editor sees it, `example` a good value, `read` turns what was
 * written into what the program uses, or fails. Absent and empty values are answered here, for all alike.
 */
export const rule = <T>(json: JsonSchemaNode, example: string, parse: (value: unknown, fail: Fail) => T) =>
  z
    .unknown()
    .transform((value, context): T => {
      let failed = false
      const report = (violation: RuleViolation, at: ConfigPath = []): void => {
        failed = true
        context.issues.push({ code: 'custom', input: value, path: [...at], params: violation })
      }
      const fail = (issue: string, advice: string, more: { at?: ConfigPath; plain?: string } = {}) => {
        report({ issue, advice, plain: more.plain ?? `Write for example "${example}"` }, more.at)
        return z.NEVER
      }
      const advice = () => `Write {key}${inFile(json, example)}`
      if (value === undefined) report({ issue: 'is missing', advice: advice(), plain: '' })
      else if (value === null || value === '')
        report({
          issue: 'is empty',
          advice: advice(),
          plain: `Give it a value such as ${example}`,
        })
      else if (value !== unsetVariable) {
        const result = parse(value, fail)
        if (!failed) return result
      } else report({ issue: '', advice: '', plain: '' })
      return z.NEVER
    })
    .meta(orVariable(json))

/** A mapping with these keys and no others. */
export const section = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  })

/** A single value, or a mapping: what is written decides by which of the two it is judged. */
export const singleOrMapping = <V extends z.ZodType, S extends z.ZodType>(single: V, mapping: S) =>
  z
    .unknown()
    .transform((value, context): z.output<V> | z.output<S> => {
      const isMapping = typeof value === 'object' && value !== null
      const result = (isMapping ? mapping : single).safeParse(value)
      if (result.success) return result.data
      context.issues.push(
        ...result.error.issues.map((issue) => ({ ...issue, input: value }) as z.core.$ZodRawIssue),
      )
      return z.NEVER
    })
    .meta({
      anyOf: [single, mapping].map((schema) => {
        const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' })
        return json
      }),
    })

/** One of a few words. */
export const oneOf = <const W extends string>(words: readonly W[]) =>
  rule({ type: 'string', enum: words }, words[0]!, (value, fail): W => {
    const found = words.find((word) => word === value)
    if (found !== undefined) return found
    const suggestion = typeof value === 'string' ? suggest(value, words) : undefined
    const allowed = words.length === 1 ? `It can only be "${words[0]}"` : `Write ${orList(words)}`
    return fail(
      '{value} is not known here',
      suggestion === undefined ? allowed : `Did you mean "${suggestion}"? ${allowed}`,
      { plain: allowed },
    )
  })

/** `true` or `false`. */
export const booleanValue = () =>
  rule({ type: 'boolean' }, 'true', (value, fail): boolean => {
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    const guess = /^(yes|on|y|1|oui)$/i.test(String(value)) ? 'true' : 'false'
    return fail('{value} is neither true nor false', `Write ${guess}`, { plain: 'Write true or false' })
  })

/** A number; text of digits is read as one, since that is what the environment gives. */
export const number = (limits: { min: number; max: number; whole?: boolean; example: string }) => {
  const { min, max, whole = true, example } = limits
  const json = { type: whole ? 'integer' : 'number', minimum: min, maximum: max }
  return rule(json, example, (value, fail): number => {
    const parsed = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
    const advice = `Write a ${whole ? 'whole number' : 'number'} from ${min} to ${max}, such as ${example}`
    if (typeof parsed !== 'number' || !Number.isFinite(parsed))
      return fail('{value} is not a number', advice, { plain: advice })
    if (whole && !Number.isInteger(parsed))
      return fail('{value} is not a whole number', advice, { plain: advice })
    if (parsed < min) return fail(`{value} is less than ${min}`, advice, { plain: advice })
    if (parsed > max) return fail(`{value} is more than ${max}`, advice, { plain: advice })
    return parsed
  })
}
