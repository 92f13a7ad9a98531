import { z } from 'zod'
import {
  firstMessageHelp,
  incidentFields,
  incidentUpdateFields,
  postmortemFields,
} from '../../core/incident/fields.ts'
import { shapeOf } from '../fields/field-shape.ts'
import { Body, GivenId, Notify, Priority, Version, When, strict } from '../fields/field-schemas.ts'

const { title, impact, priority, ...openingFields } = shapeOf(incidentFields, 'create')
// The impact of an opening is that of the incident.
const {
  body,
  status,
  components,
  impact: _,
  ...messageFields
} = shapeOf(incidentUpdateFields, 'create', firstMessageHelp)

const ForceStart = z
  .boolean()
  .describe('true: it did begin more than 92 days ago. Otherwise such a time is refused as a likely mistake.')

/** Body of `POST /api/v1/incidents`: what is written of the incident, and its first message. */
export const OpenIncident = strict({
  title,
  body,
  status,
  impact,
  priority,
  components,
  ...openingFields,
  ...messageFields,
  force: ForceStart.optional(),
  notify: Notify.optional(),
  id: GivenId.optional(),
}).meta({ id: 'OpenIncident' })

/** Body of `POST /api/v1/incidents/ID/updates`. */
export const UpdateIncident = strict({
  ...shapeOf(incidentUpdateFields, 'create'),
  priority: Priority.nullable()
    .optional()
    .describe('Default: as it was; one that nobody set follows the impact.'),
  notify: Notify.optional(),
  version: Version.optional(),
}).meta({ id: 'UpdateIncident' })

/** Body of `POST /api/v1/incidents/ID/acknowledge`. */
export const AcknowledgeIncident = strict({
  at: When.optional().describe('When somebody took it on. Default: now.'),
  version: Version.optional(),
}).meta({ id: 'AcknowledgeIncident' })

/** Body of `PUT /api/v1/incidents/ID/postmortem`. */
export const WritePostmortem = strict({
  ...shapeOf(postmortemFields, 'create'),
  version: Version.optional(),
}).meta({ id: 'WritePostmortem' })

/** Body of `POST /api/v1/incidents/ID/false-alarm`. */
export const FalseAlarm = strict({
  reason: Body.describe('Why it never was, for readers.'),
  version: Version.optional(),
}).meta({ id: 'FalseAlarm' })

const CorrectedUpdate = strict({
  id: z.string().max(64).describe('Which update.'),
  ...shapeOf(incidentUpdateFields, 'correct'),
})

/** Body of `PATCH /api/v1/incidents/ID`. */
export const CorrectIncident = strict({
  ...shapeOf(incidentFields, 'correct'),
  updates: z.array(CorrectedUpdate).max(1000).optional().describe('Corrections of messages, by id.'),
  force: ForceStart.optional(),
  version: Version.optional(),
}).meta({ id: 'CorrectIncident' })
