import { beforeAll, describe, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { day, hour, minute, second } from '../../../collector/core/time/units.ts'
import { loadSite } from '../../src/site.ts'
import { aConsole, password } from './console-fixture.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const wrong = 'not the right words'

describe('signing in', () => {
  test('the link of the first start makes the first account, once', async () => {
    const { signIn, browser, store } = await aConsole(site)
    const token = (await signIn.setupToken())!
    const path = `/admin/setup?token=${token}`
    const one = browser()
    for (const _ of [1, 2]) expect((await one.get(path)).status).toBe(200)
    const short = await one.post(path, { name: 'Ada', password: 'short', repeated: 'short' })
    expect([short.status, short.text.includes('Too short')]).toEqual([400, true])
    const made = await one.post(path, { name: 'Ada', password, repeated: password })
    expect([made.status, made.headers.get('location')]).toEqual([303, '../admin/'])
    expect((await one.get('/admin/')).text).toContain('Overview')
    expect(await store.accountByName('ada')).toMatchObject({ role: 'admin' })
    const other = browser()
    expect((await other.get(path)).status).toBe(410)
    expect(await signIn.setupToken()).toBeNull()
  })

  test('a link that is made anew, used, over or of another purpose opens nothing', async () => {
    const { signIn, accounts, browser, pass, store } = await aConsole(site)
    const [old, token] = [(await signIn.setupToken())!, (await signIn.setupToken())!]
    expect((await browser().get(`/admin/setup?token=${old}`)).status).toBe(410)
    expect((await browser().get(`/admin/reset?token=${token}`)).status).toBe(410)
    const actor = { kind: 'command', name: 'x' } as const
    const bob = await accounts.invite({ name: 'Bob', role: 'viewer', email: '' }, actor)
    // Somebody is there: nobody else becomes the first.
    expect((await browser().get(`/admin/setup?token=${token}`)).status).toBe(410)
    const path = `/admin/invitation?token=${bob.token}`
    const one = browser()
    const form = { password, repeated: password }
    const formToken = await one.tokenOn(path)
    const both = await Promise.all(
      [1, 2].map(() =>
        one.send(path, { method: 'POST', body: new URLSearchParams({ ...form, form: formToken }) }),
      ),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 410])
    const reset = await accounts.reset(bob.account.id, actor)
    pass(2 * day)
    expect((await browser().get(`/admin/reset?token=${reset.token}`)).status).toBe(410)
    expect(JSON.stringify([await store.openAccountLinks(0), await store.auditChain(0, 99)])).not.toContain(
      reset.token,
    )
  })

  test('a wrong name and a wrong password are answered alike, and the password is nowhere', async () => {
    const { browser, account, store, server } = await aConsole(site)
    await account('Ada', 'admin')
    const [name, word] = [await browser().enter('Nobody'), await browser().enter('Ada', wrong)]
    expect([name.status, word.status]).toEqual([401, 401])
    const plain = (text: string, typed: string) =>
      text.replace(/name="form" value="[^"]+"/g, '').replaceAll(typed, '')
    expect(plain(name.text, 'Nobody')).toBe(plain(word.text, 'Ada'))
    expect(name.text + word.text + server.lines.join()).not.toMatch(/not the right words|correct horse/)
    const stored = (await store.accountByName('Ada'))!
    expect(stored.passwordHash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    expect((await browser().enter(' ADA')).status).toBe(303)
  })

  test('the cookie is of this host alone, and never the one from before', async () => {
    const { browser, account, store } = await aConsole(site)
    await account('Ada', 'admin')
    const one = browser()
    await one.get('/admin/sign-in')
    const before = [...one.jar.values()][0]!
    one.jar.set('vigie-session', 'chosen-by-somebody-else')
    const response = await one.enter('Ada')
    const [cookie] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^vigie-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
    expect(one.jar.get('vigie-session')).not.toMatch(new RegExp(`chosen|${before}`))
    expect(JSON.stringify(await store.sessions((await store.accountByName('Ada'))!.id))).not.toContain(
      one.jar.get('vigie-session'),
    )
    const proxied = browser({ 'x-forwarded-proto': 'https' })
    const [secure] = (await proxied.enter('Ada')).headers.getSetCookie()
    expect(secure).toMatch(/^__Host-vigie-session=.*; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/)
  })

  test('guessing is ever slower and locks nobody out for longer than a minute, nor the owner at home', async () => {
    const { browser, account, pass } = await aConsole(site)
    await account('Ada', 'admin')
    const home = { 'x-forwarded-for': '198.51.100.1' }
    expect((await browser(home).enter('Ada')).status).toBe(303)
    const guess = async (network: number) =>
      (await browser({ 'x-forwarded-for': `203.0.113.${network}` }).enter('Ada', wrong)).status
    const statuses: number[] = []
    for (let i = 0; i < 8; i++) statuses.push(await guess(i))
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    const refused = await browser({ 'x-forwarded-for': '203.0.113.99' }).enter('Ada')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await browser(home).enter('Ada')).status).toBe(303)
    for (let i = 0; i < 20; i++) {
      pass(minute)
      await guess(i)
    }
    pass(minute)
    expect((await browser({ 'x-forwarded-for': '203.0.113.99' }).enter('Ada')).status).toBe(303)
  })

  test('one network that guesses at many names waits, too, and an account of its own washes nothing away', async () => {
    const { browser, account } = await aConsole(site)
    await account('Mallory', 'viewer')
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) {
      statuses.push((await browser().enter(`Name ${i}`, wrong)).status)
      if (i < 4) expect((await browser().enter('Mallory')).status).toBe(303)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401])
    expect((await browser().enter('Name 6', wrong)).status).toBe(429)
  })
})

