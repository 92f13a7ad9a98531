import { suggest, orList } from '../../core/text/suggest.ts'
import type { Config } from '../../core/config/config.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import type { Impact } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { parseWhen, skippedUntil } from '../../core/time/parse-time.ts'
import { Refusal, type Wrong } from './validation-error.ts'
import { instantInWords, wallUntil } from './time-words.ts'
import { quoted } from './validate.ts'

/** What messages are read against. */
export type Page = Pick<Config, 'page' | 'components' | 'notice'>

/** Reads what needs the page to be understood: locales, times, components. Collects what is wrong until `done`. */
export type Reading = {
  readonly now: number
  wrong(path: string, message: string): void
  /** Words in locales of the page. */
  text<Words extends Text | null | undefined>(path: string, words: Words): Words
  /** ms; `now` where it cannot be read. */
  when(path: string, written: string): number
  /** As `when`, of something planned: a time that the clocks skip is wrong, as people would read another one. */
  planned(path: string, written: string): number
  /** As `when`, of something that has happened: a minute of a clock ahead of ours is `now`, more is wrong. */
  past(path: string, written: string): number
  /** Ids of components that are configured, or in `also`, each once. */
  ids(path: string, given: readonly string[], also?: readonly string[]): string[]
  /** A status for each component; a list follows `impact`. */
  declared(
    path: string,
    given: readonly string[] | Readonly<Record<string, MeasuredStatus>>,
    impact: Impact,
    also?: readonly string[],
  ): Record<string, MeasuredStatus>
  /** @throws RuleViolation `invalid` when anything was wrong */
  done(): void
}

const statusOf: Record<Impact, MeasuredStatus> = {
  critical: 'major_outage',
  major: 'partial_outage',
  minor: 'degraded_performance',
  none: 'operational',
}
const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)
/** How far ahead somebody else's clock may be, ms. */
const skew = 60_000

/** A reading of what was given at an instant (ms). */
export function reading({ page, components }: Page, now: number): Reading {
  const found: Wrong[] = []
  const wrong = (path: string, message: string): void => void found.push({ path, message })
  const known = components.map(({ id }) => id)

  function when(path: string, written: string): number {
    const at = parseWhen(written, now, page.timezone)
    if (at === null)
      wrong(
        path,
        `${quoted(written)} is not a time. Write one such as "2026-11-22T15:00:00Z", "2026-11-22 15:00" (${page.timezone}), "+2h", "-30m" or "tomorrow 04:00".`,
      )
    else if (!(at >= earliest && at < latest))
      wrong(path, `${quoted(written)} is out of reach. Write a time between the years 2000 and 2099.`)
    else return at
    return now
  }
  const ids = (path: string, given: readonly string[], also: readonly string[] = []): string[] => {
    const named = new Set(given)
    for (const id of named)
      if (!known.includes(id) && !also.includes(id)) {
        const near = suggest(id, known)
        const list =
          known.length === 0
            ? 'The configuration has no components.'
            : known.length <= 20
              ? `Known: ${known.join(', ')}.`
              : ''
        wrong(
          path,
          `${quoted(id)} is not a component. ${near === undefined ? '' : `Did you mean "${near}"? `}${list}`.trim(),
        )
      }
    return [...named]
  }
  return {
    now,
    wrong,
    text(path, words) {
      if (typeof words !== 'object' || words === null) return words
      const locales = Object.keys(words)
      if (locales.length === 0) wrong(path, 'is empty. Write a text, or one per locale of the page.')
      for (const locale of locales)
        if (!page.locales.includes(locale)) {
          const near = suggest(locale, page.locales)
          wrong(
            path,
            `the page has no locale ${quoted(locale)}. ${near === undefined ? '' : `Did you mean "${near}"? `}Write ${orList(page.locales)}.`,
          )
        }
      return words
    },
    when,
    planned(path, written) {
      const skipped = skippedUntil(written, now, page.timezone)
      if (skipped !== null)
        wrong(
          path,
          `${quoted(written)} is not there in ${page.timezone}: the clocks go forward then. The first time after it is ${instantInWords(skipped, page.timezone)}: write that, or a time before ${wallUntil(skipped, page.timezone)}.`,
        )
      return when(path, written)
    },
    past(path, written) {
      const at = when(path, written)
      if (at > now + skew) wrong(path, `${quoted(written)} has not come yet. Write a time up to now.`)
      return Math.min(at, now)
    },
    ids,
    declared(path, given, impact, also) {
      if (Array.isArray(given)) {
        const listed = given as readonly string[]
        return Object.fromEntries(ids(path, listed, also).map((id) => [id, statusOf[impact]]))
      }
      const map = given as Readonly<Record<string, MeasuredStatus>>
      return Object.fromEntries(ids(path, Object.keys(map), also).map((id) => [id, map[id]!]))
    },
    done() {
      if (found.length > 0) throw new Refusal('invalid', found)
    },
  }
}
