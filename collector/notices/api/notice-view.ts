import type { Config } from '../../core/config/config.ts'
import {
  type Incident,
  affectedComponents,
  incidentStatus,
  resolvedAt,
  updatedAt,
} from '../../core/incident/incident.ts'
import {
  type Maintenance,
  beginsAt,
  endsAt,
  isLate,
  maintenanceStatus,
  noticeDue,
  noticeGiven,
} from '../../core/maintenance/maintenance.ts'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import type { z } from 'zod'
import type { NoticeFields } from '../../core/notice/notice-field.ts'
import type { shapeOf } from '../fields/field-shape.ts'
import { viewFields } from '../fields/values.ts'
import type { Correction } from '../../core/notice/correction.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { IncidentView, MaintenanceView } from './view-schema.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))
const text = (words: Text): string | Record<string, string> =>
  typeof words === 'string' ? words : { ...words }

/** Corrections as the API prints them. */
export const correctionViews = (all: readonly Correction[] = []): IncidentView['corrections'] =>
  all.map(({ at, by, what, before }) => ({ at: iso(at), by, what, before }))

/** The described fields as the API prints them, by their names. */
type ViewOf<Fields extends NoticeFields> = z.output<z.ZodObject<ReturnType<typeof shapeOf<Fields, 'view'>>>>

type StoredMessage = {
  readonly id: string
  readonly at: number
  readonly body: Text
  readonly author: string
  readonly writtenAt?: number
  readonly notify?: boolean
}
const message = ({ id, at, body, author, writtenAt, notify }: StoredMessage) => ({
  id,
  at: iso(at),
  body: text(body),
  author,
  written_at: iso(writtenAt ?? at),
  notify: notify ?? true,
})

/** The address of a notice's page; null where that of the site is not configured. */
export const noticeAddress = (page: Config['page'], path: string): string | null =>
  page.url === null ? null : `${page.url.replace(/\/+$/, '')}/${path}/`

/** An incident as the API and `--json` print it: names in snake_case, times ISO 8601 in UTC. */
export const incidentView = (incident: Incident, { page }: Pick<Config, 'page'>): IncidentView => ({
  id: incident.id,
  kind: 'incident',
  version: incident.version,
  ...(viewFields(incidentFields, incident) as ViewOf<typeof incidentFields>),
  status: incidentStatus(incident),
  components: { ...affectedComponents(incident) },
  automatic: incident.automatic,
  about: incident.about,
  acknowledged_by: incident.acknowledgedBy ?? null,
  resolved_at: isoOrNull(resolvedAt(incident)),
  updated_at: iso(updatedAt(incident)),
  updates: incident.updates.map((update) => ({
    ...message(update),
    ...(viewFields(incidentUpdateFields, update) as ViewOf<typeof incidentUpdateFields>),
  })),
  postmortem: incident.postmortem
    ? {
        ...(viewFields(postmortemFields, incident.postmortem) as ViewOf<typeof postmortemFields>),
        at: iso(incident.postmortem.at),
        author: incident.postmortem.author,
      }
    : null,
  false_alarm: incident.falseAlarm
    ? { reason: text(incident.falseAlarm.reason), at: iso(incident.falseAlarm.at) }
    : null,
  corrections: correctionViews(incident.corrections),
  file: incident.file ?? null,
  url: noticeAddress(page, `incidents/${incident.id}`),
})

/** A maintenance as the API and `--json` print it at an instant (ms): its status, beginning and end follow the clock. */
export function maintenanceView(
  maintenance: Maintenance,
  now: number,
  { page, notice }: Pick<Config, 'page' | 'notice'>,
): MaintenanceView {
  const status = maintenanceStatus(maintenance, now)
  // One cancelled before it began never began, whatever the clock says.
  const over = Math.min(now, maintenance.cancelledAt ?? Infinity)
  const began = beginsAt(maintenance) < over || status === 'in_progress' || status === 'verifying'
  return {
    id: maintenance.id,
    kind: 'maintenance',
    version: maintenance.version,
    ...(viewFields(maintenanceFields, maintenance) as ViewOf<typeof maintenanceFields>),
    status,
    published_at: iso(maintenance.publishedAt),
    started_at: began ? iso(beginsAt(maintenance)) : null,
    completed_at: status === 'completed' ? iso(endsAt(maintenance)) : null,
    cancelled_at: isoOrNull(maintenance.cancelledAt),
    late: isLate(maintenance, notice),
    notice_given: noticeGiven(maintenance),
    notice_due: noticeDue(maintenance, notice),
    announced: maintenance.announced.map(({ from, to, at }) => ({
      from: iso(from),
      until: iso(to),
      at: iso(at),
    })),
    updates: maintenance.updates.map((update) => ({ ...message(update), status: update.status })),
    programme: maintenance.programme && {
      entry: maintenance.programme.entry,
      original_for: iso(maintenance.programme.originalFor),
      changed: maintenance.programme.changed,
    },
    corrections: correctionViews(maintenance.corrections),
    file: maintenance.file ?? null,
    url: noticeAddress(page, `maintenance/${maintenance.id}`),
  }
}
