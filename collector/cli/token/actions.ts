import type { AuditRecord } from '../../core/account/audit-chain.ts'
import { collectorAuthor } from '../../core/incident/incident.ts'
import type { Config } from '../../core/config/config.ts'
import { parseDuration } from '../../core/time/duration.ts'
import { day } from '../../core/time/units.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { scopeNames, scopes } from '../../server/api/scope.ts'
import { isValid, newToken, tokenHash } from '../../server/api/access-token.ts'
import type { Scope, StoredToken, AccessReader } from '../../store/access-store.ts'
import { commandActor } from '../io/command-actor.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { newId } from '../../app/new-id.ts'
import { truncate, formatColumns, plainLine } from '../io/plain-text.ts'
import { CliError, UsageError, didYouMean } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { describeDoubtfulTime } from '../../notices/rules/time-words.ts'
import type { FactWriter } from '../../store/facts.ts'

/** What the commands about tokens work with; `now` in ms since the epoch. */
export type TokenCommandContext = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'page' | 'region' | 'regions'>
  readonly store: AccessReader & FactWriter
  readonly now: number
}

/** Flags of `vigie token create`. */
export type TokenCreateFlags = {
  readonly name: string
  readonly scope: readonly string[]
  readonly expires?: string
  readonly region?: string
  readonly by?: string
  readonly json?: boolean
}

/** Longest name of a token: it is the author of what is written with it. */
const maxNameLength = 100
/** A token that outlives its maker need not expire. */
const maxLifetime = 36_500 * day

/** `vigie token create`: prints the token alone; it is never seen again. @throws UsageError, Failed */
export async function createToken(context: TokenCommandContext, flags: TokenCreateFlags): Promise<number> {
  const { terminal, config, store, now } = context
  const name = parseName(flags.name)
  const tokenScopes = parseScopes(flags.scope)
  const expiresAt = parseExpiry(flags.expires, now, config.page.timezone)
  const region = parseRegion(flags.region, tokenScopes, config)
  const existing = (await store.tokens()).find((token) => token.name === name && isValid(token, now))
  if (existing)
    throw new CliError(
      `there is a token named "${name}" already (${existing.id}). Choose another --name, or first: vigie token revoke ${existing.id}`,
    )
  const token = newToken()
  const storedToken: StoredToken = {
    id: newId(),
    name,
    scopes: tokenScopes,
    ...(region !== null && { region }),
    hash: tokenHash(token),
    createdAt: now,
    expiresAt,
    revokedAt: null,
  }
  await store.commit({
    tokens: [storedToken],
    audit: [auditRecord('token.create', storedToken, flags, now, { scopes: tokenScopes.join(',') })],
  })
  terminal.out(flags.json ? JSON.stringify({ ...tokenView(storedToken, now), token }) : token)
  const expiryText = expiresAt === null ? 'does not expire' : `expires ${formatInstant(expiresAt, config)}`
  terminal.err(
    `token ${storedToken.id} "${name}" may ${tokenScopes.map((scope) => scopes[scope]).join('; ')}. It ${expiryText}.`,
  )
  terminal.err('It is shown this once. Use it as: Authorization: Bearer TOKEN')
  return 0
}

/** `vigie token list`: every token there was, never itself. */
export async function listTokens(
  { terminal, config, store, now }: TokenCommandContext,
  json = false,
): Promise<number> {
  const tokens = await store.tokens()
  if (json) terminal.out(JSON.stringify(tokens.map((token) => tokenView(token, now))))
  else if (tokens.length === 0)
    terminal.err('There are no tokens. Make one with: vigie token create --name NAME --scope notices')
  else
    for (const line of formatColumns([
      ['ID', 'STATE', 'UNTIL', 'SCOPES', `NAME (times: ${config.page.timezone})`],
      ...tokens.map((token) => [
        token.id,
        stateOf(token, now),
        endOf(token) === null ? '-' : formatLocalTime(endOf(token)!, config.page.timezone),
        truncate(token.scopes.join(','), 17),
        plainLine(token.name),
      ]),
    ]))
      terminal.out(line)
  return 0
}

/** `vigie token revoke ID|NAME`: it opens nothing from now on, in a running collector too. @throws CliError */
export async function revokeToken(
  context: TokenCommandContext,
  idOrName: string,
  { by, json = false }: { readonly by?: string; readonly json?: boolean } = {},
): Promise<number> {
  const { terminal, store, now } = context
  const tokens = await store.tokens()
  const token =
    tokens.find(({ id }) => id === idOrName) ??
    // A name may have been used again after its first holder was revoked.
    tokens.findLast(({ name, revokedAt }) => name === idOrName && revokedAt === null) ??
    tokens.findLast(({ name }) => name === idOrName)
  if (!token) {
    const word = plainLine(idOrName).slice(0, 64)
    const activeNames = tokens
      .filter(({ revokedAt }) => revokedAt === null)
      .flatMap(({ id, name }) => [name, id])
    throw new CliError(
      `there is no token "${word}".${didYouMean(word, activeNames)} See what there is with: vigie token list`,
    )
  }
  const revoked = token.revokedAt === null ? { ...token, revokedAt: now } : token
  if (revoked !== token)
    await store.commit({
      tokens: [revoked],
      audit: [auditRecord('token.revoke', revoked, { by }, now, {})],
    })
  if (json) terminal.out(JSON.stringify(tokenView(revoked, now)))
  const name = `token ${token.id} "${plainLine(token.name)}"`
  terminal.err(
    revoked === token
      ? `${name} was revoked before`
      : `${name} is revoked; requests with it are answered 401`,
  )
  return 0
}

