import {
  type AccountService,
  type LinkedAccount,
  createAccountService,
} from '../../accounts/account-service.ts'
import { linkPath } from '../../accounts/account-links.ts'
import { AccountProblem } from '../../accounts/account-problem.ts'
import { createGuessLimit } from '../../accounts/guess-limit.ts'
import { createPasswordHasher } from '../../accounts/password-hash.ts'
import { createSessionService } from '../../accounts/session-service.ts'
import { CliError, UsageError, didYouMean } from '../../app/errors.ts'
import { newId } from '../../app/new-id.ts'
import type { Terminal } from '../../app/terminal.ts'
import { type Account, roles } from '../../core/account/account.ts'
import type { Config } from '../../core/config/config.ts'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import type { Store } from '../../store/store.ts'
import { commandActor } from '../io/command-actor.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'

/** What the commands about accounts work with; `now` in ms since the epoch. */
export type AccountCommandContext = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'page'>
  readonly store: Store
  readonly now: number
}

/** Who says so. */
export type ByFlag = { readonly by?: string; readonly json?: boolean }

const serviceOf = ({ store, config, now }: AccountCommandContext): AccountService =>
  createAccountService({
    store,
    hasher: createPasswordHasher(),
    sessions: createSessionService(store, () => now),
    guesses: createGuessLimit(),
    pageName: config.page.name,
    now: () => now,
    id: newId,
  })

/** `vigie account list` */
export async function listAccounts(context: AccountCommandContext, json = false): Promise<number> {
  const { terminal, config } = context
  const accounts = await serviceOf(context).list()
  if (json) terminal.out(JSON.stringify(accounts.map(accountJson)))
  else if (accounts.length === 0)
    terminal.err('There are no accounts. Make one with: vigie account create NAME --role admin')
  else
    for (const line of formatColumns([
      ['ID', 'ROLE', 'STATE', `SINCE (${config.page.timezone})`, 'NAME'],
      ...accounts.map((account) => [
        account.id,
        account.role,
        stateOf(account),
        formatLocalTime(account.createdAt, config.page.timezone),
        plainLine(account.name),
      ]),
    ]))
      terminal.out(line)
  return 0
}

/** `vigie account create NAME`: prints the link by which its owner opens it. @throws UsageError, CliError */
export async function createAccount(
  context: AccountCommandContext,
  name: string,
  flags: ByFlag & { readonly role: string; readonly email?: string },
): Promise<number> {
  const input = { name, role: flags.role, email: flags.email ?? '' }
  const made = await asked(context, () => serviceOf(context).invite(input, commandActor(flags)))
  return printLink(context, 'invitation', made, flags.json)
}

/** `vigie account reset NAME`: its sessions and password end; prints the link to choose another. @throws CliError */
export async function resetAccount(
  context: AccountCommandContext,
  name: string,
  flags: ByFlag,
): Promise<number> {
  const service = serviceOf(context)
  const made = await asked(context, async () =>
    service.reset((await find(context, name)).id, commandActor(flags)),
  )
  return printLink(context, 'reset', made, flags.json)
}

/** `vigie account remove NAME` @throws CliError */
export async function removeAccount(
  context: AccountCommandContext,
  name: string,
  flags: ByFlag,
): Promise<number> {
  const removed = await asked(context, async () =>
    serviceOf(context).remove((await find(context, name)).id, commandActor(flags)),
  )
  if (flags.json) context.terminal.out(JSON.stringify(accountJson(removed)))
  context.terminal.err(
    `account ${removed.id} "${plainLine(removed.name)}" is removed, and its sessions are over`,
  )
  return 0
}

function printLink(
  { terminal }: AccountCommandContext,
  purpose: 'invitation' | 'reset',
  { account, token }: LinkedAccount,
  json = false,
): number {
  const path = linkPath(purpose, token)
  terminal.out(json ? JSON.stringify({ ...accountJson(account), link: path }) : path)
  terminal.err(
    `This link is for "${plainLine(account.name)}" alone. It works once, within 48 h, below the address of the collector (http://localhost:8080 by default).`,
  )
  return 0
}

async function find(context: AccountCommandContext, name: string): Promise<Account> {
  const { store } = context
  const account = (await store.accountByName(name)) ?? (await store.account(name))
  if (account) return account
  const word = plainLine(name).slice(0, 64)
  const names = (await store.accounts()).map((one) => one.name)
  throw new CliError(
    `there is no account "${word}".${didYouMean(word, names)} See what there is with: vigie account list`,
  )
}

/** Do what was asked for; what is refused is said in the words of the console. @throws UsageError, CliError */
async function asked<T>({ config }: AccountCommandContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AccountProblem)) throw error
    const reason = wordsOf('en', config.page.words).console.problems[error.kind]
    if (error.kind === 'role')
      throw new UsageError(`--role: there are ${roles.join(', ')}. Write one of them.`)
    if (error.kind === 'email') throw new UsageError(`--email: ${reason}`)
    throw error.kind.startsWith('name_') && error.kind !== 'name_taken'
      ? new UsageError(reason)
      : new CliError(reason)
  }
}

const stateOf = ({ disabledAt, passwordHash, identity }: Account): string =>
  disabledAt !== null ? 'disabled' : passwordHash === null && identity === null ? 'invited' : 'active'

/** An account as `--json` prints it, without what opens it. */
const accountJson = (account: Account) => ({
  id: account.id,
  name: account.name,
  email: account.email,
  role: account.role,
  state: stateOf(account),
  created_at: new Date(account.createdAt).toISOString(),
})
