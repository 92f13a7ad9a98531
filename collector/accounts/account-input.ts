import { type Account, type Role, maxNameLength, roles } from '../core/account/account.ts'
import { passwordProblem } from '../core/account/password-rules.ts'
import { collectorAuthor } from '../core/incident/incident.ts'
import { normalizeEmailAddress } from '../core/subscription/email-address.ts'
import { AccountProblem } from './account-problem.ts'

/** A name in one line. @throws AccountProblem for none, a long one, and that of the collector itself */
export function parseName(text: string): string {
  const name = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
  if (name === '') throw new AccountProblem('name_empty')
  if (name.length > maxNameLength) throw new AccountProblem('name_long')
  if (name.toLowerCase() === collectorAuthor.toLowerCase()) throw new AccountProblem('name_reserved')
  return name
}

/** An address, or null for an empty text. @throws AccountProblem */
export function parseEmail(text: string): string | null {
  if (text.trim() === '') return null
  const email = normalizeEmailAddress(text)
  if (email === null) throw new AccountProblem('email')
  return email
}

/** @throws AccountProblem */
export function parseRole(text: string): Role {
  const role = roles.find((one) => one === text)
  if (role === undefined) throw new AccountProblem('role')
  return role
}

/** @throws AccountProblem for a new password of an account that strangers would guess */
export function requirePassword(
  password: string,
  { name, email }: Pick<Account, 'name' | 'email'>,
  pageName: string,
): void {
  const problem = passwordProblem(password, [name, email ?? '', pageName])
  if (problem !== null) throw new AccountProblem(`password_${problem}`)
}
