import { z } from 'zod'
import { singleOrMapping, oneOf, rule, section } from '../rules.ts'
import { percent } from '../values/condition.ts'
import { duration } from '../values/duration.ts'
import { id, string, localizedText, words } from '../values/basic-values.ts'

const weight = () =>
  rule({ type: 'number', minimum: 0, maximum: 1 }, '0.3', (value, fail): number => {
    const parsed = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
    const plain = 'Write a number from 0 to 1 with at most three decimals, such as 0.3'
    if (typeof parsed !== 'number' || !(parsed >= 0 && parsed <= 1))
      return fail('{value} is not a weight', plain, { plain })
    const thousandths = Math.round(parsed * 1000)
    return Math.abs(thousandths / 1000 - parsed) > 1e-9
      ? fail('{value} has more than three decimals', `Write ${thousandths / 1000}`, { plain })
      : thousandths
  })

/** One entry of `tiers:`; `availability` is in millionths, `response_p95` in milliseconds. */
export const tier = section({
  id: id('standard').describe('What components name in `tier`.'),
  name: localizedText('Standard').describe('What readers see.'),
  description: localizedText('Up to 1,000 users').optional().describe('Who it is for, in one line.'),
  availability: percent().optional().describe('Promised availability per month, such as 99.9%.'),
  response_p95: duration({ min: 1, example: '2s' })
    .optional()
    .describe('95 of 100 answers a day are faster.'),
  price: localizedText('$29 a month').optional().describe('What it costs, as readers should see it.'),
  support: localizedText('E-mail and chat').optional().describe('Who helps its customers, and how.'),
})

/** A window a figure is judged over: a calendar period, or a rolling span such as `30d` (milliseconds). */
const window = (example: string) =>
  rule(
    { type: 'string', pattern: '^(day|week|month|quarter|year|[0-9]+[hdw])$' },
    example,
    (value, fail): string | number => {
      if (typeof value === 'string' && /^(day|week|month|quarter|year)$/.test(value)) return value
      const parts = typeof value === 'string' ? /^(\d+)([hdw])$/.exec(value) : null
      const hours =
        parts === null ? 0 : Number(parts[1]) * { h: 1, d: 24, w: 168 }[parts[2] as 'h' | 'd' | 'w']
      const plain = 'Write day, week, month, quarter, year, or a rolling span such as "30d"'
      return hours >= 1 && hours <= 8784
        ? hours * 3_600_000
        : fail('{value} is not a window', plain, { plain })
    },
  )

/** `objectives:` — what is promised beside the tiers. */
export const objectives = section({
  recovery: duration({ min: 1000, example: '15m', unit: 'm' })
    .optional()
    .describe('Per incident: service is back within this time.'),
  resolution: duration({ min: 1000, example: '4h', unit: 'h' })
    .optional()
    .describe('Per incident: it is resolved within this time, unless its priority says otherwise.'),
  response: duration({ min: 1000, example: '1h', unit: 'h' })
    .optional()
    .describe('Per incident: a person answers within this time, unless its priority says otherwise.'),
  data_loss: percent('0%')
    .optional()
    .describe('Per incident: share of data that may be lost, declared in the postmortem.'),
  windows: section({
    availability: window('month').optional().describe('Default: month.'),
    response_p95: window('day').optional().describe('Default: day.'),
  })
    .optional()
    .describe('Over which period the figures of the tiers are judged.'),
  custom: z
    .array(
      section({
        id: id('checkout').describe('Its name in addresses and reports.'),
        name: localizedText('Checkout').optional().describe('What readers see. Default: the id.'),
        components: z.array(id('api')).min(1).optional().describe('Components it is about.'),
        group: words('Public services', 4096)
          .optional()
          .describe('Or: the group it is about, in any of its languages.'),
        availability: percent().optional(),
        response_p95: duration({ min: 1, example: '2s' }).optional(),
        window: window('month').optional().describe('Default: month for availability, day for response_p95.'),
      }),
    )
    .optional()
    .describe('Further promises about some components or a group.'),
}).describe('What is promised beside the tiers.')

/** `uptime:` — how downtime is counted; weights are read as thousandths. */
export const uptime = section({
  weights: section({
    major_outage: weight().optional().describe('Default: 1.'),
    partial_outage: weight().optional().describe('Default: 0.3.'),
    degraded_performance: weight().optional().describe('Default: 0.'),
  })
    .optional()
    .describe('How much of a second in each status counts as downtime.'),
  exclude_maintenance: oneOf(['announced', 'all', 'none'])
    .optional()
    .describe('Which maintenance is left out of availability. Default: announced (published in time).'),
}).describe('How downtime is counted.')

/** `notice:` — class of maintenance to milliseconds of notice. */
export const notice = z
  .record(z.string(), duration({ example: '24h', unit: 'h' }))
  .describe(
    'How long ahead maintenance of each class is published; `default` is for windows without a class.',
  )

const escalationStep = section({
  after: duration({ example: '30m', unit: 'm' }).describe('Unanswered for this long since it was found out.'),
  notify: z.array(string('sms')).min(1).describe('Channels that are told then.'),
}).describe('More channels that are told while nobody answers.')

const priority = section({
  description: localizedText('Nobody can use it')
    .optional()
    .describe('What it means, for readers and the team.'),
  examples: z
    .array(localizedText('Nobody can sign in'))
    .max(20)
    .optional()
    .describe('What such incidents are, each in a few words; readers see them.'),
  response: duration({ example: '15m', unit: 'm' }).optional().describe('A person answers within this time.'),
  resolution: duration({ example: '1h', unit: 'h' }).optional().describe('It is resolved within this time.'),
  escalate_after: duration({ example: '2h', unit: 'h' })
    .optional()
    .describe('Unanswered for this long, `escalate_to` is told as well; 0s is at once.'),
  escalate_to: z
    .array(singleOrMapping(string('sms'), escalationStep))
    .min(1)
    .optional()
    .describe(
      'Channels told after `escalate_after`, or steps such as { after: 30m, notify: [sms] }. Default: the same again.',
    ),
  update_every: duration({ min: 1_000, example: '30m', unit: 'm' })
    .optional()
    .describe('Readers hear of it at least this often; the team is reminded when an update is due.'),
  notify: z.array(string('email')).optional().describe('Channels that are told at once. Default: all.'),
})

/** `priorities:` — P1 to P4. */
export const priorities = section({
  P1: priority.optional(),
  P2: priority.optional(),
  P3: priority.optional(),
  P4: priority.optional(),
}).describe('What the team promises for an incident of each priority.')
