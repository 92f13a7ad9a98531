import { z } from 'zod'
import {
  Body,
  DeclaredComponents,
  GivenId,
  Impact,
  Notify,
  Priority,
  Title,
  Version,
  When,
  strict,
} from './field-schemas.ts'

/** The statuses an update can give; `postmortem` comes with the postmortem. */
const UpdateStatus = z
  .enum(['investigating', 'identified', 'monitoring', 'resolved'])
  .meta({ id: 'UpdateStatus', description: 'How far the team is.' })

const ForceStart = z
  .boolean()
  .describe('true: it did begin more than 92 days ago. Otherwise such a time is refused as a likely mistake.')

/** Body of `POST /api/v1/incidents`. */
export const OpenIncident = strict({
  title: Title,
  body: Body.describe('The first message, as Markdown: a text, or one per locale of the page.'),
  status: UpdateStatus.optional().describe('Default: investigating.'),
  impact: Impact.optional().describe('Default: that of the worst component status.'),
  priority: Priority.nullable()
    .optional()
    .describe('Default: that of the impact (critical P1, major P2, minor P3, none without).'),
  components: DeclaredComponents.optional(),
  started_at: When.optional().describe('When it began for readers. Default: now.'),
  detected_at: When.optional().describe('When the team knew. Default: now, or `at` where that is given.'),
  at: When.optional().describe('What the first message is dated. Default: now.'),
  force: ForceStart.optional(),
  notify: Notify.optional(),
  id: GivenId.optional(),
}).meta({ id: 'OpenIncident' })

/** Body of `POST /api/v1/incidents/ID/updates`. */
export const UpdateIncident = strict({
  body: Body,
  status: UpdateStatus.optional().describe(
    'Default: as it was. `resolved` closes it; an open one opens it again.',
  ),
  components: DeclaredComponents.optional(),
  impact: Impact.optional().describe('The impact from this message on. Default: as it was.'),
  priority: Priority.nullable().optional().describe('Default: as it was.'),
  at: When.optional().describe('What the message is dated. Default: now.'),
  notify: Notify.optional(),
  version: Version.optional(),
}).meta({ id: 'UpdateIncident' })

/** Body of `POST /api/v1/incidents/ID/acknowledge`. */
export const AcknowledgeIncident = strict({
  at: When.optional().describe('When somebody took it on. Default: now.'),
  version: Version.optional(),
}).meta({ id: 'AcknowledgeIncident' })

const Action = z.union([
  strict({ text: Body, done: z.boolean().optional().describe('Default: false.') }),
  Body,
])

/** Body of `PUT /api/v1/incidents/ID/postmortem`. */
export const WritePostmortem = strict({
  body: Body,
  root_cause: Body.nullable().optional(),
  data_loss: z
    .union([z.number().min(0).max(1), z.string().max(32)])
    .nullable()
    .optional()
    .meta({
      description:
        'Share of data lost, from 0 to 1, or a percentage such as `0.5%`; null: nothing is declared.',
      examples: [0, 0.005, '0.5%'],
    }),
  actions: z.array(Action).max(200).optional().describe('What is being changed.'),
  version: Version.optional(),
}).meta({ id: 'WritePostmortem' })

/** Body of `POST /api/v1/incidents/ID/false-alarm`. */
export const FalseAlarm = strict({
  reason: Body.describe('Why it never was, for readers.'),
  version: Version.optional(),
}).meta({ id: 'FalseAlarm' })

const CorrectedUpdate = strict({
  id: z.string().max(64).describe('Which update.'),
  body: Body.optional(),
  at: When.optional(),
  status: z.enum([...UpdateStatus.options, 'postmortem']).optional(),
  components: DeclaredComponents.optional(),
  impact: Impact.nullable().optional().describe('null: this message leaves the impact as it was.'),
})

/** Body of `PATCH /api/v1/incidents/ID`. */
export const CorrectIncident = strict({
  title: Title.optional(),
  impact: Impact.optional(),
  priority: Priority.nullable().optional(),
  started_at: When.optional(),
  detected_at: When.optional(),
  acknowledged_at: When.nullable().optional(),
  updates: z.array(CorrectedUpdate).max(1000).optional().describe('Corrections of messages, by id.'),
  force: ForceStart.optional(),
  version: Version.optional(),
}).meta({ id: 'CorrectIncident' })
