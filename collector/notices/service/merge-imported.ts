import { isDeepStrictEqual } from 'node:util'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'

/**
 * What is to be stored of an imported notice: the row with its next version, or null where nothing is new. Messages that
 * came here meanwhile are kept, and one that was corrected here only gains messages: repeating an import undoes nothing.
 */
export function mergeImported<Row extends Incident | Maintenance>(row: Row, stored: Row | null): Row | null {
  if (!stored) return row
  const known = new Set(row.updates.map(({ id }) => id))
  const before = new Set(stored.updates.map(({ id }) => id))
  const corrected = (stored.corrections ?? []).some(
    (one) => !(row.corrections ?? []).some((other) => isDeepStrictEqual(one, other)),
  )
  const inOrder = (updates: readonly { readonly at: number }[]) => updates.toSorted((a, b) => a.at - b.at)
  const merged = corrected
    ? { ...stored, updates: inOrder([...stored.updates, ...row.updates.filter(({ id }) => !before.has(id))]) }
    : {
        ...row,
        updates: inOrder([...row.updates, ...stored.updates.filter(({ id }) => !known.has(id))]),
        ...(stored.file !== undefined && { file: stored.file }),
        ...(stored.fileSays !== undefined && { fileSays: stored.fileSays }),
      }
  if (isDeepStrictEqual({ ...merged, version: stored.version }, stored)) return null
  return { ...merged, version: stored.version + 1 }
}
