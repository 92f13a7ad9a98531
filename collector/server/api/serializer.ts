import type { Config } from '../../core/config/config.ts'
import type { NoticeRow } from '../../core/incident/notice.ts'
import {
  type AnnouncementView,
  announcementView,
  type IncidentView,
  incidentView,
  type MaintenanceView,
  maintenanceView,
} from '../../notices/api/index.ts'

/** Converts a notice to its JSON of the API. */
export type NoticeSerializer = (notice: NoticeRow) => IncidentView | MaintenanceView | AnnouncementView

/** A serializer for the notices of this page; statuses are those at the instant (ms) of the call. */
export const createNoticeSerializer =
  (config: Pick<Config, 'page' | 'notice'>, now: () => number): NoticeSerializer =>
  (notice) => {
    if ('scheduledFor' in notice) return maintenanceView(notice, now(), config)
    return 'pinned' in notice ? announcementView(notice, now(), config) : incidentView(notice, config)
  }

/** The ETag of a version. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`
