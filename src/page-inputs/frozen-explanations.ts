import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { type FrozenPeriod, explainedMonths, frozenPeriods } from '../view/explanation/explained-periods.ts'
import { explanationDataPlace } from '../view/shared/data-places.ts'
import { hash } from '../view/shared/hash.ts'
import { componentOf, explainedPlace, segment } from '../view/shared/places.ts'
import { oncePer } from './keys.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The pages and files that explain a frozen month, as long as what they depend on stays. */
type FrozenCache = {
  readonly noticeIds: readonly string[]
  cacheKey: string
  pages: readonly PageInputs[]
  files: readonly PageInputs[]
}

const cacheOf = oncePer((month: FrozenPeriod): FrozenCache => ({
  noticeIds: noticeIdsOf(month),
  cacheKey: '',
  pages: [],
  files: [],
}))

/** The pages of each frozen month, a group for each. A frozen month changes with its revision only. */
export const frozenExplanationInputs = (context: PageContext): (readonly PageInputs[])[] =>
  cachesOf(context).map(({ pages }) => pages)

/** The same as open data. */
export const frozenExplanationDataInputs = (context: PageContext): (readonly PageInputs[])[] =>
  cachesOf(context).map(({ files }) => files)

const cachesOf = oncePer((context: PageContext): readonly FrozenCache[] =>
  [...frozenPeriods(context.snapshot).values()].flatMap((month) =>
    month ? [refreshed(context, month)] : [],
  ),
)

function refreshed({ snapshot, commonKey }: PageContext, month: FrozenPeriod): FrozenCache {
  const cache = cacheOf(month)
  const { report, components, frozen } = month
  const present = presentNotices(snapshot)
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
      ...cache.noticeIds.filter((one) => !present.has(one)),
      '/',
      ...ids.filter((id) => componentOf(snapshot, id) === undefined),
      ...near,
    ].join(),
  )
  if (cache.cacheKey === cacheKey) return cache
  const inputs = { fingerprint: cacheKey, deferrableKey: cacheKey }
  const firsts = [...new Map(ids.toReversed().map((id) => [segment(id), id])).values()].toReversed()
  cache.pages = firsts.map((id) => ({ place: explainedPlace(id, report.period), ...inputs }))
  cache.files = firsts.flatMap((id) =>
    ['json', 'csv'].map((type) => ({
      place: `${explanationDataPlace(id, report.period)}.${type}`,
      ...inputs,
    })),
  )
  cache.cacheKey = cacheKey
  return cache
}

/** The incidents and maintenances that a frozen month names. */
const noticeIdsOf = ({ report, components }: FrozenPeriod): readonly string[] => [
  ...new Set([
    ...report.incidents.list.map((one) => `i ${one.id}`),
    ...[...components.values()].flatMap((one) => one.windows.map((window) => `m ${window.id}`)),
  ]),
]

const presentNotices = oncePer(
  (snapshot: Snapshot): ReadonlySet<string> =>
    new Set([
      ...snapshot.incidents.map((one) => `i ${one.id}`),
      ...snapshot.maintenances.map((one) => `m ${one.id}`),
    ]),
)
