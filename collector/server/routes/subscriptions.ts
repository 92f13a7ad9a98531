import type { Context } from 'hono'
import type { Config } from '../../core/config/config.ts'
import { type AnswerRequest, type SubscriptionAnswer } from '../../core/subscription/answer.ts'
import { normalizeEmailAddress } from '../../core/subscription/email-address.ts'
import type { Locale } from '../../core/text/localized-text.ts'
import { formLocale, formValues, readChoices } from '../../subscriptions/form-choices.ts'
import { createRateLimit } from '../../subscriptions/rate-limit.ts'
import type { SubscriptionService } from '../../subscriptions/subscription-service.ts'
import type { SubscriptionTokens } from '../../subscriptions/tokens.ts'
import type { AnonymousBodies } from '../anonymous-bodies.ts'
import { clientNetwork } from '../client-network.ts'
import { parsePublicUrl } from '../../net/public-addresses.ts'
import type { ServerLog } from '../log.ts'
import { uncachedResponse } from '../problem-response.ts'
import { answerPage } from './answer-page.ts'
import type { PublicEndpoint } from './public-endpoints.ts'
import { readerLocale } from './reader-locale.ts'

/** What subscriptions by visitors are answered from. */
export type SubscriptionDeps = {
  readonly service: SubscriptionService
  readonly tokens: SubscriptionTokens
  /** Null where webhooks are not offered. */
  readonly webhookSecrets: ((subscriber: string) => Promise<string>) | null
  readonly config: Pick<Config, 'page' | 'components'>
  /** The page of an answer, UTF-8. */
  readonly renderAnswer: (request: AnswerRequest) => Promise<Uint8Array>
  /** ms since the epoch. */
  readonly now: () => number
}

/** Forms to subscribe from one network within an hour. */
const [maxForms, formWindow] = [30, 3_600_000]
/** Longest token that is looked at, characters. */
const maxToken = 128

/** An answer with its status, and the language it is in; null for that of the reader's browser. */
type SubscriberReply = {
  readonly status: number
  readonly answer: SubscriptionAnswer
  readonly locale: Locale | null
  readonly headers?: Readonly<Record<string, string>>
}

const unknown: SubscriberReply = { status: 404, answer: { page: 'unknown' }, locale: null }
const over: SubscriberReply = { status: 404, answer: { page: 'over' }, locale: null }
const left: SubscriberReply = { status: 200, answer: { page: 'left' }, locale: null }
const malformed: SubscriberReply = {
  status: 400,
  answer: { page: 'failed', isOurFault: false },
  locale: null,
}
const busy: SubscriberReply = {
  status: 503,
  answer: { page: 'failed', isOurFault: true },
  locale: null,
  headers: { 'Retry-After': '30' },
}

/**
 * `/subscribe`, `/subscribe/confirm`, `/subscribe/manage` and `/unsubscribe`. A GET changes nothing, because mail scanners
 * follow links: it shows one button. Nothing is logged of an address or a token.
 */
export function subscriptionEndpoints(
  deps: SubscriptionDeps,
  bodies: AnonymousBodies,
  log: ServerLog,
): readonly PublicEndpoint[] {
  const respond = createResponder(deps, log)
  const [subscribe, confirm, manage, leave] = [subscribeReply, confirmReply, manageReply, leaveReply].map(
    (create) => create(deps, bodies),
  ) as [MakeReply, MakeReply, MakeReply, MakeReply]
  return [
    {
      path: '/subscribe',
      methods: ['GET', 'POST'],
      handle: (c) =>
        c.req.method === 'POST'
          ? respond(c, 0, subscribe)
          : uncachedResponse(303, 'the form is on the page of the site\n', { Location: 'subscribe/' }),
    },
    {
      path: '/subscribe/confirm',
      methods: ['GET', 'POST'],
      handle: (c) => respond(c, 1, confirm),
    },
    { path: '/subscribe/manage', methods: ['GET', 'POST'], handle: (c) => respond(c, 1, manage) },
    { path: '/unsubscribe', methods: ['GET', 'POST'], handle: (c) => respond(c, 0, leave) },
  ]
}

/** The fields of a form, or the answer to one that could not be read. */
async function readForm(c: Context, bodies: AnonymousBodies): Promise<URLSearchParams | SubscriberReply> {
  const read = await bodies.read(c, 'application/x-www-form-urlencoded')
  if (read === 'busy') return busy
  return read === 'malformed' ? malformed : new URLSearchParams(read.text)
}

type MakeReply = (c: Context) => Promise<SubscriberReply>

const isPost = (c: Context): boolean => c.req.method === 'POST'
const tokenOf = (c: Context): string => (c.req.query('token') ?? '').slice(0, maxToken)

