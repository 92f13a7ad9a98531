import { derivedId } from '../../collector/core/text/id.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { segment } from '../view/shared/places.ts'

/** A component's part of its badges' paths: never that of the whole page's badge, nor one that looks like a badge. */
export const badgePart = (id: string): string =>
  id === 'page' || id.endsWith('.svg') ? derivedId('path', id) : segment(id)

/** A component by its part of a badge's path. Throws when there is none. */
export function badgedComponent({ components }: Snapshot, part: string): ComponentView {
  const component = components.find((one) => badgePart(one.id) === part)
  if (!component) throw new Error(`There is no component ${part}.`)
  return component
}
