import { onTestFinished } from 'vitest'
import { createAccountService } from '../../../collector/accounts/account-service.ts'
import { createGuessLimit } from '../../../collector/accounts/guess-limit.ts'
import { createPasswordHasher } from '../../../collector/accounts/password-hash.ts'
import { createSessionService } from '../../../collector/accounts/session-service.ts'
import { createSignIn } from '../../../collector/accounts/sign-in.ts'
import { createNoticePages } from '../../../collector/app/console/notice-pages.ts'
import { teamNews } from '../../../collector/app/console/team-news.ts'
import { newId } from '../../../collector/app/new-id.ts'
import type { AudienceFacts } from '../../../collector/deliveries/count-audience.ts'
import { createDeliveryDirectory } from '../../../collector/deliveries/delivery-directory.ts'
import { joinAudiences } from '../../../collector/deliveries/expand-notifications.ts'
import { subscriberAudience } from '../../../collector/deliveries/subscriber-audience.ts'
import { teamChannels, teamDeliveries } from '../../../collector/deliveries/team-audience.ts'
import type { Role } from '../../../collector/core/account/account.ts'
import type { NoticeTemplate } from '../../../collector/core/notice/notice-template.ts'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { config as settings } from '../../notices/service/service-fixture.ts'
import { aSnapshot } from '../../src/snapshots.ts'
import { aServer } from '../builders.ts'

const start = Date.parse('2026-11-22T15:04:00Z')
const noTemplate = {
  title: null,
  body: null,
  impact: null,
  priority: null,
  reason: null,
  alternatives: null,
  tasks: [],
}
const templates: readonly NoticeTemplate[] = [
  {
    ...noTemplate,
    id: 'slow',
    kind: 'incident',
    name: { fr: 'Service lent', en: 'Slow service' },
    variables: { cause: { fr: 'Cause', en: 'Cause' } },
    title: { fr: 'Lenteurs : {cause}', en: 'Slow: {cause}' },
    body: 'Nous cherchons, {pas_une_variable}. {cause} ?',
    components: ['pay'],
    impact: 'major',
  },
  {
    ...noTemplate,
    id: 'disks',
    kind: 'maintenance',
    name: 'Disks',
    variables: {},
    title: 'New disks',
    components: ['web'],
    tasks: ['Copy', 'Check'],
  },
]
/** The services of the sample page. */
const config = {
  ...settings,
  templates,
  components: aSnapshot().components.map(({ id, name }) => ({ ...settings.components[0]!, id, name })),
}
export const password = 'correct horse battery'
const actor = { kind: 'command', name: 'test' } as const

/** The team has a chat; readers may subscribe by mail. */
const channels = {
  channels: [
    {
      name: 'chat',
      kind: 'slack' as const,
      webhook: 'http://127.0.0.1:1/',
      baseUrl: null,
      news: ['incidents', 'maintenance'] as const,
    },
  ],
  escalations: {},
}
const audienceOf = (facts: AudienceFacts) =>
  joinAudiences([
    async (notification) => ({
      cursor: null,
      deliveries: teamDeliveries(
        await teamChannels(notification.subject, channels, facts),
        channels,
        notification,
      ),
    }),
    subscriberAudience(facts, new Set(['email'])),
  ])

/** A console on a real server and store, with a clock of the test. */
export async function aConsole(renderer: Renderer) {
  let time = start
  const now = (): number => time
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const deps = {
    store,
    // As OWASP has it but for the cost, which hundreds of tests do not have to bear.
    hasher: createPasswordHasher({ memory: 64, passes: 1, parallelism: 1 }),
    sessions: createSessionService(store, now),
    guesses: createGuessLimit(),
    pageName: config.page.name,
    now,
    id: newId,
  }
  const [accounts, signIn] = [createAccountService(deps), createSignIn(deps)]
  const noticePages = createNoticePages({ store, config, now, id: newId }, audienceOf)
  const { notices } = noticePages
  const server = await aServer({
    console: {
      accounts,
      signIn,
      sessions: deps.sessions,
      audit: store,
      config,
      noticePages,
      deliveries: createDeliveryDirectory(store, now),
      overview: async () => ({
        ...(await teamNews(store, now())),
        problems: [],
        warnings: [],
        deliveries: { pending: 1, dead: 0 },
        alerts: [],
      }),
      render: (request) => renderer.renderConsole(request, aSnapshot()),
      now,
    },
  })

  /** A new browser, with headers that it sends besides its own. */
  const browser = (more: Readonly<Record<string, string>> = {}) => {
    const jar = new Map<string, string>()
    const send = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(server.url + path, {
        redirect: 'manual',
        ...init,
        headers: {
          'accept-language': 'en',
          ...more,
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(init.headers as Record<string, string> | undefined),
        },
      })
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
        if (/Max-Age=0/.test(line)) jar.delete(name!)
        else jar.set(name!, value!)
      }
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    const get = (path: string) => send(path)
    const tokenOn = async (path: string) =>
      /name="form" value="([^"]+)"/.exec((await get(path)).text)?.[1] ?? ''
    /** Send a form with the token of the page it is on. */
    const post = async (
      path: string,
      fields: Readonly<Record<string, string>>,
      { page = path, headers = {} }: { page?: string; headers?: Record<string, string> } = {},
    ) =>
      send(path, {
        method: 'POST',
        headers: { origin: server.url, 'sec-fetch-site': 'same-origin', ...headers },
        body: new URLSearchParams({ form: await tokenOn(page), ...fields }),
      })
    const enter = (name: string, word = password) => post('/admin/sign-in', { name, password: word })
    return { jar, get, post, send, tokenOn, enter }
  }

  /** An account with a password. */
  async function account(name: string, role: Role) {
    const { token } = await accounts.invite({ name, role, email: '' }, actor)
    await signIn.useLink(
      'invitation',
      token,
      { name, password, repeated: password },
      { userAgent: '', network: '' },
    )
    return (await store.accountByName(name))!
  }
  /** A browser that is signed in to a new account. */
  async function signedIn(name: string, role: Role) {
    await account(name, role)
    const one = browser()
    await one.enter(name)
    return one
  }
  return {
    store,
    notices,
    accounts,
    signIn,
    server,
    browser,
    account,
    signedIn,
    pass: (ms: number) => (time += ms),
    now,
  }
}

/** What a page says between its heading and its end, as it is read: no tags, plain spaces. */
export const mainText = (html: string): string =>
  html
    .replace(/^[\s\S]*<main[^>]*>/, '')
    .replace(/<\/main>[\s\S]*$/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')

/** The values of the hidden fields of the form about a notice on a page, but for the token of the browser. */
export const hidden = (html: string): Record<string, string> =>
  Object.fromEntries(
    [
      ...(/class="notice-form"[\s\S]*/.exec(html)?.[0] ?? '').matchAll(
        /<input type="hidden" name="(\w+)" value="([^"]*)"/g,
      ),
    ]
      .map(([, name, value]) => [name!, value!])
      .filter(([name]) => name !== 'form'),
  )
