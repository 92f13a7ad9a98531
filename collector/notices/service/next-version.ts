import { isDeepStrictEqual } from 'node:util'
import type { NoticeRow } from '../../core/incident/notice.ts'

/** A file, and a digest of what it says. */
export type FileOrigin = { readonly file: string; readonly fileSays: string }

/** A row's next version, or the row itself where nothing in it is new. */
export function nextVersion<Row extends NoticeRow>(stored: Row | null, row: Row): Row {
  if (!stored) return row
  const { withdrawn: _, ...back } = row
  const version = stored.version
  return isDeepStrictEqual({ ...back, version }, stored) ? stored : ({ ...back, version: version + 1 } as Row)
}
