import { isDeepStrictEqual } from 'node:util'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'

/** A file, and a digest of what it says. */
export type FileOrigin = { readonly file: string; readonly fileSays: string }

/** A row's next version, or the row itself where nothing in it is new. */
export function nextVersion<Row extends Incident | Maintenance>(stored: Row | null, row: Row): Row {
  if (!stored) return row
  const { withdrawn: _, ...back } = row
  const version = stored.version
  return isDeepStrictEqual({ ...back, version }, stored) ? stored : ({ ...back, version: version + 1 } as Row)
}
