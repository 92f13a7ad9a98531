import { type Maintenance, beginsAt, endsAt } from '../../core/maintenance/maintenance.ts'

/** The other windows that touch a window on one of its components, earliest first: allowed, but worth a word. */
export function overlaps(maintenance: Maintenance, all: readonly Maintenance[]): Maintenance[] {
  const touched = new Set(maintenance.components)
  return all
    .filter(
      (other) =>
        other.id !== maintenance.id &&
        other.cancelledAt === null &&
        !other.withdrawn &&
        beginsAt(other) < endsAt(maintenance) &&
        beginsAt(maintenance) < endsAt(other) &&
        other.components.some((component) => touched.has(component)),
    )
    .toSorted((a, b) => beginsAt(a) - beginsAt(b))
}