function createResponder({ config, renderAnswer }: SubscriptionDeps, log: ServerLog) {
  return async (c: Context, depth: number, make: MakeReply): Promise<Response> => {
    const reply = await make(c).catch((error: unknown): SubscriberReply => {
      log.error(
        `a request about a subscription failed: ${error instanceof Error ? error.message : String(error)}`,
      )
      return {
        status: 503,
        answer: { page: 'failed', isOurFault: true },
        locale: null,
        headers: { 'Retry-After': '60' },
      }
    })
    const locale = localeOf(reply.locale, c, config)
    const html = await renderAnswer({ answer: reply.answer, locale, depth })
    return answerPage(html, reply.status, locale, reply.headers)
  }
}

/** The language that is asked for, else the first the browser accepts that the page has, else the page's. */
function localeOf(asked: Locale | null, c: Context, { page }: SubscriptionDeps['config']): Locale {
  const locales = [page.locale, ...page.locales]
  if (asked !== null && locales.includes(asked)) return asked
  return readerLocale(c, page)
}

function subscribeReply(
  { service, config, now, webhookSecrets }: SubscriptionDeps,
  bodies: AnonymousBodies,
): MakeReply {
  const networks = createRateLimit(maxForms, formWindow)
  return async (c) => {
    const form = await readForm(c, bodies)
    if (!(form instanceof URLSearchParams)) return form
    const locale = formLocale(form, config)
    const wait = networks.take(clientNetwork(c), now())
    if (wait > 0)
      return {
        status: 429,
        answer: { page: 'limited' },
        locale,
        headers: { 'Retry-After': String(Math.ceil(wait / 1000)) },
      }
    const email = normalizeEmailAddress(form.get('email') ?? '')
    const isWebhook = webhookSecrets !== null && form.has('url')
    const hook = isWebhook ? parsePublicUrl(form.get('url')!) : null
    const choices = readChoices(form, config)
    const problem =
      isWebhook && hook === null
        ? 'url'
        : email === null
          ? 'email'
          : typeof choices === 'string'
            ? choices
            : null
    if (problem !== null || email === null || typeof choices === 'string')
      return {
        status: 400,
        answer: { page: 'form', problem: problem!, values: formValues(form), isWebhook },
        locale,
      }
    await service.request(
      hook === null
        ? { kind: 'email', address: email, owner: null, ...choices }
        : { kind: 'webhook', address: hook, owner: email, ...choices },
    )
    return { status: 200, answer: { page: 'sent', email }, locale }
  }
}

function confirmReply({ service, tokens, webhookSecrets }: SubscriptionDeps): MakeReply {
  return async (c) => {
    const token = tokenOf(c)
    if (!isPost(c)) {
      const change = await service.pending(token)
      if (!change) return over
      const { before: subscriber, after: choices } = change
      return { status: 200, answer: { page: 'confirm', subscriber, choices }, locale: choices.locale }
    }
    const subscriber = await service.confirm(token)
    if (!subscriber) return over
    const manageToken = await tokens.signed('manage', subscriber.id)
    // Shown once: from here on only its owner has it.
    const secret = subscriber.kind === 'webhook' ? ((await webhookSecrets?.(subscriber.id)) ?? null) : null
    const answer = { page: 'confirmed', subscriber, manageToken, secret } as const
    return { status: 200, answer, locale: subscriber.locale }
  }
}

function manageReply({ service, tokens, config }: SubscriptionDeps, bodies: AnonymousBodies): MakeReply {
  return async (c) => {
    const link = await service.linked('manage', tokenOf(c))
    if (!link) return unknown
    const { subscriber } = link
    if (!subscriber) return left
    const { id, locale } = subscriber
    const leaveToken = await tokens.signed('leave', id)
    const page = { page: 'manage', leaveToken } as const
    if (!isPost(c))
      return { status: 200, answer: { ...page, subscriber, isSaved: false, problem: null }, locale }
    const form = await readForm(c, bodies)
    if (!(form instanceof URLSearchParams)) return { ...form, locale }
    const choices = readChoices(form, config)
    if (typeof choices === 'string')
      return { status: 400, answer: { ...page, subscriber, isSaved: false, problem: choices }, locale }
    const changed = await service.change(id, choices)
    if (!changed) return left
    return {
      status: 200,
      answer: { ...page, subscriber: changed, isSaved: true, problem: null },
      locale: changed.locale,
    }
  }
}

/** The body of a POST is not read: RFC 8058 says what is in it, and the token says everything. */
function leaveReply({ service }: SubscriptionDeps): MakeReply {
  return async (c) => {
    const link = await service.linked('leave', tokenOf(c))
    if (!link) return unknown
    const { subscriber } = link
    if (!subscriber) return left
    if (!isPost(c)) return { status: 200, answer: { page: 'leave', subscriber }, locale: subscriber.locale }
    await service.leave(subscriber.id)
    return { ...left, locale: subscriber.locale }
  }
}
