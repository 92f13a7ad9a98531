import { type FrozenPeriod, explainedMonths, frozenPeriods } from '../view/explanation/explained-periods.ts'
import { explanationDataPlace } from '../view/shared/data-places.ts'
import { hash } from '../view/shared/hash.ts'
import { componentOf, explainedPlace, segment } from '../view/shared/places.ts'
import { absentNotices } from './frozen-notices.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** The pages and files that explain a frozen month, made again when what they depend on changes. */
type FrozenExplanation = {
  readonly cacheKey: string
  readonly pages: readonly PageInputs[]
  readonly files: readonly PageInputs[]
}

const cache = new WeakMap<FrozenPeriod, FrozenExplanation>()

/** The pages of each frozen month, a group for each. A frozen month changes with its revision only. */
export const frozenExplanationInputs = (context: PageContext): (readonly PageInputs[])[] =>
  explanationsOf(context).map(({ pages }) => pages)

/** The same as open data. */
export const frozenExplanationDataInputs = (context: PageContext): (readonly PageInputs[])[] =>
  explanationsOf(context).map(({ files }) => files)

const explanationsOf = oncePer((context: PageContext): readonly FrozenExplanation[] =>
  [...frozenPeriods(context.snapshot).values()].flatMap((month) =>
    month ? [explanationOf(context, month)] : [],
  ),
)

function explanationOf({ snapshot, commonKey }: PageContext, month: FrozenPeriod): FrozenExplanation {
  const { report, components, frozen } = month
  const ids = [...components.keys()]
  const near = ids.map((id) => {
    const months = explainedMonths(snapshot, id)
    const at = months.indexOf(report.period)
    return `${months[at - 1]} ${months[at + 1]}`
  })
  const cacheKey = hash(
    [
      commonKey,
      frozen.hash,
      // What its pages link to may be taken away: notices withdrawn, components taken off the page.
      absentNotices(snapshot).get(report.period),
      '/',
      ...ids.filter((id) => componentOf(snapshot, id) === undefined),
      ...near,
    ].join(),
  )
  const known = cache.get(month)
  if (known?.cacheKey === cacheKey) return known
  const inputs = { fingerprint: cacheKey, deferrableKey: cacheKey }
  const firsts = [...new Map(ids.toReversed().map((id) => [segment(id), id])).values()].toReversed()
  const made = {
    cacheKey,
    pages: firsts.map((id) => ({ place: explainedPlace(id, report.period), ...inputs })),
    files: firsts.flatMap((id) =>
      ['json', 'csv'].map((type) => ({
        place: `${explanationDataPlace(id, report.period)}.${type}`,
        ...inputs,
      })),
    ),
  }
  cache.set(month, made)
  return made
}
