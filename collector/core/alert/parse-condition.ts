import { orList, suggest } from '../text/suggest.ts'
import { formatDuration, parseDuration } from '../time/duration.ts'
import { day, hour, minute, second } from '../time/units.ts'
import {
  type AlertCondition,
  type AlertFigure,
  type AlertTerm,
  type BuiltInFigure,
  type Comparison,
  builtInFigures,
  definitionOf,
  shortestWindow,
  takesWindow,
  windowsOf,
} from './condition.ts'

/** Why a text is no condition, and what to write instead; `plain` says so without a word of it. No full stops. */
type ConditionProblem = { readonly issue: string; readonly advice: string; readonly plain: string }

/** A condition, or what is wrong with it. */
export type ParsedCondition = { readonly condition: AlertCondition } | { readonly problem: ConditionProblem }

const example =
  "Write a figure, a comparison and a bound, such as 'availability < 99%', 'response_p95 > 3s' or 'metric.cpu > 80'"

/** What the same figures are called elsewhere, the handbook included. */
const otherNames: Readonly<Record<string, string>> = {
  uptime: 'availability',
  response_time: 'response_p95',
  latency: 'response_p95',
  burn: 'burn_rate',
  cpu: 'metric.cpu',
  memory: 'metric.memory',
  disk: 'metric.disk',
}

const termPattern =
  /^([a-z0-9_.-]+)(?:\s*(<=|>=|==|!=|<|>)\s*(-?\d+(?:\.\d+)?)\s*(%|ms|s|m|h|d)?)?(?:\s+over\s+(.+))?$/

/**
 * Read a condition: terms joined by `or`, each a figure, a comparison and a bound, and perhaps the windows it is taken over:
 * `burn_rate > 14.4 over 1h and 5m or burn_rate > 6 over 6h and 30m`.
 *
 * @param over the window of terms that write none, ms; null for each figure's own
 */
export function parseCondition(text: string, over: number | null = null): ParsedCondition {
  const terms: AlertTerm[] = []
  for (const written of text.trim().split(/\s+or\s+/)) {
    const parsed = parseTerm(written, over)
    if ('problem' in parsed) return parsed
    terms.push(parsed.term)
  }
  return { condition: terms }
}

type ParsedTerm = { readonly term: AlertTerm } | { readonly problem: ConditionProblem }

const withProblem = (issue: string, advice: string, plain: string = example) => ({
  problem: { issue, advice, plain },
})

function parseTerm(text: string, over: number | null): ParsedTerm {
  const parts = termPattern.exec(text)
  if (!parts) return withProblem('{value} is not a condition', example)
  const [, name = '', operator, digits, unit, windows] = parts
  const figure = figureOf(name)
  if (!figure) return unknownFigure(name)
  if (operator === undefined) {
    if (definitionOf(figure).unit !== 'state') return withProblem('{value} has no comparison', example)
    const bare = parseWindows(figure, windows, over)
    return 'problem' in bare ? bare : { term: { figure, operator: '>', bound: 0, windows: bare.windows } }
  }
  const bound = parseBound(figure, operator, digits!, unit)
  if ('problem' in bound) return bound
  const read = parseWindows(figure, windows, over)
  if ('problem' in read) return read
  return {
    term: { figure, operator: operator as Comparison, bound: bound.bound, windows: read.windows },
  }
}

const figureOf = (name: string): AlertFigure | null =>
  /^metric\.[a-z0-9-]+$/.test(name)
    ? (name as AlertFigure)
    : (builtInFigures.find((known) => known === (name as BuiltInFigure)) ?? null)

function unknownFigure(name: string) {
  const names = `Figures are ${builtInFigures.join(', ')} and metric.ID`
  const suggestion = otherNames[name] ?? suggest(name, builtInFigures)
  return withProblem(
    '{value} does not begin with a figure known here',
    suggestion === undefined ? names : `Did you mean "${suggestion}"? ${names}`,
    names,
  )
}

const unitLengths: Readonly<Record<string, number>> = { ms: 1, s: second, m: minute, h: hour, d: day }

/** A bound in the unit of its figure. */
function parseBound(
  figure: AlertFigure,
  operator: string,
  digits: string,
  unit: string | undefined,
): { readonly bound: number } | { readonly problem: ConditionProblem } {
  const value = Number(digits)
  switch (definitionOf(figure).unit) {
    case 'time':
      return unit === undefined || unit === '%'
        ? withProblem('{value} compares a time with something else', `Write '${figure} ${operator} 3s'`)
        : { bound: value * unitLengths[unit]! }
    case 'share':
      return unit === '%'
        ? { bound: value }
        : withProblem(
            '{value} compares a percentage with something else',
            `Write '${figure} ${operator} ${digits}%'`,
          )
    case 'days':
      return unit === undefined || unit === 'd'
        ? { bound: value }
        : withProblem('{value} compares days with something else', `Write '${figure} ${operator} 14'`)
    case 'number':
      // A metric has the unit that it is measured in; a percent sign says so where it is a share.
      return unit === undefined || unit === '%'
        ? { bound: value }
        : withProblem('{value} compares a number with a time', `Write '${figure} ${operator} ${digits}'`)
    case 'state':
      return withProblem('{value} compares a state with a number', `Write '${figure}' alone`)
  }
}

function parseWindows(
  figure: AlertFigure,
  text: string | undefined,
  over: number | null,
): { readonly windows: readonly number[] } | { readonly problem: ConditionProblem } {
  if (text === undefined)
    return { windows: windowsOf(figure, over === null || !takesWindow(figure) ? [] : [over]) }
  const advice = "Write the windows at its end, such as 'over 1h' or 'over 1h and 5m'"
  if (!takesWindow(figure))
    return withProblem(
      '{value} asks for a window of a figure that takes none',
      `Take away what follows "over": windows are for ${orList(builtInFigures.filter(takesWindow))} and metric.ID`,
    )
  const written = text.split(/\s+and\s+/).map((one) => parseDuration(one))
  if (!written.every((one) => one !== null) || written.length > 2)
    return withProblem('{value} has windows that cannot be read', advice)
  const { longest } = definitionOf(figure)
  if (written.some((window) => window < shortestWindow || window > longest))
    return withProblem(
      '{value} has a window that is too short or too long',
      `Write windows from ${formatDuration(shortestWindow)} to ${formatDuration(longest)}`,
    )
  return { windows: windowsOf(figure, written) }
}

/** The longest window that any of these terms can take, ms; null where one takes none. */
export const longestWindowOf = (condition: AlertCondition): number | null => {
  const longest = condition
    .filter(({ figure }) => takesWindow(figure))
    .map(({ figure }) => definitionOf(figure).longest)
  return longest.length === 0 ? null : Math.min(...longest)
}
