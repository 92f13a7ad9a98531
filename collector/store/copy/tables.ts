/**
 * How a column is kept on either side: whole numbers, figures, texts and bytes as they are; `flag` as 0 or 1 in SQLite; `list`
 * as JSON in SQLite and as an array in PostgreSQL; `line`, any text, as JSON in PostgreSQL.
 */
export type ColumnKind = 'integer' | 'real' | 'text' | 'bytes' | 'flag' | 'list' | 'line'

/** A table as it is copied. Its columns are named as in PostgreSQL. */
export type CopiedTable = {
  readonly name: string
  readonly columns: Readonly<Record<string, ColumnKind>>
  /** Columns of the primary key, by which rows are read in one order. */
  readonly key: readonly string[]
  /** Its number is given out by the database: the next one must follow those that were copied. */
  readonly identity?: string
  /** What is named otherwise in SQLite: the table as `''`, or a column. */
  readonly sqlite?: Readonly<Record<string, string>>
}

const document = (name: string, more: Readonly<Record<string, ColumnKind>>, key = 'id'): CopiedTable => ({
  name,
  columns: { [key]: 'text', ...more, body: 'text' },
  key: [key],
})
const tally = {
  up: 'integer',
  degraded: 'integer',
  down: 'integer',
  took: 'integer',
  sketch: 'bytes',
} as const

/** Every table with facts, in an order in which rows find what they refer to. A new table is a row here. */
export const copiedTables: readonly CopiedTable[] = [
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
  document('incidents', { version: 'integer', started_at: 'integer', resolved_at: 'integer' }),
  document('maintenances', { version: 'integer', starts_at: 'integer', ends_at: 'integer' }),
  { ...document('recurring_maintenance', {}, 'entry'), sqlite: { '': 'programme' } },
  document('announcements', { version: 'integer', published_at: 'integer' }),
  {
    name: 'tokens',
    columns: {
      id: 'text',
      name: 'text',
      scopes: 'list',
      hash: 'text',
      created_at: 'integer',
      expires_at: 'integer',
      revoked_at: 'integer',
      region: 'text',
    },
    key: ['id'],
  },
  {
    name: 'receipts',
    columns: { key: 'text', request: 'text', status: 'integer', answer: 'text', at: 'integer' },
    key: ['key'],
  },
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
  {
    name: 'leases',
    columns: { name: 'text', generation: 'integer', holder: 'text', expires_at: 'integer' },
    key: ['name'],
  },
  { name: 'collectors', columns: { region: 'text', alive_at: 'integer' }, key: ['region'] },
  {
    name: 'started_jobs',
    columns: { monitor: 'text', region: 'text', at: 'integer' },
    key: ['monitor', 'region'],
  },
  {
    name: 'notifications',
    columns: {
      sequence: 'integer',
      key: 'text',
      topic: 'text',
      body: 'text',
      cursor: 'text',
      expanded_at: 'integer',
    },
    key: ['sequence'],
    identity: 'sequence',
  },
  {
    name: 'deliveries',
    columns: {
      id: 'integer',
      channel: 'text',
      recipient: 'text',
      topic: 'text',
      notifications: 'list',
      state: 'text',
      created_at: 'integer',
      due_at: 'integer',
      failures: 'integer',
      first_tried_at: 'integer',
      finished_at: 'integer',
      error: 'text',
      claim: 'text',
      claimed_until: 'integer',
    },
    key: ['id'],
    identity: 'id',
  },
  {
    name: 'acknowledge_links',
    columns: { hash: 'text', incidents: 'list', alerts: 'list', channel: 'text', created_at: 'integer' },
    key: ['hash'],
  },
  document('subscribers', { kind: 'text', address: 'text', state: 'text', created_at: 'integer' }),
  {
    name: 'confirmations',
    columns: {
      hash: 'text',
      subscriber: 'text',
      created_at: 'integer',
      expires_at: 'integer',
      choices: 'text',
    },
    key: ['hash'],
  },
  { name: 'installation_keys', columns: { name: 'text', key: 'bytes' }, key: ['name'] },
  document('alerts', {
    rule: 'text',
    component: 'text',
    since: 'integer',
    ended_at: 'integer',
    version: 'integer',
  }),
  document('alert_silences', { until: 'integer' }),
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
  document('accounts', { name_key: 'text', identity: 'text', created_at: 'integer', version: 'integer' }),
  document('passkeys', { account: 'text', created_at: 'integer' }),
  {
    name: 'sessions',
    columns: {
      id_hash: 'text',
      account: 'text',
      created_at: 'integer',
      last_seen_at: 'integer',
      expires_at: 'integer',
      user_agent: 'text',
      network: 'text',
      method: 'text',
    },
    key: ['id_hash'],
  },
  {
    name: 'account_links',
    columns: {
      hash: 'text',
      purpose: 'text',
      account: 'text',
      role: 'text',
      created_at: 'integer',
      expires_at: 'integer',
      used_at: 'integer',
    },
    key: ['hash'],
  },
  {
    name: 'audit',
    columns: {
      seq: 'integer',
      at: 'integer',
      actor_kind: 'text',
      actor: 'text',
      action: 'text',
      subject: 'text',
      detail: 'text',
      previous_hash: 'text',
      hash: 'text',
    },
    key: ['seq'],
  },
]
