import { derivedId } from '../../../collector/core/text/id.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { segment } from './places.ts'

const reservedNames: ReadonlySet<string> = new Set(['uptime', 'metrics', 'feed'])

/**
 * A component's part of the paths of open data: never that of a file about all of them or about metrics, nor one whose
 * file has a type of its own, nor one that looks like a file.
 */
export const dataPart = (id: string): string =>
  reservedNames.has(id) || /\.(?:json|csv)$/.test(id) ? derivedId('path', id) : segment(id)

/** Path of a component's days, without its extension. */
export const dataPlace = (id: string): string => `/data/${dataPart(id)}`

/** Path of what a component's figure over a period is made of, without its extension. */
export const explanationDataPlace = (id: string, period: string): string => `${dataPlace(id)}/${period}`

/** Path of the figures of all components over the usual periods. */
export const uptimePlace = '/data/uptime.json'

/** A component of the page by its part of a path of open data. Throws when there is none. */
export function componentOfDataPath({ components }: Snapshot, part: string): ComponentView {
  const component = components.find((one) => dataPart(one.id) === part)
  if (!component) throw new Error(`There is no component ${part}.`)
  return component
}
