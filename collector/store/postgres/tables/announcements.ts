import type { Announcement } from '../../../core/announcement/announcement.ts'
import type { Sql } from '../sql.ts'
import { selectBodies, selectBody, putVersioned, versionConflict, type VersionedTable } from './versioned.ts'

const table: VersionedTable<Announcement> = {
  name: 'announcements',
  key: 'id',
  idOf: ({ id }) => id,
  columns: [['published_at', 'bigint']],
  valuesOf: (one) => [one.publishedAt],
  conflict: versionConflict('announcement'),
}

/** Announcements. Writes are in a transaction. */
export const announcementTable = {
  get: (sql: Sql, id: string): Promise<Announcement | null> =>
    selectBody(sql, 'SELECT body FROM announcements WHERE id = $1', id),
  all: (sql: Sql): Promise<readonly Announcement[]> =>
    selectBodies(sql, 'SELECT body FROM announcements ORDER BY published_at DESC, id'),
  /** See putVersioned. */
  put: (
    sql: Sql,
    list: readonly Announcement[],
    stepped: (before: Announcement | null, next: Announcement) => void,
  ): Promise<void> => putVersioned(sql, table, list, stepped),
}