describe('a session', () => {
  test('is over after twelve hours without a request, and after thirty days of them', async () => {
    const { signedIn, pass } = await aConsole(site)
    const one = await signedIn('Ada', 'admin')
    for (let i = 0; i < 59; i++) {
      pass(12 * hour - second)
      expect((await one.get('/admin/')).status).toBe(200)
    }
    pass(12 * hour)
    const over = await one.get('/admin/accounts/')
    expect([over.status, over.headers.get('location')]).toEqual([303, '../../admin/sign-in?next=accounts%2F'])
  })

  test('ends when it is signed out, and everywhere at a click', async () => {
    const { browser, account } = await aConsole(site)
    await account('Ada', 'viewer')
    const [one, two, three] = [browser(), browser(), browser()]
    for (const each of [one, two, three]) await each.enter('Ada')
    const kept = new Map(three.jar)
    expect((await three.post('/admin/sign-out', {}, { page: '/admin/' })).status).toBe(303)
    for (const [name, value] of kept) three.jar.set(name, value)
    expect((await three.get('/admin/')).status).toBe(303)
    expect((await one.get('/admin/profile/')).text).toContain('with a password')
    await one.post('/admin/profile/sessions', {}, { page: '/admin/profile/' })
    expect([(await one.get('/admin/')).status, (await two.get('/admin/')).status]).toEqual([200, 303])
  })

  test('ends with a reset, a disabled account and another password', async () => {
    const { signedIn, accounts, store, browser } = await aConsole(site)
    const actor = { kind: 'command', name: 'x' } as const
    const ada = await signedIn('Ada', 'admin')
    const bob = await signedIn('Bob', 'viewer')
    const { id } = (await store.accountByName('Bob'))!
    await accounts.change(id, { disabled: true }, actor)
    expect((await bob.get('/admin/')).status).toBe(303)
    expect((await browser().enter('Bob')).status).toBe(401)
    await accounts.change(id, { disabled: false }, actor)
    await bob.enter('Bob')
    await accounts.reset(id, actor)
    expect((await bob.get('/admin/')).status).toBe(303)
    expect((await bob.enter('Bob')).status).toBe(401)
    const other = browser()
    await other.enter('Ada')
    const next = 'another horse battery'
    const form = { current: password, password: next, repeated: next }
    const at = { page: '/admin/profile/' }
    expect((await ada.post('/admin/profile/password', { ...form, current: wrong }, at)).status).toBe(400)
    expect((await ada.post('/admin/profile/password', form, at)).status).toBe(303)
    expect([(await ada.get('/admin/')).status, (await other.get('/admin/')).status]).toEqual([200, 303])
  })
})

