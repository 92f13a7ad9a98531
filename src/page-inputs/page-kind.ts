import type { Words } from '../../collector/core/i18n/words.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'

/** One page or file: where it is, and what its bytes depend on. */
export type PageInputs = {
  /** Its path; below the locale where its kind is localized. */
  readonly place: string
  /** Changes whenever the bytes may: whatever of a snapshot the page reads is in it. */
  readonly fingerprint: string
  /** What of it readers must not wait for; see `Route`. Absent where every change is urgent. */
  readonly deferrableKey?: string
  /** What of it readers would miss within the hour; see `Route`. Absent where nothing moves with the minutes alone. */
  readonly hourlyKey?: string
  /** The same object comes back as long as nothing changes: its routes are kept, too. */
  readonly isKept?: true
}

/** What the inputs of all pages are computed from, made once for each snapshot. */
export type PageContext = {
  readonly snapshot: Snapshot
  /** Those of the snapshot, each path once. */
  readonly components: readonly ComponentView[]
  readonly incidents: readonly Incident[]
  /** What every page depends on: the settings of the page, and the navigation. */
  readonly commonKey: string
  /** What every page that shows the present depends on: it changes with each snapshot. */
  readonly liveKey: string
  /** What pages depend on that are as of the hour: it changes with the date and with `figuresSlot`. */
  readonly hourKey: string
  /** By id: the name of each component. */
  readonly nameKeys: ReadonlyMap<string, string>
  /** The places that search engines are notified of, below the locale. */
  readonly sitemapPlaces: () => readonly string[]
}

/** An entry of the table of pages. */
export type PageKind = {
  readonly name: string
  /** There is one below each locale of the page; otherwise there is one for all readers. */
  readonly localized: boolean
  /** Its entry in the navigation of every page. */
  readonly navigation?: {
    readonly place: string
    readonly label: (words: Words) => string
    /** Whether the navigation of a snapshot has it; absent where every one has that has the page. */
    readonly isShown?: (snapshot: Snapshot) => boolean
  }
  /** It shows the present: it is made again in every minute, whatever happened. */
  readonly present?: true
  /** Search engines are notified of it. */
  readonly inSitemap?: true
  /** Whether a snapshot has it; absent where all have. */
  readonly exists?: (snapshot: Snapshot) => boolean
  /**
   * Its pages. A list in the list is a group that comes back as the same object as long as nothing changes and the
   * common key holds: its routes are kept.
   */
  readonly inputs: (context: PageContext) => Iterable<PageInputs | readonly PageInputs[]>
}
