import type { Scope } from '../../store/access-store.ts'

/** What each scope lets a token do, in words; the table is every scope there is. */
export const scopes = {
  read: 'read incidents, maintenances, figures and deployments',
  notices: 'write incidents and maintenances, and read them',
  metrics: 'push figures',
  deployments: 'tell of deployments, and read them',
  admin: 'everything',
} as const satisfies Readonly<Record<Scope, string>>

/** The names of all scopes. */
export const scopeNames = Object.keys(scopes) as readonly Scope[]

const impliedScopes: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ['read'],
  notices: ['notices', 'read'],
  metrics: ['metrics'],
  deployments: ['deployments'],
  admin: scopeNames,
}

/** Do these scopes let their token do what needs `wanted`? */
export const hasScope = (tokenScopes: readonly Scope[], required: Scope): boolean =>
  tokenScopes.some((scope) => impliedScopes[scope].includes(required))
