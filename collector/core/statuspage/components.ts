import { dayOf } from '../time/calendar.ts'
import type { ComponentView, Snapshot } from '../snapshot/snapshot.ts'
import { worstStatus } from '../monitoring/component-status.ts'
import { type Text, inLocale } from '../text/localized-text.ts'
import { clean, cleanLine } from '../text/clean.ts'
import { groupId, idOf, pageId, isoInstant } from './ids.ts'
import type { ComponentShape, ComponentStatusShape } from './shape.ts'

/**
 * The format has no word for what nobody knows, and clients refuse words of ours. What is not known must not look well, so
 * it has the mildest of what is not: a service that is no longer watched, and one that was to report and never did. What
 * the page says as a whole (`status.description`) tells that it does not know.
 */
const statusOf = ({ status }: ComponentView): ComponentStatusShape =>
  status === 'unknown' ? 'degraded_performance' : status

/** A text in the page's first language, as it was written: Markdown stays Markdown. */
export const bodyOf = ({ page }: Snapshot, text: Text): string =>
  clean(inLocale(text, page.locale, page.locales))

/** A name in the page's first language, in one line; where nothing of it is to be seen, `otherwise`. */
export const nameOf = ({ page }: Snapshot, text: Text, otherwise: string): string =>
  cleanLine(inLocale(text, page.locale, page.locales)) || otherwise

/** When anything was first known of the page, ms; of one that knows nothing yet, now. */
const pageBegan = ({ components, generatedAt }: Snapshot): number =>
  components.reduce((first, { firstAt }) => Math.min(first, firstAt ?? first), generatedAt)

/** Components and groups, each group followed by what is in it. Positions count from 1, inside a group again. */
export function componentShapes(snapshot: Snapshot): readonly ComponentShape[] {
  const began = pageBegan(snapshot)
  const page_id = pageId(snapshot)
  const views = new Map(snapshot.components.map((one) => [one.id, one]))

  const shape = (one: ComponentView, position: number, group_id: string | null): ComponentShape => ({
    id: idOf('component', one.id),
    name: nameOf(snapshot, one.name, one.id),
    status: statusOf(one),
    created_at: isoInstant(one.firstAt ?? began),
    updated_at: isoInstant(Math.max(one.statusSince ?? 0, one.firstAt ?? began)),
    position,
    description: one.description === null ? null : bodyOf(snapshot, one.description),
    showcase: true,
    start_date: one.firstAt === null ? null : dayOf(one.firstAt, snapshot.page.timezone),
    group_id,
    page_id,
    group: false,
    only_show_if_degraded: false,
  })

  const result: ComponentShape[] = []
  let position = 0
  for (const group of snapshot.groups) {
    const members = group.components.flatMap((id) => views.get(id) ?? [])
    if (group.name === null) {
      for (const one of members) result.push(shape(one, ++position, null))
      continue
    }
    const id = groupId(group.name)
    const inside = members.map((one, i) => shape(one, i + 1, id))
    result.push(
      {
        id,
        name: nameOf(snapshot, group.name, id),
        status: worstOf(inside),
        created_at: earliest(inside) ?? isoInstant(began),
        updated_at: latest(inside) ?? isoInstant(began),
        position: ++position,
        description: null,
        showcase: true,
        start_date: null,
        group_id: null,
        page_id,
        group: true,
        only_show_if_degraded: false,
        components: inside.map((one) => one.id),
      },
      ...inside,
    )
  }
  return result
}

const worstOf = (shapes: readonly ComponentShape[]): ComponentStatusShape => {
  const worst = worstStatus(shapes.map(({ status }) => status))
  return worst === 'unknown' ? 'operational' : worst
}
const earliest = (shapes: readonly ComponentShape[]): string | undefined =>
  shapes.map(({ created_at }) => created_at).toSorted()[0]
const latest = (shapes: readonly ComponentShape[]): string | undefined =>
  shapes
    .map(({ updated_at }) => updated_at)
    .toSorted()
    .at(-1)
