import { z } from 'zod'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { shapeOf } from '../fields/field-shape.ts'
import { MaintenanceMessageStatus } from './maintenance-schema.ts'
import { DeclaredStatus, IncidentStatus, InstantView, TextView } from '../fields/field-schemas.ts'

const Milliseconds = z.int()

const Correction = z
  .object({
    at: InstantView,
    by: z.string(),
    what: z.string().describe('What was corrected, such as `title` or `updates.ID.body`.'),
    before: z.unknown().describe('The former value; null for none.'),
  })
  .meta({ id: 'Correction' })

/** What views of notices begin with. */
export const commonView = {
  id: z.string(),
  version: z
    .int()
    .describe(
      'Grows by one with every change; send it along, and a change of somebody else in between is refused.',
    ),
  title: TextView,
}
/** What views of notices end with. */
export const commonViewEnd = {
  corrections: z.array(Correction).describe('What was said otherwise before, oldest first.'),
  file: z.string().nullable().describe('The file below `notices/` it is written in.'),
  url: z.string().nullable().describe('Its page; null where the page’s address is not configured.'),
}
const messageFields = {
  id: z.string(),
  at: InstantView,
  body: TextView,
  author: z.string(),
  written_at: InstantView.describe('When it was written down.'),
  notify: z.boolean(),
}

const DeclaredMap = z.record(z.string(), DeclaredStatus)

/** An incident as the API and `--json` print it. */
export const IncidentView = z
  .object({
    ...commonView,
    kind: z.literal('incident'),
    status: IncidentStatus,
    ...shapeOf(incidentFields, 'view'),
    components: DeclaredMap.describe('The latest status of each component while it was open.'),
    automatic: z.boolean().describe('Opened by the collector on its own.'),
    about: z.string().nullable().describe('For an automatic one: the component it is about.'),
    acknowledged_by: z.string().nullable(),
    resolved_at: InstantView.nullable(),
    updated_at: InstantView,
    updates: z.array(
      z
        .object({ ...messageFields, ...shapeOf(incidentUpdateFields, 'view') })
        .meta({ id: 'IncidentUpdateView' }),
    ),
    postmortem: z
      .object({
        ...shapeOf(postmortemFields, 'view'),
        at: InstantView,
        author: z.string(),
      })
      .nullable(),
    false_alarm: z.object({ reason: TextView, at: InstantView }).nullable(),
    ...commonViewEnd,
  })
  .meta({ id: 'IncidentView' })
/** An incident as the API and `--json` print it. */
export type IncidentView = z.output<typeof IncidentView>

/** A maintenance as the API and `--json` print it. */
export const MaintenanceView = z
  .object({
    ...commonView,
    kind: z.literal('maintenance'),
    ...shapeOf(maintenanceFields, 'view'),
    status: MaintenanceMessageStatus,
    published_at: InstantView,
    started_at: InstantView.nullable().describe('When it really began; null until then.'),
    completed_at: InstantView.nullable().describe('When it really ended; null until then.'),
    cancelled_at: InstantView.nullable(),
    late: z.boolean().describe('It was announced with too little notice for its class.'),
    notice_given: Milliseconds.describe(
      'How long ahead its beginning was announced, ms; negative: afterwards.',
    ),
    notice_due: Milliseconds.describe('How long ahead its class is to be announced, ms.'),
    announced: z
      .array(z.object({ from: InstantView, until: InstantView, at: InstantView }))
      .describe('Every span ever announced, oldest first.'),
    updates: z.array(
      z.object({ ...messageFields, status: MaintenanceMessageStatus }).meta({ id: 'MaintenanceUpdateView' }),
    ),
    programme: z
      .object({
        entry: z.string(),
        original_for: InstantView.describe('When the rule has it begin.'),
        changed: z.boolean().describe('A person has changed it.'),
      })
      .nullable()
      .describe('For an occurrence of the standing programme.'),
    ...commonViewEnd,
  })
  .meta({ id: 'MaintenanceView' })
/** A maintenance as the API and `--json` print it. */
export type MaintenanceView = z.output<typeof MaintenanceView>
