import type { Config } from '../../core/config/config.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import {
  type IncidentView,
  incidentView,
  type MaintenanceView,
  maintenanceView,
} from '../../notices/api/index.ts'

/** Shows a notice as the API does. */
export type NoticeSerializer = (notice: Incident | Maintenance) => IncidentView | MaintenanceView

/** Show notices of this page as they are at the instant (ms) of asking. */
export const createNoticeSerializer =
  (config: Pick<Config, 'page' | 'notice'>, now: () => number): NoticeSerializer =>
  (notice) =>
    'scheduledFor' in notice ? maintenanceView(notice, now(), config) : incidentView(notice, config)

/** A version as an entity tag. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`
