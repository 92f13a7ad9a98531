import { z } from 'zod'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { statuspageFiles } from '../../src/statuspage/files.ts'

const id = z.string().regex(/^[a-z0-9]{12}$/)
const at = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const componentStatus = z.enum([
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
])
const page = z.strictObject({
  id,
  name: z.string(),
  url: z.url(),
  time_zone: z.string().min(1),
  updated_at: at,
})
const status = z.strictObject({
  indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: z.string().min(1),
})
const component = z.strictObject({
  id,
  name: z.string(),
  status: componentStatus,
  created_at: at,
  updated_at: at,
  position: z.int().positive(),
  description: z.string().nullable(),
  showcase: z.boolean(),
  start_date: z.iso.date().nullable(),
  group_id: id.nullable(),
  page_id: id,
  group: z.boolean(),
  only_show_if_degraded: z.boolean(),
  components: z.array(id).optional(),
})
const notice = <S extends z.ZodType, I extends z.ZodType>(statuses: S, impacts: I) => ({
  id,
  name: z.string(),
  status: statuses,
  created_at: at,
  updated_at: at,
  monitoring_at: at.nullable(),
  resolved_at: at.nullable(),
  impact: impacts,
  shortlink: z.url(),
  started_at: at,
  page_id: id,
  incident_updates: z
    .array(
      z.strictObject({
        id,
        status: statuses,
        body: z.string(),
        incident_id: id,
        created_at: at,
        updated_at: at,
        display_at: at,
        affected_components: z
          .array(
            z.strictObject({
              code: id,
              name: z.string(),
              old_status: componentStatus,
              new_status: componentStatus,
            }),
          )
          .min(1)
          .nullable(),
        deliver_notifications: z.boolean(),
        custom_tweet: z.null(),
        tweet_id: z.null(),
      }),
    )
    .min(1),
  components: z.array(component),
  reminder_intervals: z.null(),
})
const incident = z.strictObject(
  notice(
    z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
    z.enum(['none', 'minor', 'major', 'critical']),
  ),
)
const maintenance = z.strictObject({
  ...notice(z.enum(['scheduled', 'in_progress', 'verifying', 'completed']), z.literal('maintenance')),
  scheduled_for: at,
  scheduled_until: at,
})
/** Every field of every file, nothing more. */
export const shapes = {
  'summary.json': z.strictObject({
    page,
    components: z.array(component),
    incidents: z.array(incident),
    scheduled_maintenances: z.array(maintenance),
    status,
  }),
  'status.json': z.strictObject({ page, status }),
  'components.json': z.strictObject({ page, components: z.array(component) }),
  'incidents.json': z.strictObject({ page, incidents: z.array(incident) }),
  'incidents/unresolved.json': z.strictObject({ page, incidents: z.array(incident) }),
  'scheduled-maintenances.json': z.strictObject({ page, scheduled_maintenances: z.array(maintenance) }),
  'scheduled-maintenances/upcoming.json': z.strictObject({
    page,
    scheduled_maintenances: z.array(maintenance),
  }),
  'scheduled-maintenances/active.json': z.strictObject({
    page,
    scheduled_maintenances: z.array(maintenance),
  }),
}
type Files = { [F in keyof typeof shapes]: z.output<(typeof shapes)[F]> }

/** The eight files of a snapshot, each read strictly. */
export const filesOf = (snapshot: Snapshot): Files =>
  Object.fromEntries(
    [...statuspageFiles(snapshot)].map(([file, text]) => [file, shapes[file].parse(JSON.parse(text))]),
  ) as Files
