import { formatProblem, parseConfig } from '../../collector/config/load-config.ts'
import type { Environment } from '../../collector/config/environment.ts'
import type { Config } from '../../collector/core/config/config.ts'

/** What every file needs, in the first lines; tests add to it. Line 1 is `page:`, the component's list ends it. */
export const page = `page: { name: Acme }\n`
export const oneComponent = `components:\n  - id: api\n    name: API\n`

/** A file with one monitor, whose flow mapping is given. */
export const withMonitor = (monitor: string, rest = ''): string =>
  `${page}${oneComponent}    monitors:\n      - ${monitor}\n${rest}`

/** The problems of a text, as they are printed. Empty when it is right. */
export function problemsOf(text: string, environment: Environment = {}): string[] {
  const loaded = parseConfig(text, 'status.yaml', environment)
  return loaded.ok ? [] : loaded.problems.map(formatProblem)
}

/** The warnings of a text that must be right. */
export function warningsOf(text: string, environment: Environment = {}): string[] {
  const loaded = parseConfig(text, 'status.yaml', environment)
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'))
  return loaded.warnings.map(formatProblem)
}

/** What a text that must be right promises and cannot keep, and its windows that overlap, from an instant on. */
export function forecastOf(text: string, now: string): { objectives: string[]; overlaps: string[] } {
  const loaded = parseConfig(text, 'status.yaml', {})
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'))
  const { objectives, overlaps } = loaded.forecast(Date.parse(now))
  return { objectives: objectives.map(formatProblem), overlaps: overlaps.map(formatProblem) }
}

/** The configuration of a text that must be right. */
export function configOf(text: string, environment: Environment = {}): Config {
  const loaded = parseConfig(text, 'status.yaml', environment)
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'))
  return loaded.config
}

/** The first monitor of such a text. */
export const monitorOf = (monitor: string, environment: Environment = {}, rest = '') =>
  configOf(withMonitor(monitor, rest), environment).components[0]!.monitors[0]!
