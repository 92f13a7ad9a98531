import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { UsageError, CliError } from '../../../collector/app/errors.ts'
import {
  type TokenCommandContext,
  createToken,
  listTokens,
  revokeToken,
} from '../../../collector/cli/token/actions.ts'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'
import { tokenHash } from '../../../collector/server/api/access-token.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aFolder, runVigie } from '../../e2e/run-vigie.ts'
import { config } from '../../notices/service/service-fixture.ts'

const begin = Date.parse('2026-11-22T15:00:00Z')
const day = 86_400_000

async function aCommandContext(): Promise<
  TokenCommandContext & { out: string[]; err: string[]; at(now: number): TokenCommandContext }
> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-token-'))
  const store = await openSqliteStore(join(folder, 'status.db'))
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    data: folder,
    configFile: '',
    env: {},
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive: false,
  }
  const places = {
    region: 'paris',
    regions: [
      { id: 'paris', name: 'Paris' },
      { id: 'oslo', name: 'Oslo' },
    ],
  }
  const work = { terminal, config: { ...config, ...places }, store, now: begin }
  return { ...work, out, err, at: (now) => ({ ...work, now }) }
}

test('a token is printed alone, once, and kept as its hash', async () => {
  const work = await aCommandContext()
  expect(await createToken(work, { name: 'deploy-bot', scope: ['read,notices'], expires: '90d' })).toBe(0)
  const [token, ...more] = work.out
  expect([token, more]).toEqual([expect.stringMatching(/^vgs_[\w-]{43}$/), []])
  expect(await work.store.tokens()).toEqual([
    {
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      name: 'deploy-bot',
      scopes: ['read', 'notices'],
      hash: tokenHash(token!),
      createdAt: begin,
      expiresAt: begin + 90 * day,
      revokedAt: null,
    },
  ])
  expect(work.err.join('\n')).toContain('It expires 2027-02-20 16:00 (Europe/Paris).')
  expect(work.err.join('\n')).not.toContain(token)
})

test('a program reads the token and what it may do', async () => {
  const work = await aCommandContext()
  await createToken(work, { name: 'x', scope: ['admin', 'admin'], json: true })
  expect(JSON.parse(work.out[0]!)).toEqual({
    id: expect.any(String),
    name: 'x',
    scopes: ['admin'],
    state: 'active',
    created_at: '2026-11-22T15:00:00.000Z',
    expires_at: null,
    revoked_at: null,
    token: expect.stringMatching(/^vgs_/),
  })
})

test.each([
  ['notice', '', 'there is no scope "notice". Did you mean "notices"? There are: read, notices,'],
  ['read,,x\u001b[31m', '', 'there is no scope "x". There are:'],
  [',', '', '--scope is empty.'],
  ['read', '90', '"90" is not a time. Write how long it is good for, such as 90d'],
  ['read', '2027-10-31T02:30', '2027-10-31T02:30+01:00'],
  ['read', '0d', '--expires is not after now.'],
  ['read', 'yesterday', '--expires is not after now.'],
  ['read', '9999999w', 'more than a century'],
])('scope %j and expiry %j are refused with what to write', async (scope, expires, message) => {
  const work = await aCommandContext()
  const made = createToken(work, { name: 'x', scope: [scope], ...(expires && { expires }) })
  await expect(made).rejects.toThrow(message)
  await expect(made).rejects.toBeInstanceOf(UsageError)
  expect([work.out, await work.store.tokens()]).toEqual([[], []])
})

test('a name says who it is, and is one person’s at a time', async () => {
  const work = await aCommandContext()
  for (const name of [' ', 'collector', 'x'.repeat(101)])
    await expect(createToken(work, { name, scope: ['read'] })).rejects.toBeInstanceOf(UsageError)
  await createToken(work, { name: ' Ann\n\u202E', scope: ['read'], expires: '1d' })
  expect((await work.store.tokens())[0]!.name).toBe('Ann')
  const again = createToken(work, { name: 'Ann', scope: ['read'] })
  await expect(again).rejects.toThrow(/there is a token named "Ann" already \([a-z0-9]{12}\)/)
  await expect(again).rejects.toBeInstanceOf(CliError)
  expect(await createToken(work.at(begin + day), { name: 'Ann', scope: ['read'] })).toBe(0)
})

test('a token is revoked by its id or its name, once', async () => {
  const work = await aCommandContext()
  await createToken(work, { name: 'Ann', scope: ['read'] })
  await createToken(work.at(begin + 1), { name: 'Bob', scope: ['read'] })
  const [ann] = await work.store.tokens()
  await revokeToken(work.at(begin + 1), ann!.id)
  await revokeToken(work.at(begin + 2), 'Bob')
  await revokeToken(work.at(begin + 3), 'Ann')
  expect((await work.store.tokens()).map(({ revokedAt }) => revokedAt)).toEqual([begin + 1, begin + 2])
  expect(work.err.at(-1)).toMatch(/"Ann" was revoked before/)
  await createToken(work, { name: 'Carla', scope: ['read'] })
  await expect(revokeToken(work, 'Karla')).rejects.toThrow(
    'there is no token "Karla". Did you mean "Carla"? See what there is with: vigie token list',
  )
})

