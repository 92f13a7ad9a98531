import SQLite from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CliError, UsageError } from '../../../collector/app/errors.ts'
import {
  createAccount,
  listAccounts,
  removeAccount,
  resetAccount,
} from '../../../collector/cli/account/actions.ts'
import { exportAudit, listAudit, verifyAudit } from '../../../collector/cli/account/audit-actions.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { config } from '../../notices/service/service-fixture.ts'

const now = Date.parse('2026-11-22T15:00:00Z')
const link = (purpose: string) => new RegExp(`^/admin/${purpose}\\?token=[\\w-]{43}$`)

async function aContext() {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-account-'))
  const file = join(folder, 'status.db')
  const store = await openSqliteStore(file)
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
  return { terminal, config, store, now, out, err, file }
}

test('create and reset print the one-time link alone, and the log names who did it', async () => {
  const context = await aContext()
  const { out, store } = context
  await createAccount(context, 'Ada', { role: 'admin', email: 'ada@example.com', by: 'Grace' })
  await resetAccount(context, ' ADA ', { by: 'Grace' })
  expect(out).toEqual([expect.stringMatching(link('invitation')), expect.stringMatching(link('reset'))])
  // The invitation opens nothing any more.
  expect((await store.openAccountLinks(now)).map(({ purpose }) => purpose)).toEqual(['reset'])
  const entries = await store.auditChain(0, 9)
  expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
    ['account.create', { kind: 'command', name: 'Grace' }],
    ['account.reset', { kind: 'command', name: 'Grace' }],
  ])
  out.length = 0
  await listAccounts(context, true)
  expect(JSON.parse(out[0]!)).toMatchObject([{ name: 'Ada', role: 'admin', state: 'invited' }])
  expect(out[0]).not.toMatch(/hash|secret/i)
})

test('what cannot be done says what to write instead', async () => {
  const context = await aContext()
  await expect(createAccount(context, 'Ada', { role: 'boss' })).rejects.toThrow(UsageError)
  await expect(createAccount(context, ' ', { role: 'admin' })).rejects.toThrow('Write a name.')
  await expect(createAccount(context, 'Ada', { role: 'admin', email: 'x' })).rejects.toThrow('--email')
  await createAccount(context, 'Ada', { role: 'admin' })
  await expect(createAccount(context, 'ada', { role: 'admin' })).rejects.toThrow(CliError)
  await expect(removeAccount(context, 'Adda', {})).rejects.toThrow('Did you mean "Ada"?')
  await expect(removeAccount(context, 'Ada', {})).rejects.toThrow('Nobody else could administer')
  await createAccount(context, 'Bob', { role: 'viewer' })
  expect(await removeAccount(context, 'bob', {})).toBe(0)
  expect((await context.store.accounts()).map(({ name }) => name)).toEqual(['Ada'])
})

test('the log is listed and exported, and an entry that somebody changed is found', async () => {
  const context = await aContext()
  const { out, file } = context
  for (const name of ['Ada', 'Bob', 'Cleo']) await createAccount(context, name, { role: 'admin' })
  out.length = 0
  await exportAudit(context)
  expect(out.map((line) => JSON.parse(line).subject)).toEqual(['Ada', 'Bob', 'Cleo'])
  out.length = 0
  await listAudit(context, 2)
  expect(out).toHaveLength(3)
  expect(await verifyAudit(context)).toBe(0)
  expect(out.at(-1)).toMatch(/^ok: 3 entries, the last is [\da-f]{64}$/)
  const db = new SQLite(file)
  expect(() => db.exec("UPDATE audit SET actor = 'x'")).toThrow('only added to')
  db.exec("DROP TRIGGER audit_is_final; UPDATE audit SET subject = 'Eve' WHERE seq = 2")
  db.close()
  expect(await verifyAudit(context)).toBe(1)
  expect(out.at(-1)).toBe('entry 2: it is not the one that was written')
})
