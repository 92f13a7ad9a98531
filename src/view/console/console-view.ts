import { type Permission, isAllowed } from '../../../collector/core/account/permissions.ts'
import type { ConsoleFrame, ConsolePage } from '../../../collector/core/console/console-page.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import type { Words } from '../../../collector/core/i18n/words.ts'
import { type View, viewOf } from '../shared/view.ts'

/** What every page of the console knows. */
export type ConsoleView = {
  readonly view: View
  readonly frame: ConsoleFrame
  readonly words: Words['console']
}

/** A place of the navigation: its address, its name, and who sees it. */
type ConsolePlace = {
  readonly place: string
  readonly name: keyof Words['console']['places']
  readonly access: Permission
}

/** The navigation, in its order. */
const places: readonly ConsolePlace[] = [
  { place: '/admin/', name: 'overview', access: 'look' },
  { place: '/admin/incidents/', name: 'incidents', access: 'look' },
  { place: '/admin/maintenances/', name: 'maintenances', access: 'look' },
  { place: '/admin/deliveries/', name: 'deliveries', access: 'look' },
  { place: '/admin/accounts/', name: 'accounts', access: 'administer' },
  { place: '/admin/audit/', name: 'audit', access: 'administer' },
]

/** The view of a page of the console: links lead from its own address, however deep it is. */
export function consoleViewOf(snapshot: Snapshot, frame: ConsoleFrame): ConsoleView {
  // People who act go by the clock, not by the last publication.
  const current = { ...snapshot, generatedAt: Math.max(frame.now, snapshot.generatedAt) }
  const view = viewOf(current, frame.locale, '/admin/console/', frame.place.split('/').length - 2)
  return { view, frame, words: view.words.console }
}

/** The places that the account may see. */
export const consolePlaces = ({ account }: ConsoleFrame): readonly ConsolePlace[] =>
  account === null ? [] : places.filter(({ access }) => isAllowed(account.role, access))

/** The heading of a page, which is its title, too. */
export function consoleTitle({ view, words }: ConsoleView, page: ConsolePage): string {
  switch (page.page) {
    case 'sign-in':
      return words.signIn.title
    case 'link':
      return page.name === null
        ? words.link.setup
        : words.link[page.purpose].replace('{name}', () => page.name!)
    case 'link-over':
      return words.link.over
    case 'account':
      return page.account.name
    case 'incident-new':
      return view.words.teamNotices.newIncident
    case 'maintenance-new':
      return view.words.teamMaintenance.newMaintenance
    case 'maintenance':
      return view.text(page.maintenance.title)
    case 'incident':
      return view.text(page.incident.title)
    case 'forbidden':
    case 'stale':
    case 'unknown':
    case 'limited':
    case 'failed':
      return words[page.page].title
    default:
      return words.places[page.page]
  }
}

/** The page in each of its languages, as seen from a page of the console: for what it would show. */
export function previewViews({ view, frame }: ConsoleView): readonly View[] {
  const depth = frame.place.split('/').length - 2
  return view.snapshot.page.locales.map((locale) => viewOf(view.snapshot, locale, '/admin/console/', depth))
}
