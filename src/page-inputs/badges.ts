import { pageBadge, responseBadge, statusBadge, uptimeBadge } from '../badges/badges.ts'
import type { Badge } from '../badges/draw.ts'
import { badgePart } from '../badges/place.ts'
import { hash } from '../view/shared/hash.ts'
import { maintenanceKeyAt } from './keys.ts'
import { comingKey } from './maintenance.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

// A badge is its words and its tone: its bytes depend on nothing else.
const badgeKey = (badge: Badge): string => hash(JSON.stringify(badge))

/** Badges of the page and of each component. Those of measurements can wait the second that the present state cannot. */
export function* badgeInputs({ snapshot, components }: PageContext): Generator<PageInputs> {
  yield { place: '/badges/page.svg', fingerprint: badgeKey(pageBadge(snapshot)) }
  for (const component of components) {
    const place = `/badges/${badgePart(component.id)}`
    const deferrableKey = hash(JSON.stringify(component.name))
    const badge = (file: string, drawn: Badge): PageInputs => ({
      place: place + file,
      fingerprint: badgeKey(drawn),
      deferrableKey,
    })
    yield { place: `${place}.svg`, fingerprint: badgeKey(statusBadge(snapshot, component)) }
    yield badge('/uptime.svg', uptimeBadge(snapshot, component))
    yield badge('/response.svg', responseBadge(snapshot, component))
  }
}

const noticesKey = oncePer(({ snapshot, liveKey }: PageContext): string =>
  hash(
    [
      liveKey,
      snapshot.status,
      snapshot.cutOff,
      ...snapshot.components.map((one) => `${one.id} ${one.status} ${JSON.stringify(one.name)}`),
      ...snapshot.incidents.map((one) => `${one.id} ${one.version}`),
      JSON.stringify(snapshot.notice),
    ].join(),
  ),
)

/** The script that other sites embed knows nothing of the snapshot: another build has another one. */
export const embedScriptInputs = (): PageInputs[] => [
  { place: '/embed.js', fingerprint: 'script', deferrableKey: 'script' },
]

/** What that script asks for. */
export function bannerInputs(context: PageContext): PageInputs[] {
  const { maintenances, generatedAt } = context.snapshot
  const maintenance = maintenances
    .filter((one) => one.scheduledUntil > generatedAt)
    .map((one) => maintenanceKeyAt(one, generatedAt))
  return [{ place: '/embed/banner.json', fingerprint: hash(`${noticesKey(context)} ${maintenance.join()}`) }]
}

/** The page for a frame on another site. */
export const frameInputs = (context: PageContext): PageInputs[] => [
  {
    place: '/embed/',
    fingerprint: hash(`${noticesKey(context)} ${comingKey(context.snapshot, 'underWay', 'soon')}`),
  },
]