/** What was done to a token, for the audit log. */
const auditRecord = (
  action: string,
  { id, name }: StoredToken,
  flags: { readonly by?: string | undefined },
  at: number,
  detail: AuditRecord['detail'],
): AuditRecord => ({ at, actor: commandActor(flags), action, subject: name, detail: { id, ...detail } })

function parseName(value: string): string {
  const name = plainLine(value)
  if (name === '')
    throw new UsageError('--name is empty. Write who will use the token, such as --name deploy-bot')
  if (name.length > maxNameLength)
    throw new UsageError(`--name is too long. Write at most ${maxNameLength} characters.`)
  if (name === collectorAuthor)
    throw new UsageError(`--name "${name}" is kept for what Vigie says by itself. Choose another.`)
  return name
}

function parseScopes(values: readonly string[]): readonly Scope[] {
  const words = values
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .filter(Boolean)
  if (words.length === 0) throw new UsageError(`--scope is empty. There are: ${scopeNames.join(', ')}.`)
  const unknownScope = words.find((word) => !scopeNames.some((scope) => scope === word))
  if (unknownScope !== undefined)
    throw new UsageError(
      `--scope: there is no scope "${plainLine(unknownScope).slice(0, 40)}".${didYouMean(unknownScope, scopeNames)} There are: ${scopeNames.join(', ')}.`,
    )
  return scopeNames.filter((scope) => words.includes(scope))
}

/** The region of an agent's token; null for another token. @throws UsageError */
function parseRegion(
  value: string | undefined,
  tokenScopes: readonly Scope[],
  { region: own, regions }: Pick<Config, 'region' | 'regions'>,
): string | null {
  if (!tokenScopes.includes('agent')) {
    if (value !== undefined) throw new UsageError('--region is for agents. Write it with --scope agent.')
    return null
  }
  if (tokenScopes.length > 1)
    throw new UsageError(
      '--scope agent stands alone: an agent can do nothing else. Make another token for the rest.',
    )
  const others = regions.map(({ id }) => id).filter((id) => id !== own)
  if (others.length === 0)
    throw new UsageError('there is no place for an agent. List it under regions in status.yaml first.')
  if (value !== undefined && others.includes(value)) return value
  const places = `Write one of: ${others.join(', ')}.`
  if (value === undefined)
    throw new UsageError(`--region is missing: an agent watches from one place. ${places}`)
  if (value === own) throw new UsageError(`--region: ${own} is watched by the collector itself. ${places}`)
  throw new UsageError(
    `--region: there is no region "${plainLine(value).slice(0, 40)}".${didYouMean(value, others)} ${places}`,
  )
}

function parseExpiry(value: string | undefined, now: number, zone: string): number | null {
  if (value === undefined) return null
  const lifetime = parseDuration(value)
  const expiresAt = lifetime === null ? parseTime(value, now, zone) : now + lifetime
  if (expiresAt === null)
    throw new UsageError(
      `--expires: "${plainLine(value).slice(0, 40)}" is not a time. Write how long it is good for, such as 90d, or when it ends: 2027-01-31.`,
    )
  const doubt = lifetime === null ? describeDoubtfulTime(value, now, zone) : null
  if (doubt !== null) throw new UsageError(`--expires: "${plainLine(value).slice(0, 40)}" ${doubt}`)
  if (expiresAt <= now)
    throw new UsageError('--expires is not after now. Write how long it is good for, such as 90d.')
  if (expiresAt - now > maxLifetime)
    throw new UsageError(
      '--expires is more than a century away. Leave it out for a token that does not expire.',
    )
  return expiresAt
}

const formatInstant = (at: number, { page }: Pick<Config, 'page'>): string =>
  `${formatLocalTime(at, page.timezone)} (${page.timezone})`

const stateOf = (token: StoredToken, now: number): 'active' | 'expired' | 'revoked' =>
  token.revokedAt !== null ? 'revoked' : isValid(token, now) ? 'active' : 'expired'

/** When it ended or will, ms. */
const endOf = ({ revokedAt, expiresAt }: StoredToken): number | null => revokedAt ?? expiresAt

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** A token as `--json` prints it: never itself, nor its hash. */
const tokenView = (token: StoredToken, now: number) => ({
  id: token.id,
  name: token.name,
  scopes: token.scopes,
  ...(token.region !== undefined && { region: token.region }),
  state: stateOf(token, now),
  created_at: iso(token.createdAt),
  expires_at: iso(token.expiresAt),
  revoked_at: iso(token.revokedAt),
})
