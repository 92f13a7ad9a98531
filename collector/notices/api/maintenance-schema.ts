import { z } from 'zod'
import { Body, ComponentIds, GivenId, Impact, Notify, Title, Version, When, strict } from './field-schemas.ts'

const Class = z
  .string()
  .max(64)
  .describe('A class of the `notice` map of the configuration: how long ahead it is due. Default: default.')
const Tasks = z.array(Title).max(200).describe('What is done, a line each.')
const Force = z
  .boolean()
  .describe('true: take it with too little notice, or after the fact; it is then shown as late.')

/** Body of `POST /api/v1/maintenances`. */
export const ScheduleMaintenance = strict({
  title: Title,
  body: Body.nullable().optional().describe('More words for readers, as Markdown.'),
  scheduled_for: When.describe('When it begins.'),
  scheduled_until: When.describe('When it ends; 31 days later at most.'),
  components: ComponentIds.min(1).describe('Ids of the components it touches.'),
  impact: Impact.optional().describe('Default: minor.'),
  reason: Body.nullable().optional().describe('Why it is needed.'),
  alternatives: Body.nullable().optional().describe('What readers can do meanwhile.'),
  tasks: Tasks.optional(),
  class: Class.optional(),
  force: Force.optional(),
  notify: Notify.optional(),
  id: GivenId.optional(),
}).meta({ id: 'ScheduleMaintenance' })

/** The statuses a message can give: windows begin and end by themselves, or by `start`, `complete`, `cancel`. */
export const MaintenanceMessageStatus = z
  .enum(['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled'])
  .meta({ id: 'MaintenanceStatus' })

/** Body of `POST /api/v1/maintenances/ID/updates`. */
export const UpdateMaintenance = strict({
  body: Body,
  status: MaintenanceMessageStatus.optional().describe(
    'Default: as it is. While it is under way, `verifying` and `in_progress` can be said.',
  ),
  at: When.optional().describe('What the message is dated. Default: now.'),
  notify: Notify.optional(),
  version: Version.optional(),
}).meta({ id: 'UpdateMaintenance' })

/** Body of `PATCH /api/v1/maintenances/ID`. */
export const CorrectMaintenance = strict({
  title: Title.optional(),
  body: Body.nullable().optional(),
  scheduled_for: When.optional(),
  scheduled_until: When.optional(),
  components: ComponentIds.min(1).optional(),
  impact: Impact.optional(),
  reason: Body.nullable().optional(),
  alternatives: Body.nullable().optional(),
  tasks: Tasks.optional(),
  class: Class.optional(),
  force: Force.optional(),
  version: Version.optional(),
}).meta({ id: 'CorrectMaintenance' })

const Said = {
  body: Body.optional().describe('A message that goes with it, as Markdown.'),
  notify: Notify.optional(),
  version: Version.optional(),
}

/** Body of `POST /api/v1/maintenances/ID/start`: now, early. */
export const StartMaintenance = strict(Said).meta({ id: 'StartMaintenance' })

/** Body of `POST /api/v1/maintenances/ID/extend`. */
export const ExtendMaintenance = strict({
  by: z
    .string()
    .max(32)
    .meta({ description: 'How much longer, a duration.', examples: ['30m', '1h'] }),
  ...Said,
}).meta({ id: 'ExtendMaintenance' })

/** Body of `POST /api/v1/maintenances/ID/complete`: now, early. */
export const CompleteMaintenance = strict(Said).meta({ id: 'CompleteMaintenance' })

/** Body of `POST /api/v1/maintenances/ID/cancel`. */
export const CancelMaintenance = strict(Said).meta({ id: 'CancelMaintenance' })
