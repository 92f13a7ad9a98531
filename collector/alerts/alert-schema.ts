import { z } from 'zod'
import { parseDuration } from '../core/time/duration.ts'
import { InstantView, oneLine, strict } from '../notices/fields/field-schemas.ts'

/** The longest silence, ms: what is silenced for longer is better taken out of the configuration. */
const longestSilence = 90 * 86_400_000

/** What a silence begins with. */
export const SilenceInput = strict({
  rule: z
    .string()
    .min(1)
    .max(200)
    .meta({
      description: 'Id of an alert rule; * for all of them.',
      examples: ['slow'],
    }),
  component: z.string().max(200).optional().describe('Id of a component. Default: all.'),
  for: z
    .string()
    .max(20)
    .refine((text) => {
      const ms = parseDuration(text)
      return ms !== null && ms > 0 && ms <= longestSilence
    })
    .meta({ description: 'How long, at most 90d.', examples: ['2h'] }),
  reason: z.string().overwrite(oneLine).min(1).max(300).describe('Why, on one line.'),
}).meta({ id: 'SilenceAlerts' })

const instantOrNull = InstantView.nullable()

/** An alert as programs are given it. */
export const AlertView = z
  .object({
    id: z.string(),
    rule: z.string(),
    component: z.string().nullable().describe('null where the rule is about none.'),
    severity: z.enum(['info', 'warning', 'critical']),
    state: z.enum(['pending', 'firing', 'ended']),
    since: InstantView.describe('Since when the condition has held.'),
    fired_at: instantOrNull,
    notified_at: instantOrNull.describe('null while nobody was told.'),
    silenced_by: z.enum(['maintenance', 'silence']).nullable(),
    escalated: z.int().describe('Steps of its escalation that were told.'),
    acknowledged_at: instantOrNull,
    acknowledged_by: z.string().nullable(),
    ended_at: instantOrNull,
    readings: z.array(
      z.object({
        figure: z.string(),
        operator: z.string(),
        bound: z.number().describe('Percent, ms, days or a number, as the figure has it.'),
        windows_ms: z.array(z.int()),
        values: z.array(z.number().nullable()),
        causes: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Alert', description: 'What an alert rule watches for.' })

/** A silence as programs are given it. */
export const SilenceView = z
  .object({
    id: z.string(),
    rule: z.string().nullable().describe('null for all.'),
    component: z.string().nullable().describe('null for all.'),
    from: InstantView,
    until: InstantView,
    active: z.boolean(),
    reason: z.string(),
    by: z.string(),
  })
  .meta({ id: 'AlertSilence', description: 'A time in which nobody is told of what a rule watches for.' })
