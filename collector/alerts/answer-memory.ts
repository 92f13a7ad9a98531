import type { TimedAnswer } from '../core/alert/figures.ts'
import { hasAnswered } from '../core/monitoring/check.ts'
import type { CheckReader, Series } from '../store/check-store.ts'

/** A series of checks: a monitor seen from a region. */
type SeriesKey = Pick<Series, 'monitor' | 'region'>

/** Answers of the last hours by series: only what came since is read. */
export type AnswerMemory = {
  /** Read what came since, up to now (ms), as far back as `span`. Rejects with StoreError, remembering nothing. */
  renew(reader: CheckReader, series: readonly SeriesKey[], span: number, now: number): Promise<void>
  /** Of some series together, oldest first. */
  of(series: readonly SeriesKey[]): readonly TimedAnswer[]
  /** What was recorded has been replaced. */
  clear(): void
}

const keyOf = ({ monitor, region }: SeriesKey): string => `${monitor}\n${region}`

/** @returns a memory of nothing */
export function createAnswerMemory(): AnswerMemory {
  const known = new Map<string, { answers: TimedAnswer[]; lastAt: number }>()
  return {
    async renew(reader, series, span, now) {
      const from = now - span
      for (const one of series) {
        const before = known.get(keyOf(one)) ?? { answers: [], lastAt: from - 1 }
        // Checks of a series come after its latest.
        const checks = await reader.checks(one.monitor, one.region, { from: before.lastAt + 1, to: now + 1 })
        const fresh = checks.filter(hasAnswered).map(({ at, took }) => ({ at, took: took! }))
        const kept = before.answers.findIndex(({ at }) => at >= from)
        known.set(keyOf(one), {
          answers: [...(kept < 0 ? [] : before.answers.slice(kept)), ...fresh],
          lastAt: checks.at(-1)?.at ?? before.lastAt,
        })
      }
    },
    of(series) {
      const lists = series.flatMap((one) => known.get(keyOf(one))?.answers ?? [])
      return series.length < 2 ? lists : lists.toSorted((a, b) => a.at - b.at)
    },
    clear: () => known.clear(),
  }
}
