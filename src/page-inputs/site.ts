import { hash } from '../view/shared/hash.ts'
import { lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** A file that depends on the settings of the page only. */
export const commonInputs =
  (place: string) =>
  ({ commonKey }: PageContext): PageInputs[] => [{ place, fingerprint: commonKey }]

/** The sitemap. */
export const sitemapInputs = ({ commonKey, sitemapPlaces }: PageContext): PageInputs[] => [
  lazyInputs('/sitemap.xml', {
    fingerprint: () => hash([commonKey, ...sitemapPlaces()].join()),
    deferrableKey: () => commonKey,
  }),
]

/** What pages left open ask for. */
export const liveInputs = ({ snapshot, liveKey }: PageContext): PageInputs[] => [
  { place: '/live.json', fingerprint: hash(`${liveKey} ${snapshot.checkedAt}`) },
]
