import { type CopiedTable, document } from '../copied-table.ts'

/** What people wrote, with deployments and their check lists. */
export const noticesTables: readonly CopiedTable[] = [
  document('incidents', { version: 'integer', started_at: 'integer', resolved_at: 'integer' }),
  document('maintenances', { version: 'integer', starts_at: 'integer', ends_at: 'integer' }),
  { ...document('recurring_maintenance', {}, 'entry'), sqlite: { '': 'programme' } },
  document('announcements', { version: 'integer', published_at: 'integer' }),
  document('deployments', { started_at: 'integer' }),
  document('deployment_watches', { version: 'integer', verdict: 'text', until: 'integer' }, 'deployment'),
  {
    name: 'checklist_ticks',
    columns: {
      sequence: 'integer',
      deployment: 'text',
      step: 'text',
      done: 'flag',
      at: 'integer',
      by: 'text',
    },
    key: ['sequence'],
    identity: 'sequence',
  },
]