describe('a form', () => {
  test('is refused from elsewhere, without its token, and with that of another browser', async () => {
    const { signedIn, store, browser, server } = await aConsole(site)
    const one = await signedIn('Ada', 'admin')
    const fields = { name: 'Eve', role: 'admin' }
    const page = { page: '/admin/accounts/' }
    const refused = [
      await one.post('/admin/accounts/', fields, { headers: { 'sec-fetch-site': 'cross-site' } }),
      await one.post('/admin/accounts/', fields, { headers: { 'sec-fetch-site': 'same-site' } }),
      await one.post('/admin/accounts/', fields, { headers: { origin: 'https://evil.example' } }),
      await one.post('/admin/accounts/', fields, { headers: { origin: 'null' } }),
      await one.post('/admin/accounts/', { ...fields, form: '' }, page),
      await one.post(
        '/admin/accounts/',
        { ...fields, form: await browser().tokenOn('/admin/sign-in') },
        page,
      ),
      await one.send('/admin/accounts/', {
        method: 'POST',
        body: JSON.stringify(fields),
        headers: { 'content-type': 'text/plain', origin: server.url },
      }),
    ]
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
    expect(await store.accounts()).toHaveLength(1)
    const made = await one.post('/admin/accounts/', fields)
    expect([made.status, /\/admin\/invitation\?token=[\w-]{43}/.test(made.text)]).toEqual([200, true])
  })

  test('that a role may not send is refused with 403, whatever it knows', async () => {
    const { signedIn, store } = await aConsole(site)
    await signedIn('Ada', 'admin')
    const { id } = (await store.accountByName('Ada'))!
    for (const role of ['viewer', 'publisher'] as const) {
      const one = await signedIn(`A ${role}`, role)
      const page = { page: '/admin/' }
      for (const path of ['/admin/accounts/', `/admin/accounts/${id}/`, '/admin/audit/'])
        expect((await one.get(path)).status, path).toBe(403)
      const forms: Record<string, string>[] = [
        { name: 'Eve', role: 'admin' },
        { act: 'reset' },
        { act: 'remove' },
      ]
      for (const fields of forms)
        for (const path of ['/admin/accounts/', `/admin/accounts/${id}/`])
          expect((await one.post(path, fields, page)).status, path).toBe(403)
      expect((await one.get('/admin/')).text).not.toContain('Audit log')
    }
    expect((await store.account(id))!.passwordHash).not.toBeNull()
  })

  test('leads nowhere else after signing in', async () => {
    const { browser, account } = await aConsole(site)
    await account('Ada', 'admin')
    const to = async (next: string) =>
      (await browser().post('/admin/sign-in', { name: 'Ada', password, next })).headers.get('location')
    expect(await to('accounts/?x=1')).toBe('../admin/accounts/?x=1')
    for (const next of [
      '//evil.example',
      '../..//evil.example',
      'https://evil.example',
      '\\evil',
      'sign-out',
      '%2f%2fx',
    ])
      expect(await to(next), next).toBe('../admin/')
  })
})

test('a page runs no script of others, is kept by nobody, framed by nobody, and found by no search engine', async () => {
  const { signedIn } = await aConsole(site)
  const one = await signedIn('Ada <script>alert(1)</script>', 'admin')
  for (const path of [
    '/admin/',
    '/admin/accounts/',
    '/admin/audit/',
    '/admin/profile/',
    '/admin/nothing',
    '/admin/sign-in',
  ]) {
    const { headers, text } = await one.get(path)
    expect(headers.get('cache-control'), path).toBe('no-store')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    const policy = headers.get('content-security-policy')!
    expect(policy).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/)
    expect(policy).not.toMatch(/unsafe|script-src/)
    expect(text).not.toMatch(/<script|\son\w+=/)
    expect(Buffer.byteLength(text)).toBeLessThan(30_000)
  }
})

test('the log names who did what, in a chain', async () => {
  const { signedIn, store } = await aConsole(site)
  const one = await signedIn('Ada', 'admin')
  await one.post('/admin/accounts/', { name: 'Bob', role: 'viewer' })
  const bob = (await store.accountByName('Bob'))!
  await one.post(`/admin/accounts/${bob.id}/`, { act: 'change', role: 'publisher', email: '' })
  await one.post(`/admin/accounts/${bob.id}/`, { act: 'remove' })
  const entries = await store.auditEntries({ limit: 3 })
  expect(entries.map(({ action, subject, actor }) => [action, subject, actor.name])).toEqual([
    ['account.remove', 'Bob', 'Ada'],
    ['account.change', 'Bob', 'Ada'],
    ['account.create', 'Bob', 'Ada'],
  ])
  expect((await one.get('/admin/audit/?action=account&actor=Ada')).text).toContain('account.remove')
  const ada = (await store.accountByName('Ada'))!
  const last = await one.post(`/admin/accounts/${ada.id}/`, { act: 'remove' })
  expect([last.status, last.text.includes('Nobody else could administer')]).toEqual([400, true])
})
