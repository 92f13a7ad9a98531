import { describe, expect, test } from 'vitest'
import type { Account } from '../../../collector/core/account/account.ts'
import type { AccountLink, AccountSession, Passkey } from '../../../collector/store/account-store.ts'
import { Conflict } from '../../../collector/store/store.ts'
import { day, hour, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const anAccount = (more: Partial<Account> = {}): Account => ({
  id: 'account00001',
  name: 'Ada',
  email: 'ada@example.com',
  role: 'admin',
  passwordHash: '$argon2id$…',
  totpSecret: null,
  totpStep: null,
  recoveryHashes: [],
  identity: null,
  createdAt: start,
  disabledAt: null,
  version: 1,
  ...more,
})

const aSession = (more: Partial<AccountSession> = {}): AccountSession => ({
  idHash: 'a'.repeat(64),
  accountId: 'account00001',
  createdAt: start,
  lastSeenAt: start,
  expiresAt: start + day,
  userAgent: 'Firefox',
  network: '203.0.113.7',
  method: 'password',
  ...more,
})

const aLink = (more: Partial<AccountLink> = {}): AccountLink => ({
  hash: 'b'.repeat(64),
  purpose: 'invitation',
  accountId: 'account00001',
  role: 'admin',
  createdAt: start,
  expiresAt: start + 2 * day,
  usedAt: null,
  ...more,
})

const aPasskey = (more: Partial<Passkey> = {}): Passkey => ({
  id: 'credential',
  accountId: 'account00001',
  name: 'Phone',
  publicKey: 'cose',
  counter: 0,
  transports: ['internal'],
  createdAt: start,
  lastUsedAt: null,
  ...more,
})

/** What every store must do with accounts of the console. */
export function accountsContract({ store, location }: StoreUnderTest): void {
  describe('an account', () => {
    test('is found by its id and by every spelling of its name that is the same to people', async () => {
      const ada = anAccount({ name: 'Ada Évrard', totpStep: 5, recoveryHashes: ['x'] })
      await store().commit({ accounts: [ada] })
      expect(await store().accounts()).toEqual([ada])
      expect(await store().account(ada.id)).toEqual(ada)
      expect(await store().accountByName(' ada e\u0301vrard ')).toEqual(ada)
      expect(await store().accountByName('ada')).toBeNull()
      expect(await store().account('nosuchthing1')).toBeNull()
    })

    test('is changed by one of two who read the same version', async () => {
      await store().commit({ accounts: [anAccount()] })
      await store().commit({ accounts: [anAccount({ role: 'viewer', version: 2 })] })
      await expect(store().commit({ accounts: [anAccount({ version: 2 })] })).rejects.toThrow(Conflict)
      await expect(store().commit({ removedAccounts: [{ id: 'account00001', version: 1 }] })).rejects.toThrow(
        Conflict,
      )
      expect(await store().account('account00001')).toMatchObject({ role: 'viewer' })
    })

    test('has a name and an identity of its own', async () => {
      await store().commit({ accounts: [anAccount({ identity: 'https://id.example 1' })] })
      const other = anAccount({ id: 'account00002', name: 'ADA' })
      await expect(store().commit({ accounts: [other] })).rejects.toThrow(Conflict)
      const same = anAccount({ id: 'account00002', name: 'Bob', identity: 'https://id.example 1' })
      await expect(store().commit({ accounts: [same] })).rejects.toThrow(Conflict)
      await store().commit({ accounts: [{ ...same, identity: null }] })
      expect((await store().accounts()).map(({ name }) => name)).toEqual(['Ada', 'Bob'])
    })

    test('goes with all that opens it', async () => {
      const bob = anAccount({ id: 'account00002', name: 'Bob' })
      const bobs = aSession({ idHash: 'c'.repeat(64), accountId: bob.id })
      await store().commit({
        accounts: [anAccount(), bob],
        sessions: [aSession(), bobs],
        accountLinks: [aLink()],
        passkeys: [aPasskey()],
      })
      await store().commit({ removedAccounts: [{ id: 'account00001', version: 1 }] })
      expect(await store().accounts()).toEqual([bob])
      expect(await store().session(aSession().idHash)).toBeNull()
      expect(await store().session(bobs.idHash)).toEqual(bobs)
      expect(await store().accountLink(aLink().hash)).toBeNull()
      expect(await store().passkeys('account00001')).toEqual([])
    })

    test('is news to other processes, and a session that is used is none', async () => {
      const other = await location().open()
      let { cursor } = await other.changesSince(null)
      const kinds = async () => {
        const changed = await other.changesSince(cursor)
        cursor = changed.cursor
        return [...changed.kinds]
      }
      await store().commit({ accounts: [anAccount()] })
      expect(await kinds()).toEqual(['accounts'])
      await store().commit({ sessions: [aSession()] })
      await store().commit({ seenSessions: [{ idHash: aSession().idHash, at: start + 1 }] })
      expect(await kinds()).toEqual([])
    })
  })

  test('a passkey belongs to one account, and is replaced when it was used', async () => {
    const used = aPasskey({ counter: 4, lastUsedAt: start + hour })
    await store().commit({ passkeys: [aPasskey()] })
    await store().commit({ passkeys: [used, aPasskey({ id: 'second', createdAt: start + 1 })] })
    expect((await store().passkeys('account00001')).map(({ id }) => id)).toEqual(['credential', 'second'])
    expect(await store().passkey('credential')).toEqual(used)
    await expect(store().commit({ passkeys: [aPasskey({ accountId: 'account00002' })] })).rejects.toThrow(
      Conflict,
    )
    await store().commit({ removedPasskeys: [{ id: 'credential', accountId: 'account00002' }] })
    expect(await store().passkey('credential')).toEqual(used)
    await store().commit({ removedPasskeys: [{ id: 'credential', accountId: 'account00001' }] })
    expect(await store().passkey('credential')).toBeNull()
  })

  describe('a session', () => {
    test('is listed, the one seen last first, and stays ended once it was', async () => {
      const phone = aSession({ idHash: 'c'.repeat(64), method: 'passkey' })
      await store().commit({ sessions: [aSession(), phone] })
      await store().commit({ seenSessions: [{ idHash: phone.idHash, at: start + hour }] })
      expect(await store().sessions('account00001')).toEqual([
        { ...phone, lastSeenAt: start + hour },
        aSession(),
      ])
      await store().commit({ endedSessions: [{ idHash: phone.idHash }] })
      await store().commit({ seenSessions: [{ idHash: phone.idHash, at: start + 2 * hour }] })
      expect(await store().session(phone.idHash)).toBeNull()
    })

    test('can be the only one that is left of its account', async () => {
      const others = ['c', 'd'].map((letter) => aSession({ idHash: letter.repeat(64) }))
      const bobs = aSession({ idHash: 'e'.repeat(64), accountId: 'account00002' })
      await store().commit({ sessions: [aSession(), ...others, bobs] })
      await store().commit({ endedSessions: [{ accountId: 'account00001', except: aSession().idHash }] })
      expect(await store().sessions('account00001')).toEqual([aSession()])
      await store().commit({ endedSessions: [{ accountId: 'account00001' }] })
      expect(await store().sessions('account00001')).toEqual([])
      expect(await store().sessions('account00002')).toEqual([bobs])
    })

    test('is forgotten when it is over and another begins', async () => {
      await store().commit({ sessions: [aSession()] })
      const next = aSession({ idHash: 'c'.repeat(64), createdAt: start + day, expiresAt: start + 2 * day })
      await store().commit({ sessions: [next] })
      expect(await store().session(aSession().idHash)).toBeNull()
    })
  })

  describe('a link', () => {
    test('is used once, and whatever is committed with its second use is not written', async () => {
      await store().commit({ accountLinks: [aLink()] })
      expect(await store().openAccountLinks(start)).toEqual([aLink()])
      const use = { hash: aLink().hash, at: start + hour }
      await store().commit({ usedAccountLinks: [use] })
      await expect(
        store().commit({ usedAccountLinks: [use], accounts: [anAccount()], sessions: [aSession()] }),
      ).rejects.toThrow(Conflict)
      expect(await store().accounts()).toEqual([])
      expect(await store().accountLink(aLink().hash)).toEqual(aLink({ usedAt: start + hour }))
      expect(await store().openAccountLinks(start)).toEqual([])
    })

    test('opens nothing once it is over, revoked or unknown', async () => {
      await store().commit({
        accountLinks: [aLink(), aLink({ hash: 'c'.repeat(64), purpose: 'setup', accountId: null })],
      })
      const late = { hash: aLink().hash, at: start + 2 * day }
      await expect(store().commit({ usedAccountLinks: [late] })).rejects.toThrow(Conflict)
      await expect(store().commit({ usedAccountLinks: [{ hash: 'x', at: start }] })).rejects.toThrow(Conflict)
      await store().commit({ revokedAccountLinks: ['account00001'] })
      expect((await store().openAccountLinks(start)).map(({ purpose }) => purpose)).toEqual(['setup'])
      await store().commit({ revokedAccountLinks: [null] })
      expect(await store().openAccountLinks(start)).toEqual([])
    })
  })
}
