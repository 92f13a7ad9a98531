import { z } from 'zod'
import { reportPeriod } from '../../../core/report/report-period.ts'
import type { ReportPeriod } from '../../../core/report/report-input.ts'
import { ValidationError } from '../../../notices/rules/validation-error.ts'
import { type Endpoint, readEndpoint } from '../endpoint.ts'
import { IdText } from '../parameters.ts'
import { jsonResponse } from '../responses.ts'

const idParameter = IdText.meta({
  description: 'A month or a day of the page’s zone.',
  examples: ['2026-10', '2026-11-22'],
  param: { id: 'period' },
})

/** The period of a name that has begun. @throws ValidationError `not_found` for any other */
function periodOf(name: string, zone: string, now: number): ReportPeriod {
  const kind = /^[12]\d{3}-\d\d-\d\d$/.test(name) ? 'daily' : /^[12]\d{3}-\d\d$/.test(name) ? 'monthly' : null
  if (kind !== null)
    try {
      const period = reportPeriod(kind, name, zone)
      if (period.from <= now) return period
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  throw new ValidationError('not_found', [
    {
      path: '',
      message: 'there is no report of this period. Write a month or a day that has begun, such as 2026-10.',
    },
  ])
}

/** The team's reports. */
export const reportEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/reports/:id',
    scopes: ['read'],
    tag: 'reports',
    operationId: 'getReport',
    summary: 'Get the report of a month or a day, with the metrics that readers do not see',
    idParameter,
    response: {
      status: 200,
      description: 'The published report, and `private_metrics`',
      schema: z.record(z.string(), z.unknown()),
    },
    async handle({ deps, id }) {
      const now = deps.now()
      return jsonResponse(200, await deps.teamReport(periodOf(id, deps.config.page.timezone, now), now))
    },
  }),
]
