import { statusOfImpact } from '../../core/incident/impact.ts'
import { suggest, orList } from '../../core/text/suggest.ts'
import type { Config } from '../../core/config/config.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import type { Impact } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { ValidationError, type Issue } from './validation-error.ts'
import { describeDoubtfulTime } from './time-words.ts'
import { maxIssues, quoteInput } from './validate.ts'

/** The settings inputs are read against. */
export type PageSettings = Pick<Config, 'page' | 'components' | 'notice'>

/** Reads what needs the page to be understood: locales, times, components. Collects issues until `throwIfInvalid`. */
export type ValidationContext = {
  readonly now: number
  addIssue(path: string, message: string): void
  /** Words in locales of the page. */
  text<Words extends Text | null | undefined>(path: string, words: Words): Words
  /** ms; `now` where it cannot be read. A time that the clocks skip or show twice is an issue: people would read another. */
  instant(path: string, written: string): number
  /** As `instant`, of something that has happened: a minute of a clock ahead of ours is `now`, more is an issue. */
  pastInstant(path: string, written: string): number
  /** Ids of components that are configured, or in `former`, each once. */
  componentIds(path: string, ids: readonly string[], former?: readonly string[]): string[]
  /** A status for each component; a list follows `impact`. */
  declaredStatuses(
    path: string,
    components: readonly string[] | Readonly<Record<string, MeasuredStatus>>,
    impact: Impact,
    former?: readonly string[],
  ): Record<string, MeasuredStatus>
  /** @throws ValidationError `invalid` when there are issues */
  throwIfInvalid(): void
}

const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)
/** How far ahead somebody else's clock may be, ms. */
const clockTolerance = 60_000

type AddIssue = ValidationContext['addIssue']

/** Read an input at an instant (ms). */
export function createValidationContext({ page, components }: PageSettings, now: number): ValidationContext {
  const issues: Issue[] = []
  const addIssue: AddIssue = (path, message) => {
    if (issues.length < maxIssues) issues.push({ path, message })
  }
  return {
    now,
    addIssue,
    text: createTextReader(page.locales, addIssue),
    ...createInstantReaders(page.timezone, now, addIssue),
    ...createComponentReaders(
      components.map(({ id }) => id),
      addIssue,
    ),
    throwIfInvalid() {
      if (issues.length > 0) throw new ValidationError('invalid', issues)
    },
  }
}

/** Texts, in locales of the page. */
const createTextReader =
  (pageLocales: readonly string[], addIssue: AddIssue): ValidationContext['text'] =>
  (path, words) => {
    if (typeof words !== 'object' || words === null) return words
    const locales = Object.keys(words)
    if (locales.length === 0) addIssue(path, 'is empty. Write a text, or one per locale of the page.')
    for (const locale of locales)
      if (!pageLocales.includes(locale))
        addIssue(
          path,
          `the page has no locale ${quoteInput(locale)}. ${didYouMean(locale, pageLocales)}Write ${orList(pageLocales)}.`,
        )
    return words
  }

/** Times, in the zone of the page unless they have an offset. */
function createInstantReaders(
  timezone: string,
  now: number,
  addIssue: AddIssue,
): Pick<ValidationContext, 'instant' | 'pastInstant'> {
  function instant(path: string, written: string): number {
    const at = parseTime(written, now, timezone)
    if (at === null)
      addIssue(
        path,
        `${quoteInput(written)} is not a time. Write one such as "2026-11-22T15:00:00Z", "2026-11-22 15:00" (${timezone}), "+2h", "-30m" or "tomorrow 04:00".`,
      )
    else if (!(at >= earliest && at < latest))
      addIssue(path, `${quoteInput(written)} is out of reach. Write a time between the years 2000 and 2099.`)
    else {
      const doubt = describeDoubtfulTime(written, now, timezone)
      if (doubt !== null) addIssue(path, `${quoteInput(written)} ${doubt}`)
      return at
    }
    return now
  }
  return {
    instant,
    pastInstant(path, written) {
      const at = instant(path, written)
      if (at > now + clockTolerance)
        addIssue(path, `${quoteInput(written)} has not come yet. Write a time up to now.`)
      return Math.min(at, now)
    },
  }
}

/** Components of the configuration, and what an input says of them. */
function createComponentReaders(
  configuredIds: readonly string[],
  addIssue: AddIssue,
): Pick<ValidationContext, 'componentIds' | 'declaredStatuses'> {
  function componentIds(path: string, ids: readonly string[], former: readonly string[] = []): string[] {
    const uniqueIds = [...new Set(ids)]
    const unknownIds = uniqueIds.filter((id) => !configuredIds.includes(id) && !former.includes(id))
    // More would not be reported.
    for (const id of unknownIds.slice(0, maxIssues))
      addIssue(
        path,
        `${quoteInput(id)} is not a component. ${didYouMean(id, configuredIds)}${listComponents(configuredIds)}`.trim(),
      )
    return uniqueIds
  }
  return {
    componentIds,
    declaredStatuses(path, components, impact, former) {
      if (Array.isArray(components)) {
        const ids = componentIds(path, components as readonly string[], former)
        return Object.fromEntries(ids.map((id) => [id, statusOfImpact(impact)]))
      }
      const statuses = components as Readonly<Record<string, MeasuredStatus>>
      const ids = componentIds(path, Object.keys(statuses), former)
      return Object.fromEntries(ids.map((id) => [id, statuses[id]!]))
    },
  }
}

const didYouMean = (word: string, options: readonly string[]): string => {
  const near = suggest(word, options)
  return near === undefined ? '' : `Did you mean "${near}"? `
}

/** A list that is too long to be read is left out. */
const listComponents = (ids: readonly string[]): string => {
  if (ids.length === 0) return 'The configuration has no components.'
  return ids.length <= 20 ? `Known: ${ids.join(', ')}.` : ''
}
