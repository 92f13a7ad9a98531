import { hash } from 'node:crypto'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { pageBadge, responseBadge, statusBadge, uptimeBadge } from '../../badges/badges.ts'
import type { Badge } from '../../badges/draw.ts'
import { badgePart } from '../../badges/place.ts'
import { workKeyAt, comingKey } from './maintenance.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

// A badge is its words and its tone: its bytes depend on nothing else.
const keyOf = (badge: Badge): string => short(JSON.stringify(badge))

/**
 * Badges of the page and of each component, what other pages embed, and the page for a frame. `live` is what every page
 * that tells the present depends on, `components` what the page has to say of each.
 */
export function* badgeParts(
  snapshot: Snapshot,
  locales: readonly string[],
  live: string,
  components: readonly ComponentView[],
): Generator<Omit<Route, 'file'>> {
  // Pictures and frames can wait the second that the page and the banner cannot.
  yield { path: '/badges/page.svg', fingerprint: keyOf(pageBadge(snapshot)), deferrable: 'badge' }
  for (const component of components) {
    const at = `/badges/${badgePart(component.id)}`
    const deferrable = short(JSON.stringify(component.name))
    yield { path: `${at}.svg`, fingerprint: keyOf(statusBadge(snapshot, component)), deferrable }
    yield { path: `${at}/uptime.svg`, fingerprint: keyOf(uptimeBadge(snapshot, component)), deferrable }
    yield { path: `${at}/response.svg`, fingerprint: keyOf(responseBadge(snapshot, component)), deferrable }
  }
  const notices = short(
    [
      live,
      snapshot.status,
      snapshot.cutOff,
      ...snapshot.components.map((one) => `${one.id} ${one.status} ${JSON.stringify(one.name)}`),
      ...snapshot.incidents.map((one) => `${one.id} ${one.version}`),
      JSON.stringify(snapshot.notice),
    ].join(),
  )
  const work = snapshot.maintenances
    .filter((one) => one.scheduledUntil > snapshot.generatedAt)
    .map((one) => workKeyAt(one, snapshot.generatedAt))
  // The script knows nothing of the snapshot: another build has another one.
  yield { path: '/embed.js', fingerprint: 'script', deferrable: 'script' }
  yield { path: '/embed/banner.json', fingerprint: short(`${notices} ${work.join()}`) }
  const frame = short(`${notices} ${comingKey(snapshot, 'underWay', 'soon')}`)
  for (const locale of locales)
    yield {
      path: `${locale === snapshot.page.locale ? '' : `/${locale}`}/embed/`,
      fingerprint: frame,
      deferrable: 'frame',
    }
}
