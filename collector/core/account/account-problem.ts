import type { PasswordProblem } from './password-rules.ts'

/** Why something about an account cannot be done; each has its words in every language. */
export type AccountProblemKind =
  | `password_${PasswordProblem}`
  | 'password_differs'
  | 'password_wrong'
  | 'name_empty'
  | 'name_long'
  | 'name_taken'
  | 'name_reserved'
  | 'email'
  | 'role'
  | 'link_over'
  | 'last_admin'
  | 'changed'
  | 'not_found'
  | 'credentials'
  | 'wait'
  | 'busy'
