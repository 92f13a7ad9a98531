import { RE2JS } from 're2js'
import type { JsonExpectation, NumberCondition } from '../../core/monitoring/monitor.ts'
import { rule } from '../rules.ts'
import { requireText } from './basic-values.ts'

const comparison = /^(<=|>=|==|!=|<|>)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i

/** `< 100`, `>= 3` … as a condition; undefined when it is not one. */
function parseCondition(value: unknown): NumberCondition | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return { operator: '==', value }
  if (typeof value !== 'string') return undefined
  if (/^-?\d+(\.\d+)?$/.test(value)) return { operator: '==', value: Number(value) }
  const parts = comparison.exec(value.trim())
  return parts === null
    ? undefined
    : { operator: parts[1] as NumberCondition['operator'], value: Number(parts[2]) }
}

/** A condition on a number: `'< 0.1'`, `'>= 3'`, or a bare number for equal. */
export const condition = (example = '< 0.1') =>
  rule(
    { anyOf: [{ type: 'number' }, { type: 'string' }] },
    `'${example}'`,
    (value, fail): NumberCondition => {
      const plain = `Write a comparison (<, <=, >, >=, ==, !=) and a number, such as '${example}'`
      return parseCondition(value) ?? fail('{value} is not a condition on a number', plain, { plain })
    },
  )

const isPercentage = (text: string): boolean =>
  /^\d+(\.\d{1,4})?%$/.test(text) && Number(text.slice(0, -1)) <= 100

/** A share such as `99.9%`, read as millionths: 999000. Exact, to four decimals. */
export const percent = (example = '99.9%') =>
  rule({ type: 'string', pattern: '^[0-9]+([.][0-9]{1,4})?%$' }, example, (value, fail): number => {
    const plain = `Write a percentage such as "${example}"`
    if (typeof value === 'number')
      return fail('{value} has no percent sign', isPercentage(`${value}%`) ? `Write "${value}%"` : plain, {
        plain,
      })
    const parts = typeof value === 'string' ? /^(\d+)(?:\.(\d{1,4}))?%$/.exec(value) : null
    if (parts === null) {
      const digits = typeof value === 'string' ? /^(\d+)(?:[.,](\d{1,4}))?\s*%?$/.exec(value) : null
      const good = digits === null ? '' : `${digits[1]}${digits[2] === undefined ? '' : `.${digits[2]}`}%`
      return fail('{value} is not a percentage', isPercentage(good) ? `Write "${good}"` : plain, { plain })
    }
    const millionths = Number(parts[1]) * 10_000 + Number((parts[2] ?? '').padEnd(4, '0'))
    return millionths > 1_000_000 ? fail('{value} is more than 100 %', plain, { plain }) : millionths
  })

/** A regular expression for the engine without backtracking: no look-around, no back-references. */
export const regularExpression = () =>
  rule({ type: 'string' }, "'ready|ok'", (value, fail): string => {
    const source = requireText(value, fail)
    if (typeof source !== 'string') return source
    try {
      RE2JS.compile(source)
      return source
    } catch {
      return fail(
        '{value} is not a regular expression that can be used here',
        'Write one in RE2 syntax, without look-around and back-references',
        { plain: 'Write one in RE2 syntax, without look-around and back-references' },
      )
    }
  })

/** How a path into JSON is written. */
export const jsonPath = /^\$(\.[^\s.[\]'"]+|\[\d+\]|\['[^']*'\]|\["[^"]*"\])*$/

/** The path that was most likely meant by what is none. */
function proposedPath(path: string): string {
  const candidates = path.startsWith('$') ? [] : [`$.${path}`, `$['${path}']`, `$["${path}"]`]
  return candidates.find((candidate) => jsonPath.test(candidate)) ?? '$.items[0].id'
}

/** What a JSON answer must hold, by path: `{ $.status: ok, $.queue: '< 100' }`. */
export const jsonExpectations = () =>
  rule(
    {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^\\$' },
      additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    },
    '{ $.status: ok }',
    (value, fail): readonly JsonExpectation[] => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return fail('{value} is not a mapping of paths to values', 'Write for example { $.status: ok }')
      const expectations: JsonExpectation[] = []
      for (const [path, wanted] of Object.entries(value) as [string, unknown][])
        if (typeof wanted === 'symbol') continue
        else if (!jsonPath.test(path))
          fail(`"${path}" is not a path into JSON`, `Write for example "${proposedPath(path)}"`, {
            at: [path],
          })
        else if (typeof wanted === 'string' && /^(<=|>=|==|!=|<|>)/.test(wanted)) {
          const found = parseCondition(wanted)
          if (found === undefined)
            fail('{value} compares with something that is not a number', "Write for example '< 100'", {
              at: [path],
            })
          else expectations.push({ path, condition: found })
        } else if (wanted === null || ['string', 'number', 'boolean'].includes(typeof wanted))
          expectations.push({ path, equals: wanted as string | number | boolean | null })
        else
          fail('{value} is not a single value', 'Write text, a number, true, false, null or a comparison', {
            at: [path],
          })
      return expectations
    },
  )
