import type { Config } from '../../core/config/config.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import {
  type IncidentView,
  incidentView,
  type MaintenanceView,
  maintenanceView,
} from '../../notices/api/index.ts'

/** Converts a notice to its JSON of the API. */
export type NoticeSerializer = (notice: Incident | Maintenance) => IncidentView | MaintenanceView

/** A serializer for the notices of this page; statuses are those at the instant (ms) of the call. */
export const createNoticeSerializer =
  (config: Pick<Config, 'page' | 'notice'>, now: () => number): NoticeSerializer =>
  (notice) =>
    'scheduledFor' in notice ? maintenanceView(notice, now(), config) : incidentView(notice, config)

/** The ETag of a version. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`
