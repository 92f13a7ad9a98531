import { parseConfig } from '../collector/config/load-config.ts'
import type { Config } from '../collector/core/config/config.ts'

/** How many components, and how many monitors each has. */
export type SiteSize = { readonly components: number; readonly monitors: number }

const pageSection = `
page:
  name: FrançaisFluide
  url: https://status.francais-fluide.com
  locale: fr
  locales: [fr, en]
  timezone: Europe/Paris
  history_days: 90
`

const componentEntry = (i: number, tier: string | null): string => `
  - id: c${i}${tier === null ? '' : `\n    tier: ${tier}`}
    name: { fr: Service numéro ${i + 1}, en: Service number ${i + 1} }
    description: { fr: Ce que le service ${i + 1} fait, en: What service ${i + 1} does }
    group: { fr: Groupe ${Math.floor(i / 10) + 1}, en: Group ${Math.floor(i / 10) + 1} }
    monitors:`

const componentList = (
  extent: SiteSize,
  monitor: (id: string) => string,
  tier: string | null = null,
): string =>
  Array.from(
    { length: extent.components },
    (_, i) =>
      componentEntry(i, tier) +
      Array.from({ length: extent.monitors }, (__, j) => `\n      - ${monitor(`c${i}m${j}`)}`).join(''),
  ).join('')

/** A `status.yaml` of monitors that all look at one address, every 20 s. */
export const httpMonitors = (url: string, extent: SiteSize): string => `${pageSection}
defaults: { every: 20s, timeout: 10s }
components:${componentList(extent, (id) => `{ id: ${id}, kind: http, url: '${url}' }`)}
`

/** A `status.yaml` of one heartbeat per component, each with a promise: its history is written here, nothing is probed. */
export const heartbeats = (components: number): string => `${pageSection}
tiers: [{ id: standard, name: Standard, availability: 99.9%, response_p95: 2s }]
components:${componentList({ components, monitors: 1 }, (id) => `{ id: ${id}, kind: heartbeat, every: 6h, grace: 1h, token: token-${id} }`, 'standard')}
`

/** The configuration of such a text. @throws Error with its problems */
export function configOf(text: string): Config {
  const loaded = parseConfig(text, 'status.yaml', {})
  if (loaded.ok) return loaded.config
  throw new Error(loaded.problems.map(({ line, path, message }) => `${line} ${path} ${message}`).join('\n'))
}
