import type { CopiedTable } from '../copied-table.ts'

/** Reports and metrics. */
export const figuresTables: readonly CopiedTable[] = [
  {
    name: 'reports',
    columns: {
      sequence: 'integer',
      period: 'text',
      revision: 'integer',
      frozen_at: 'integer',
      why: 'text',
      data: 'text',
      previous: 'text',
      hash: 'text',
      text: 'text',
      facts: 'text',
    },
    key: ['sequence'],
  },
  {
    name: 'metric_points',
    columns: { metric: 'text', at: 'integer', value: 'real' },
    key: ['metric', 'at'],
  },
  {
    name: 'metric_hours',
    columns: {
      metric: 'text',
      hour: 'integer',
      count: 'integer',
      sum: 'real',
      min: 'real',
      max: 'real',
      last: 'real',
      last_at: 'integer',
      sketch: 'bytes',
    },
    key: ['metric', 'hour'],
  },
]
