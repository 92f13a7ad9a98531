import type { Scope } from '../../store/access-store.ts'

/** What a token with each scope may do; the keys are all scopes. */
export const scopes = {
  read: 'read incidents, maintenances, metrics, deployments and reports',
  notices: 'write incidents and maintenances, and read them',
  metrics: 'push metrics',
  deployments: 'record deployments, and read them',
  agent: 'watch from a region and deliver its checks',
  admin: 'everything but the work of an agent',
} as const satisfies Readonly<Record<Scope, string>>

/** The names of all scopes. */
export const scopeNames = Object.keys(scopes) as readonly Scope[]

const impliedScopes: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ['read'],
  notices: ['notices', 'read'],
  metrics: ['metrics'],
  deployments: ['deployments'],
  agent: ['agent'],
  admin: scopeNames.filter((name) => name !== 'agent'),
}

/** Whether one of a token's scopes includes the required one. */
export const hasScope = (tokenScopes: readonly Scope[], required: Scope): boolean =>
  tokenScopes.some((scope) => impliedScopes[scope].includes(required))
