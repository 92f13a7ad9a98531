import type { Announcement } from '../announcement/announcement.ts'
import type { Incident } from './incident.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'

/** An incident, a maintenance or an announcement, written by a person or by the collector. */
export type Notice =
  | { readonly kind: 'incident'; readonly notice: Incident }
  | { readonly kind: 'maintenance'; readonly notice: Maintenance }
  | { readonly kind: 'announcement'; readonly notice: Announcement }

/** A notice of any kind as it is stored. */
export type NoticeRow = Notice['notice']
