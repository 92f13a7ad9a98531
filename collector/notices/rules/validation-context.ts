import { statusOfImpact } from '../../core/incident/impact.ts'
import { suggest, orList } from '../../core/text/suggest.ts'
import type { Config } from '../../core/config/config.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import type { Impact } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { parseTime, endOfSkippedTime } from '../../core/time/parse-time.ts'
import { ValidationError, type Issue } from './validation-error.ts'
import { formatInstantWords, formatWallTimeUntil } from './time-words.ts'
import { maxIssues, quoteInput } from './validate.ts'

/** What messages are read against. */
export type PageSettings = Pick<Config, 'page' | 'components' | 'notice'>

/** Reads what needs the page to be understood: locales, times, components. Collects what is wrong until `done`. */
export type ValidationContext = {
  readonly now: number
  addIssue(path: string, message: string): void
  /** Words in locales of the page. */
  text<Words extends Text | null | undefined>(path: string, words: Words): Words
  /** ms; `now` where it cannot be read. */
  instant(path: string, written: string): number
  /** As `when`, of something planned: a time that the clocks skip is wrong, as people would read another one. */
  plannedInstant(path: string, written: string): number
  /** As `when`, of something that has happened: a minute of a clock ahead of ours is `now`, more is wrong. */
  pastInstant(path: string, written: string): number
  /** Ids of components that are configured, or in `also`, each once. */
  componentIds(path: string, given: readonly string[], also?: readonly string[]): string[]
  /** A status for each component; a list follows `impact`. */
  declaredStatuses(
    path: string,
    given: readonly string[] | Readonly<Record<string, MeasuredStatus>>,
    impact: Impact,
    also?: readonly string[],
  ): Record<string, MeasuredStatus>
  /** @throws ValidationError `invalid` when anything was wrong */
  throwIfInvalid(): void
}

const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)
/** How far ahead somebody else's clock may be, ms. */
const clockTolerance = 60_000

/** A reading of what was given at an instant (ms). */
export function createValidationContext({ page, components }: PageSettings, now: number): ValidationContext {
  const issues: Issue[] = []
  const addIssue = (path: string, message: string): void => {
    if (issues.length < maxIssues) issues.push({ path, message })
  }
  const componentNames = components.map(({ id }) => id)

  function instant(path: string, written: string): number {
    const at = parseTime(written, now, page.timezone)
    if (at === null)
      addIssue(
        path,
        `${quoteInput(written)} is not a time. Write one such as "2026-11-22T15:00:00Z", "2026-11-22 15:00" (${page.timezone}), "+2h", "-30m" or "tomorrow 04:00".`,
      )
    else if (!(at >= earliest && at < latest))
      addIssue(path, `${quoteInput(written)} is out of reach. Write a time between the years 2000 and 2099.`)
    else return at
    return now
  }
  const componentIds = (path: string, given: readonly string[], also: readonly string[] = []): string[] => {
    const named = new Set(given)
    for (const id of named) {
      if (issues.length >= maxIssues) break
      if (!componentNames.includes(id) && !also.includes(id)) {
        const near = suggest(id, componentNames)
        const list =
          componentNames.length === 0
            ? 'The configuration has no components.'
            : componentNames.length <= 20
              ? `Known: ${componentNames.join(', ')}.`
              : ''
        addIssue(
          path,
          `${quoteInput(id)} is not a component. ${near === undefined ? '' : `Did you mean "${near}"? `}${list}`.trim(),
        )
      }
    }
    return [...named]
  }
  return {
    now,
    addIssue,
    text(path, words) {
      if (typeof words !== 'object' || words === null) return words
      const locales = Object.keys(words)
      if (locales.length === 0) addIssue(path, 'is empty. Write a text, or one per locale of the page.')
      for (const locale of locales)
        if (!page.locales.includes(locale)) {
          const near = suggest(locale, page.locales)
          addIssue(
            path,
            `the page has no locale ${quoteInput(locale)}. ${near === undefined ? '' : `Did you mean "${near}"? `}Write ${orList(page.locales)}.`,
          )
        }
      return words
    },
    instant,
    plannedInstant(path, written) {
      const skipped = endOfSkippedTime(written, now, page.timezone)
      if (skipped !== null)
        addIssue(
          path,
          `${quoteInput(written)} is not there in ${page.timezone}: the clocks go forward then. The first time after it is ${formatInstantWords(skipped, page.timezone)}: write that, or a time before ${formatWallTimeUntil(skipped, page.timezone)}.`,
        )
      return instant(path, written)
    },
    pastInstant(path, written) {
      const at = instant(path, written)
      if (at > now + clockTolerance)
        addIssue(path, `${quoteInput(written)} has not come yet. Write a time up to now.`)
      return Math.min(at, now)
    },
    componentIds,
    declaredStatuses(path, given, impact, also) {
      if (Array.isArray(given)) {
        const listed = given as readonly string[]
        return Object.fromEntries(componentIds(path, listed, also).map((id) => [id, statusOfImpact(impact)]))
      }
      const map = given as Readonly<Record<string, MeasuredStatus>>
      return Object.fromEntries(componentIds(path, Object.keys(map), also).map((id) => [id, map[id]!]))
    },
    throwIfInvalid() {
      if (issues.length > 0) throw new ValidationError('invalid', issues)
    },
  }
}
