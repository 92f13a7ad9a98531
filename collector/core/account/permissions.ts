import { type Role, roles } from './account.ts'

/**
 * The lowest role that may do something in the console. `look`: see what the team sees; `publish`: write notices, tick tasks,
 * check now, pause monitors, answer alerts; `administer`: accounts, tokens, the audit log, subscribers' addresses, the
 * configuration.
 */
const lowestRoles = {
  look: 'viewer',
  publish: 'publisher',
  administer: 'admin',
} as const satisfies Record<string, Role>

/** Something that a role allows. */
export type Permission = keyof typeof lowestRoles

/** May somebody of this role do this? */
export const isAllowed = (role: Role, permission: Permission): boolean =>
  roles.indexOf(role) >= roles.indexOf(lowestRoles[permission])