test('a list fits in 80 columns and holds no hash', async () => {
  const work = await aCommandContext()
  await listTokens(work)
  expect([work.out, work.err[0]]).toEqual([[], expect.stringContaining('There are no tokens.')])
  await createToken(work, { name: 'Ann', scope: ['read,notices,metrics,deployments'] })
  await createToken(work.at(begin + 1), { name: '🦉'.repeat(50), scope: ['admin'], expires: '1d' })
  await createToken(work.at(begin + 2), { name: 'Bob', scope: ['notices'] })
  await revokeToken(work, 'Bob')
  work.out.length = 0
  await listTokens(work.at(begin + 2 * day))
  await listTokens(work.at(begin + 2 * day), true)
  const json = work.out.pop()!
  for (const line of work.out) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(work.out.map((line) => line.split(/\s+/)[1])).toEqual(['STATE', 'active', 'expired', 'revoked'])
  expect(JSON.parse(json).map(({ state }: { state: string }) => state)).toEqual([
    'active',
    'expired',
    'revoked',
  ])
  const all = [...work.out, json].join('\n')
  for (const { hash } of await work.store.tokens()) expect(all).not.toContain(hash)
})

test('the command line makes, lists and revokes tokens, and says which commands there are', async () => {
  const data = await aFolder(
    'page: { name: Essai, url: https://status.example, timezone: Europe/Paris }\ncomponents: [{ id: api, name: API }]\n',
  )
  const made = await runVigie(data, [
    'token',
    'create',
    '--name',
    'Ann',
    '--scope',
    'notices',
    '--scope',
    'read',
  ])
  expect([made.code, made.err.split('\n')[0]]).toEqual([
    0,
    expect.stringContaining('"Ann" may read incidents'),
  ])
  expect(made.out).toMatch(/^vgs_[\w-]{43}\n$/)
  const [listed, refused, missing, unknown] = await Promise.all([
    runVigie(data, ['token', 'list', '--json']),
    runVigie(data, ['token', 'create', '--name', 'Bob', '--scope', 'notice']),
    runVigie(data, ['token', 'create', '--name', 'Bob']),
    runVigie(data, ['token', 'remove', 'Ann']),
  ])
  expect(JSON.parse(listed.out)).toMatchObject([{ name: 'Ann', scopes: ['read', 'notices'] }])
  expect([refused.code, refused.out]).toEqual([2, ''])
  expect(refused.err).toContain('Did you mean "notices"?')
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--scope')])
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('Did you mean `vigie token revoke`?'),
  ])
  expect((await runVigie(data, ['token', 'revoke', 'Ann'])).code).toBe(0)
})

test('an agent is given the place it watches from, and nothing else', async () => {
  const work = await aCommandContext()
  expect(await createToken(work, { name: 'oslo', scope: ['agent'], region: 'oslo' })).toBe(0)
  expect(await work.store.tokens()).toMatchObject([{ scopes: ['agent'], region: 'oslo' }])
  const refused = async (flags: { scope: string[]; region?: string }): Promise<string> => {
    const failed = await createToken(work, { name: 'x', ...flags }).catch((error: unknown) => error)
    return (failed as Error).message
  }
  expect(await refused({ scope: ['agent'] })).toBe(
    '--region is missing: an agent watches from one place. Write one of: oslo.',
  )
  expect(await refused({ scope: ['agent'], region: 'osol' })).toBe(
    '--region: there is no region "osol". Did you mean "oslo"? Write one of: oslo.',
  )
  expect(await refused({ scope: ['agent'], region: 'paris' })).toMatch(
    /^--region: paris is watched by the collector/,
  )
  expect(await refused({ scope: ['agent,read'], region: 'oslo' })).toMatch(/^--scope agent stands alone/)
  expect(await refused({ scope: ['read'], region: 'oslo' })).toMatch(/^--region is for agents/)
})

test('what is done to a token is in the audit log, by name and without the token', async () => {
  const work = await aCommandContext()
  await createToken(work, { name: 'deploy-bot', scope: ['read'], by: 'Grace' })
  await revokeToken(work, 'deploy-bot', { by: 'Alan' })
  await revokeToken(work, 'deploy-bot', { by: 'Alan' })
  const entries = await openSqliteStore(join(work.terminal.data, 'status.db'))
  onTestFinished(() => entries.close())
  const chain = await entries.auditChain(0, 9)
  expect(chain.map(({ action, actor, subject }) => [action, actor.name, subject])).toEqual([
    ['token.create', 'Grace', 'deploy-bot'],
    ['token.revoke', 'Alan', 'deploy-bot'],
  ])
  expect(JSON.stringify(chain)).not.toContain(work.out[0])
})
