import type { AccountProblemKind } from '../core/account/account-problem.ts'

/** Refused for a reason that somebody can mend. `wait`: how long to wait, ms. */
export class AccountProblem extends Error {
  readonly kind: AccountProblemKind
  readonly wait: number
  constructor(kind: AccountProblemKind, wait = 0) {
    super(`refused: ${kind}`)
    this.name = 'AccountProblem'
    this.kind = kind
    this.wait = wait
  }
}
