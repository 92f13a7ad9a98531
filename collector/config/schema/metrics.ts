import { z } from 'zod'
import { oneOf, section, booleanValue } from '../rules.ts'
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
