import type { ShownStatus } from '../../collector/core/monitoring/health.ts'
import {
  type Impact,
  affectedComponents,
  incidentStatus,
  isOpen,
} from '../../collector/core/incident/incident.ts'
import {
  type Maintenance,
  type MaintenanceStatus,
  beginsAt,
  endsAt,
  maintenanceStatus,
} from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { type Locale, type Text, inLocale } from '../../collector/core/text/localized-text.ts'
import { badgeName } from '../badges/name.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import type { OperatorWords } from '../../collector/core/i18n/words.ts'
import { componentOf, incidentPlace, maintenancePlace } from '../view/shared/places.ts'
import { isComing } from '../view/maintenance/maintenance.ts'

/** A text in each of the page's locales, plain and in one line. */
type Texts = Readonly<Record<Locale, string>>

/** What incidents and maintenances have in common. `url` is relative to the page's root, below which a locale may come. */
type BannerNotice = {
  readonly id: string
  /** Another one where there is something new to say. */
  readonly version: string
  readonly title: Texts
  readonly url: string
  /** Ids; empty where it is about everything. */
  readonly components: readonly string[]
  readonly impact: Impact
}

/** `/embed/banner.json`: what other pages may want to show of this one; instants are milliseconds. */
export type Banner = {
  readonly generatedAt: number
  /** After this instant nothing of it may be shown as true. */
  readonly staleAfter: number
  /** The locale at the page's root; the others have a folder of their name. */
  readonly locale: Locale
  readonly locales: readonly Locale[]
  readonly status: ShownStatus
  /** Those that do not work as they should, and those that notices name. */
  readonly components: readonly { readonly id: string; readonly name: Texts; readonly status: ShownStatus }[]
  /** Open ones, the worst first. */
  readonly incidents: readonly (BannerNotice & { readonly status: string })[]
  /** Under way, or announced and ahead; the next one first. */
  readonly maintenances: readonly (BannerNotice & {
    readonly status: MaintenanceStatus
    readonly from: number
    readonly until: number
  })[]
  readonly words: Readonly<Record<Locale, BannerWords>>
}

type BannerWords = {
  readonly incident: string
  readonly underWay: string
  readonly ahead: string
  readonly dismiss: string
  readonly status: Readonly<Record<ShownStatus, string>>
}

const severity: readonly Impact[] = ['critical', 'major', 'minor', 'none']

/** How many notices of a kind there is room for. */
const most = 20

/** What of a snapshot other pages may want to show. */
export function bannerOf(snapshot: Snapshot): Banner {
  const { page, cutOff, generatedAt } = snapshot
  const locales = [...new Set([page.locale, ...page.locales])]
  const texts = (text: Text, otherwise: string): Texts =>
    Object.fromEntries(
      locales.map((locale) => [locale, badgeName(inLocale(text, locale, locales), otherwise, 160)]),
    )
  const incidents = snapshot.incidents
    .filter((one) => isOpen(one) && one.falseAlarm === null)
    .toSorted((a, b) => severity.indexOf(a.impact) - severity.indexOf(b.impact))
    .slice(0, most)
    .map((one) => ({
      id: one.id,
      version: String(one.version),
      title: texts(one.title, one.id),
      url: incidentPlace(one.id).slice(1),
      components: Object.keys(affectedComponents(one)),
      impact: one.impact,
      status: incidentStatus(one),
    }))
  const maintenances = comingWork(snapshot).map((one) => {
    const status = maintenanceStatus(one, generatedAt)
    return {
      id: one.id,
      // That it has begun is news to those who have put its announcement aside.
      version: `${one.version}-${status === 'scheduled' ? 'ahead' : 'begun'}`,
      title: texts(one.title, one.id),
      url: maintenancePlace(one.id).slice(1),
      components: one.components,
      impact: one.impact,
      status,
      from: beginsAt(one),
      until: endsAt(one),
    }
  })
  const shown = (status: ShownStatus): ShownStatus => (cutOff ? 'unknown' : status)
  const named = new Set([...incidents, ...maintenances].flatMap((one) => one.components))
  for (const one of snapshot.components) if (shown(one.status) !== 'operational') named.add(one.id)
  return {
    generatedAt,
    staleAfter: snapshot.staleAfter,
    locale: page.locale,
    locales,
    status: shown(snapshot.status),
    components: [...named].flatMap((id) => {
      const one = componentOf(snapshot, id)
      return one ? [{ id, name: texts(one.name, id), status: shown(one.status) }] : []
    }),
    incidents,
    maintenances,
    words: Object.fromEntries(locales.map((locale) => [locale, bannerWords(locale, page.words)])),
  }
}

const comingWork = (snapshot: Snapshot): readonly Maintenance[] =>
  snapshot.maintenances
    .filter((one) => one.cancelledAt === null && isComing(snapshot, one))
    .toSorted((a, b) => beginsAt(a) - beginsAt(b))
    .slice(0, most)

function bannerWords(locale: Locale, operatorWords: OperatorWords | undefined): BannerWords {
  const words = wordsOf(locale, operatorWords)
  return {
    incident: words.embed.incident,
    underWay: words.planned.underWay,
    ahead: words.embed.ahead,
    dismiss: words.embed.dismiss,
    status: words.banner,
  }
}
