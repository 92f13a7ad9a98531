import type { AlertCondition } from '../../core/config/alert.ts'
import { z } from 'zod'
import { suggest } from '../../core/text/suggest.ts'
import { oneOf, rule, section, booleanValue } from '../rules.ts'
import { url } from '../values/address.ts'
import { condition, jsonPath, percent } from '../values/condition.ts'
import { headers } from '../values/http.ts'
import { duration } from '../values/duration.ts'
import { id, stringMatching, string, localizedText, words } from '../values/basic-values.ts'

const pullOptions = {
  headers: headers().optional(),
  every: duration({ min: 1000, example: '1m' }).optional().describe('Default: 1m.'),
  timeout: duration({ min: 10, max: 300_000, example: '10s' }).optional().describe('Default: 10s.'),
}
const pullSchemas = [
  section({
    kind: z.literal('prometheus'),
    url: url(['https', 'http'], 'http://prometheus:9090'),
    query: string('sum(rate(http_requests_total[5m]))').describe('PromQL with one sample as answer.'),
    ...pullOptions,
  }),
  section({
    kind: z.literal('json'),
    url: url(['https', 'http'], 'https://example.com/figures.json'),
    path: stringMatching(jsonPath, 'a path into JSON', '$.cpu', (path) => `$.${path}`).describe(
      'Where the figure is in the answer.',
    ),
    ...pullOptions,
  }),
] as const

/** One entry of `metrics:` — a figure pushed to the API or pulled from elsewhere. */
export const metric = section({
  id: id('cpu').describe('Its name when it is pushed: { "metric": "cpu", "value": 42 }.'),
  name: localizedText('Processor').describe('What people see.'),
  description: localizedText('Mean of all machines').optional(),
  group: localizedText('Resources').optional().describe('Heading it stands under.'),
  unit: words('%', 40).optional().describe('Printed after the figure.'),
  component: id('api').optional().describe('Component it belongs to.'),
  pull: z
    .discriminatedUnion('kind', pullSchemas, {
      error: (issue) => (issue.code === 'invalid_union' ? 'prometheus json' : undefined),
    })
    .optional()
    .describe('Where it is fetched. Default: it is pushed.'),
  summary: oneOf(['mean', 'sum', 'last', 'max', 'min'])
    .optional()
    .describe('How an hour or a day is told in one figure. Default: mean.'),
  good: condition('< 80').optional().describe("What it should be, such as '< 80'."),
  thresholds: section({
    warning: condition('> 70').optional(),
    critical: condition('> 90').optional(),
  })
    .optional()
    .describe('From where it is a worry.'),
  growth: percent('10%').optional().describe('How much it should grow from month to month.'),
  public: booleanValue().optional().describe('Whether readers see it. Default: false.'),
}).describe('A figure pushed to the API or pulled from elsewhere.')
/** Figures Vigie measures itself, which alerts can name. */
const builtInMetrics = [
  'availability',
  'response_p50',
  'response_p95',
  'response_p99',
  'burn_rate',
  'regression',
  'certificate_days',
]

const alertCondition = () =>
  rule({ type: 'string' }, "'availability < 99%'", (value, fail): AlertCondition => {
    const plain =
      "Write a figure, a comparison and a bound, such as 'availability < 99%', 'response_p95 > 3s' or 'metric.cpu > 80'"
    const parts =
      typeof value === 'string'
        ? /^([a-z0-9_.-]+)\s*(<=|>=|==|!=|<|>)\s*(-?\d+(?:\.\d+)?)\s*(%|ms|s|m|h|d)?$/.exec(value.trim())
        : null
    if (parts === null) return fail('{value} is not a condition', plain, { plain })
    const [, measured, operator, digits, unit] = parts as unknown as [
      string,
      string,
      AlertCondition['operator'],
      string,
      string?,
    ]
    if (!builtInMetrics.includes(measured) && !measured.startsWith('metric.')) {
      const suggestion = suggest(measured, builtInMetrics)
      const figureNames = `Figures are ${builtInMetrics.join(', ')} and metric.ID`
      return fail(
        '{value} does not begin with a figure known here',
        suggestion === undefined ? figureNames : `Did you mean "${suggestion}"? ${figureNames}`,
        { plain: figureNames },
      )
    }
    const time = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
    const unitKind = measured.startsWith('response_')
      ? 'time'
      : /^(availability|regression)$/.test(measured)
        ? 'share'
        : 'number'
    if (unitKind === 'time' && (unit === undefined || unit === '%'))
      return fail('{value} compares a time with something else', `Write '${measured} ${operator} 3s'`, {
        plain,
      })
    if (unitKind === 'share' && unit !== '%')
      return fail(
        '{value} compares a percentage with something else',
        `Write '${measured} ${operator} ${digits}%'`,
        { plain },
      )
    const factor = unitKind === 'time' ? time[unit as keyof typeof time] : 1
    return { metric: measured, operator, value: Number(digits) * factor }
  })

/** One entry of `alerts:` — a rule for the team. */
export const alert = section({
  id: id('slow').describe('Its name in messages.'),
  name: localizedText('Slow answers').optional().describe('What the team reads. Default: the condition.'),
  when: alertCondition().describe(
    "What makes it fire: 'availability < 99%', 'response_p95 > 3s', 'metric.cpu > 80'.",
  ),
  over: duration({ min: 60_000, example: '1h', unit: 'h' })
    .optional()
    .describe('Span the figure is taken over. Default: 1h.'),
  for: duration({ example: '5m', unit: 'm' })
    .optional()
    .describe('How long it must hold before it fires. Default: 0s.'),
  components: z.array(id('api')).min(1).optional().describe('Default: all.'),
  severity: oneOf(['info', 'warning', 'critical']).optional().describe('Default: warning.'),
  notify: z.array(string('email')).optional().describe('Channels that are told. Default: all.'),
  escalate_after: duration({ example: '15m', unit: 'm' })
    .optional()
    .describe('Unanswered for this long, `escalate_to` is told as well.'),
  escalate_to: z.array(string('sms')).optional().describe('Channels told after `escalate_after`.'),
}).describe('A rule that tells the team.')
