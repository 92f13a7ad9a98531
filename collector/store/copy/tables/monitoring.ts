import { type CopiedTable, document } from '../copied-table.ts'

/** What the checks of an hour or a day come to. */
const tally = {
  up: 'integer',
  degraded: 'integer',
  down: 'integer',
  took: 'integer',
  sketch: 'bytes',
} as const

/** What monitors saw, and who was to watch. */
export const monitoringTables: readonly CopiedTable[] = [
  {
    name: 'series',
    columns: {
      id: 'integer',
      monitor: 'text',
      region: 'text',
      component: 'text',
      cadence: 'text',
      first_at: 'integer',
      pruned_before: 'integer',
      pruned_state: 'text',
      latest_at: 'integer',
      latest_took: 'integer',
      latest_health: 'integer',
      latest_fault: 'line',
      open_from: 'integer',
      open_step: 'integer',
      open_count: 'integer',
      open_fault: 'line',
      open_checks: 'bytes',
      state: 'text',
      state_revision: 'integer',
      rebuilds: 'integer',
    },
    key: ['id'],
    identity: 'id',
    sqlite: { rebuilds: 'refolds' },
  },
  {
    name: 'packs',
    columns: { series: 'integer', at: 'integer', count: 'integer', checks: 'bytes' },
    key: ['series', 'at'],
  },
  { name: 'hours', columns: { series: 'integer', hour: 'integer', ...tally }, key: ['series', 'hour'] },
  { name: 'days', columns: { series: 'integer', at: 'integer', ...tally }, key: ['series', 'at'] },
  {
    name: 'transitions',
    columns: { series: 'integer', at: 'integer', seen_at: 'integer', health: 'integer' },
    key: ['series', 'at'],
  },
  document('components', { first_at: 'integer', gone_at: 'integer' }),
  {
    name: 'certificates',
    columns: { monitor: 'text', hour: 'integer', at: 'integer', expires_at: 'integer' },
    key: ['monitor', 'hour'],
  },
  {
    name: 'region_assignments',
    columns: { monitor: 'text', from_at: 'integer', regions: 'text', quorum: 'text' },
    key: ['monitor', 'from_at'],
  },
  { name: 'collectors', columns: { region: 'text', alive_at: 'integer' }, key: ['region'] },
  {
    name: 'leases',
    columns: { name: 'text', generation: 'integer', holder: 'text', expires_at: 'integer' },
    key: ['name'],
  },
  {
    name: 'started_jobs',
    columns: { monitor: 'text', region: 'text', at: 'integer' },
    key: ['monitor', 'region'],
  },
]
