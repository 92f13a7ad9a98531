import { type CopiedTable, document } from '../copied-table.ts'

/** Who is told what, and the alerts of the team. */
export const peopleTables: readonly CopiedTable[] = [
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
  document('alerts', {
    rule: 'text',
    component: 'text',
    since: 'integer',
    ended_at: 'integer',
    version: 'integer',
  }),
  document('alert_silences', { until: 'integer' }),
]
