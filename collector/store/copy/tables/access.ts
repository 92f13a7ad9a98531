import { type CopiedTable, document } from '../copied-table.ts'

/** Who may do what, and what they did. */
export const accessTables: readonly CopiedTable[] = [
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
