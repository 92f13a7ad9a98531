import { z } from 'zod'
import { parseCondition } from '../../core/alert/parse-condition.ts'
import { oneOf, rule, section } from '../rules.ts'
import { id, localizedText, string } from '../values/basic-values.ts'
import { duration } from '../values/duration.ts'

/** A condition as it is written: it is read again with the window of its rule. */
const alertCondition = () =>
  rule({ type: 'string' }, "'availability < 99%'", (value, fail): string => {
    const parsed = parseCondition(typeof value === 'string' ? value : '')
    if (!('problem' in parsed)) return String(value)
    const { issue, advice, plain } = parsed.problem
    return fail(issue, advice, { plain })
  })

/** A bound as it is written: it is read with the figure of its rule. */
const bound = () =>
  rule({ anyOf: [{ type: 'number' }, { type: 'string' }] }, "'99.5%'", (value, fail): string => {
    if (/^-?\d+(?:\.\d+)?\s*(?:%|ms|s|m|h|d)?$/.test(String(value).trim())) return String(value).trim()
    const plain = "Write a bound as in when, such as '99.5%', '2s' or 70"
    return fail('{value} is not a bound', plain, { plain })
  })

/** One entry of `alerts:` — a rule for the team. */
export const alert = section({
  id: id('slow').describe('Its name in messages.'),
  name: localizedText('Slow answers').optional().describe('What the team reads. Default: the condition.'),
  when: alertCondition().describe(
    "What makes it fire: 'availability < 99%', 'response_p95 > 3s over 30m', 'metric.cpu > 80', 'heartbeat_missed', 'burn_rate > 14.4 over 1h and 5m or burn_rate > 6 over 6h and 30m'.",
  ),
  over: duration({ min: 60_000, example: '1h', unit: 'h' })
    .optional()
    .describe(
      'Span the figure is taken over, where `when` writes none. Default: 1h; a metric is its latest point.',
    ),
  for: duration({ example: '5m', unit: 'm' })
    .optional()
    .describe('How long it must hold before it fires. Default: 0s.'),
  recover: bound()
    .optional()
    .describe("Where the figure must be again for the alert to end, such as '99.5%'. Default: the bound."),
  recover_for: duration({ example: '1m', unit: 'm' })
    .optional()
    .describe('How long it must be over before the alert ends. Default: 1m.'),
  components: z.array(id('api')).min(1).optional().describe('Default: all.'),
  severity: oneOf(['info', 'warning', 'critical']).optional().describe('Default: warning.'),
  notify: z.array(string('email')).optional().describe('Channels that are told. Default: all.'),
  escalate_after: duration({ example: '15m', unit: 'm' })
    .optional()
    .describe('Unanswered for this long, `escalate_to` is told as well.'),
  escalate_to: z
    .array(string('sms'))
    .optional()
    .describe('Channels told after `escalate_after`. Default: all.'),
}).describe('A rule that tells the team.')
