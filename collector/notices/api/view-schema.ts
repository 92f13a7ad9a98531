import { z } from 'zod'
import { MaintenanceMessageStatus } from './maintenance-schema.ts'
import { DeclaredStatus, Impact, Priority } from './field-schemas.ts'

const Text = z
  .union([z.string(), z.record(z.string(), z.string())])
  .meta({ id: 'Text', description: 'One text for all, or one per locale.' })
const Instant = z.iso
  .datetime()
  .meta({ description: 'ISO 8601 in UTC, with milliseconds.', examples: ['2026-11-22T15:00:00.000Z'] })
const Milliseconds = z.int()

const Correction = z
  .object({
    at: Instant,
    by: z.string(),
    what: z.string().describe('What was corrected, such as `title` or `updates.ID.body`.'),
    before: z.unknown().describe('What was said before; null for none.'),
  })
  .meta({ id: 'Correction' })

const common = {
  id: z.string(),
  version: z
    .int()
    .describe('Grows by one with every change; send it along to be told when somebody was first.'),
  title: Text,
}
const alsoCommon = {
  corrections: z.array(Correction).describe('What was said otherwise before, oldest first.'),
  file: z.string().nullable().describe('The file below `notices/` it is written in.'),
  url: z.string().nullable().describe('Its page; null where the page’s address is not configured.'),
}
const said = {
  id: z.string(),
  at: Instant,
  body: Text,
  author: z.string(),
  written_at: Instant.describe('When it was written down.'),
  notify: z.boolean(),
}

/** The status of an incident. */
const IncidentStatus = z
  .enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'])
  .meta({ id: 'IncidentStatus' })

const DeclaredMap = z.record(z.string(), DeclaredStatus)

/** An incident as the API and `--json` print it. */
export const IncidentView = z
  .object({
    ...common,
    kind: z.literal('incident'),
    status: IncidentStatus,
    impact: Impact,
    priority: Priority.nullable(),
    components: DeclaredMap.describe('What was last said of each component while it was open.'),
    automatic: z.boolean().describe('Opened by the collector on its own.'),
    about: z.string().nullable().describe('For an automatic one: the component it is about.'),
    started_at: Instant,
    detected_at: Instant,
    acknowledged_at: Instant.nullable(),
    acknowledged_by: z.string().nullable(),
    resolved_at: Instant.nullable(),
    updated_at: Instant,
    updates: z.array(
      z
        .object({
          ...said,
          status: IncidentStatus,
          components: DeclaredMap,
          impact: Impact.nullable().describe('The impact from this message on; null: as it was.'),
        })
        .meta({ id: 'IncidentUpdateView' }),
    ),
    postmortem: z
      .object({
        body: Text,
        root_cause: Text.nullable(),
        data_loss: z.number().nullable().describe('Share of data lost, from 0 to 1; null: not declared.'),
        actions: z.array(z.object({ text: Text, done: z.boolean() })),
        at: Instant,
        author: z.string(),
      })
      .nullable(),
    false_alarm: z.object({ reason: Text, at: Instant }).nullable(),
    ...alsoCommon,
  })
  .meta({ id: 'IncidentView' })
/** An incident as the API and `--json` print it. */
export type IncidentView = z.output<typeof IncidentView>

/** A maintenance as the API and `--json` print it. */
export const MaintenanceView = z
  .object({
    ...common,
    kind: z.literal('maintenance'),
    body: Text,
    status: MaintenanceMessageStatus,
    impact: Impact,
    class: z.string(),
    components: z.array(z.string()),
    reason: Text.nullable(),
    alternatives: Text.nullable(),
    tasks: z.array(Text),
    published_at: Instant,
    scheduled_for: Instant,
    scheduled_until: Instant,
    started_at: Instant.nullable().describe('When it really began; null until then.'),
    completed_at: Instant.nullable().describe('When it really ended; null until then.'),
    cancelled_at: Instant.nullable(),
    late: z.boolean().describe('It was told with too little notice for its class.'),
    notice_given: Milliseconds.describe('How long ahead its beginning was told, ms; negative: afterwards.'),
    notice_due: Milliseconds.describe('How long ahead its class is to be told, ms.'),
    announced: z
      .array(z.object({ from: Instant, until: Instant, at: Instant }))
      .describe('Every span ever announced, oldest first.'),
    updates: z.array(
      z.object({ ...said, status: MaintenanceMessageStatus }).meta({ id: 'MaintenanceUpdateView' }),
    ),
    programme: z
      .object({
        entry: z.string(),
        original_for: Instant.describe('When the rule has it begin.'),
        changed: z.boolean().describe('A person has changed it.'),
      })
      .nullable()
      .describe('For an occurrence of the standing programme.'),
    ...alsoCommon,
  })
  .meta({ id: 'MaintenanceView' })
/** A maintenance as the API and `--json` print it. */
export type MaintenanceView = z.output<typeof MaintenanceView>
