import { z } from 'zod'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { shapeOf } from '../fields/field-shape.ts'
import { Body, GivenId, Notify, Version, When, strict } from '../fields/field-schemas.ts'

const Force = z
  .boolean()
  .describe('true: take it with too little notice, or after the fact; it is then shown as late.')

/** Body of `POST /api/v1/maintenances`. */
export const ScheduleMaintenance = strict({
  ...shapeOf(maintenanceFields, 'create'),
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
    'Default: as it is. While it is under way, `verifying` and `in_progress` can be set.',
  ),
  at: When.optional().describe('What the message is dated. Default: now.'),
  notify: Notify.optional(),
  version: Version.optional(),
}).meta({ id: 'UpdateMaintenance' })

/** Body of `PATCH /api/v1/maintenances/ID`. */
export const CorrectMaintenance = strict({
  ...shapeOf(maintenanceFields, 'correct'),
  force: Force.optional(),
  version: Version.optional(),
}).meta({ id: 'CorrectMaintenance' })

/** What every action on a window may bring besides what it does. */
const ActionFields = {
  body: Body.optional().describe('A message that goes with it, as Markdown.'),
  notify: Notify.optional(),
  version: Version.optional(),
}

/** Body of `POST /api/v1/maintenances/ID/start`: now, early. */
export const StartMaintenance = strict(ActionFields).meta({ id: 'StartMaintenance' })

/** Body of `POST /api/v1/maintenances/ID/extend`. */
export const ExtendMaintenance = strict({
  by: z
    .string()
    .max(32)
    .meta({ description: 'How much longer, a duration.', examples: ['30m', '1h'] }),
  ...ActionFields,
}).meta({ id: 'ExtendMaintenance' })

/** Body of `POST /api/v1/maintenances/ID/complete`: now, early. */
export const CompleteMaintenance = strict(ActionFields).meta({ id: 'CompleteMaintenance' })

/** Body of `POST /api/v1/maintenances/ID/cancel`. */
export const CancelMaintenance = strict(ActionFields).meta({ id: 'CancelMaintenance' })
