import type { Context } from 'hono'
import { AccountProblem } from '../../../accounts/account-problem.ts'
import { formTokenOf, isSameSecret, newSecret } from '../../../accounts/token-hash.ts'
import { isAllowed } from '../../../core/account/permissions.ts'
import { day } from '../../../core/time/units.ts'
import { createRateLimit } from '../../../subscriptions/rate-limit.ts'
import type { AnonymousBodies } from '../../anonymous-bodies.ts'
import { clientNetwork, isHttps } from '../../client-network.ts'
import type { ServerLog } from '../../log.ts'
import { uncachedResponse } from '../../problem-response.ts'
import { answerPage } from '../answer-page.ts'
import type { PublicEndpoint } from '../public-endpoints.ts'
import { readerLocale } from '../reader-locale.ts'
import { accountRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleReply, ConsoleRoute, ConsoleVisit } from './console-route.ts'
import { readCookie, setCookie } from './cookies.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { incidentRoutes } from './notices/incident-routes.ts'
import { maintenanceRoutes } from './notices/maintenance-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { isSameOrigin } from './same-origin.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** Requests of one network within a minute without being signed in: people who mistype, but nobody who tries links. */
const [maxStrangers, strangerWindow] = [120, 60_000]

/** Every address below `/admin/`. */
export function adminEndpoints(
  deps: ConsoleDeps,
  bodies: AnonymousBodies,
  log: ServerLog,
): readonly PublicEndpoint[] {
  const routes: readonly ConsoleRoute[] = [
    ...overviewRoutes(deps),
    ...incidentRoutes(deps.noticePages),
    ...maintenanceRoutes(deps.noticePages),
    ...deliveryRoutes(deps.deliveries),
    ...signInRoutes(deps),
    ...linkRoutes(deps),
    ...profileRoutes(deps),
    ...accountRoutes(deps),
    ...auditRoutes(deps),
  ]
  const answer = createConsole(deps, bodies, log)
  return [
    { path: '/admin', methods: ['GET'], handle: () => uncachedResponse(308, '', { Location: 'admin/' }) },
    ...routes.map((route): PublicEndpoint => ({
      path: route.path,
      methods: [...(route.get ? (['GET'] as const) : []), ...(route.post ? (['POST'] as const) : [])],
      handle: (c) => answer(c, route),
    })),
    {
      path: '/admin/*',
      methods: ['GET', 'POST'],
      handle: (c) =>
        answer(c, {
          path: '/admin/*',
          access: 'look',
          get: () => ({ page: { page: 'unknown' }, status: 404 }),
          post: () => Promise.resolve({ page: { page: 'unknown' }, status: 404 }),
        }),
    },
  ]
}

/** Answers one row of the table: who asks, whether they may, and what they see. */
function createConsole(deps: ConsoleDeps, bodies: AnonymousBodies, log: ServerLog) {
  const strangers = createRateLimit(maxStrangers, strangerWindow)

  async function reply(
    visit: ConsoleVisit,
    route: ConsoleRoute,
    cookie: string | null,
  ): Promise<ConsoleReply> {
    const { c } = visit
    const isPost = c.req.method === 'POST'
    if (isPost && !isSameOrigin(originOf(c))) return { page: { page: 'stale' }, status: 403 }
    const signedIn = await signedInBy(visit)
    if (!signedIn) {
      const wait = strangers.take(visit.place.network, deps.now())
      if (wait > 0) return { page: { page: 'limited' }, status: 429, headers: retryAfter(wait) }
      if (route.access !== 'public') return isPost ? { page: { page: 'stale' }, status: 403 } : toSignIn(c)
    }
    const access = isPost && route.access !== 'public' ? (route.postAccess ?? route.access) : route.access
    if (access !== 'public' && !isAllowed(signedIn!.account.role, access))
      return { page: { page: 'forbidden' }, status: 403 }
    if (!isPost) return route.access === 'public' ? route.get!(visit) : route.get!({ ...visit, ...signedIn! })
    const form = await readForm(c)
    if (form === 'busy') return { page: { page: 'failed' }, status: 503, headers: retryAfter(30_000) }
    if (form === null || cookie === null || !isSameSecret(form.get('form') ?? '', formTokenOf(cookie)))
      return { page: { page: 'stale' }, status: 403 }
    return route.access === 'public'
      ? route.post!(visit, form)
      : route.post!({ ...visit, ...signedIn! }, form)
  }

  async function signedInBy({ c, isSecure }: ConsoleVisit) {
    const cookie = readCookie(c.req.header('cookie'), 'session', isSecure)
    return cookie === null ? null : deps.sessions.find(cookie)
  }

  async function readForm(c: Context): Promise<URLSearchParams | 'busy' | null> {
    const read = await bodies.read(c, 'application/x-www-form-urlencoded')
    return read === 'busy' ? 'busy' : read === 'malformed' ? null : new URLSearchParams(read.text)
  }

  return async (c: Context, route: ConsoleRoute): Promise<Response> => {
    const isSecure = isHttps(c)
    const place = { network: clientNetwork(c), userAgent: c.req.header('user-agent') ?? '' }
    const visit: ConsoleVisit = { c, isSecure, place, locale: readerLocale(c, deps.config.page) }
    const cookies = c.req.header('cookie')
    const known = readCookie(cookies, 'session', isSecure) ?? readCookie(cookies, 'form', isSecure)
    const made = await reply(visit, route, known).catch((error: unknown) => failure(error, log))
    return respond(deps, visit, made, known)
  }
}

/** What is answered where something went wrong that no page has a word for. */
function failure(error: unknown, log: ServerLog): ConsoleReply {
  if (error instanceof AccountProblem && error.kind === 'busy')
    return { page: { page: 'failed' }, status: 503, headers: { 'Retry-After': '5' } }
  if (error instanceof AccountProblem && error.kind === 'not_found')
    return { page: { page: 'unknown' }, status: 404 }
  if (error instanceof AccountProblem) return { page: { page: 'stale' }, status: 409 }
  log.error(`a page of the console failed: ${error instanceof Error ? error.message : String(error)}`)
  return { page: { page: 'failed' }, status: 503, headers: { 'Retry-After': '5' } }
}

async function respond(
  { render, sessions, now }: ConsoleDeps,
  { c, isSecure, locale }: ConsoleVisit,
  reply: ConsoleReply,
  known: string | null,
): Promise<Response> {
  const cookies = [...(reply.cookies ?? [])]
  let response: Response
  if ('response' in reply) ({ response } = reply)
  else if ('redirect' in reply)
    response = uncachedResponse(303, '', {
      Location: rootOf(c.req.path) + reply.redirect,
    })
  else {
    const session = readCookie(c.req.header('cookie'), 'session', isSecure)
    const signedIn = session === null ? null : await sessions.find(session).catch(() => null)
    // Somebody without a cookie gets one that opens nothing: it ties the forms to their browser.
    const own = known ?? newSecret()
    if (known === null) cookies.push(setCookie('form', own, day / 1_000, isSecure))
    const frame = {
      account: signedIn && { name: signedIn.account.name, role: signedIn.account.role },
      formToken: formTokenOf(own),
      place: c.req.path,
      locale,
      now: now(),
    }
    const html = await render({ content: reply.page, frame })
    response = answerPage(html, reply.status ?? 200, locale, {
      // Without a referrer browsers say of a form that it comes from nowhere.
      'Referrer-Policy': 'same-origin',
      ...reply.headers,
    })
  }
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
  return response
}

/** The way from an address up to that of the collector. */
const rootOf = (path: string): string => '../'.repeat(path.split('/').length - 2) || './'

/** The page to sign in on, which leads back. */
const toSignIn = (c: Context): ConsoleReply => {
  const { pathname, search } = new URL(c.req.url)
  const next =
    pathname === '/admin/' ? '' : `?next=${encodeURIComponent((pathname + search).slice('/admin/'.length))}`
  return { redirect: `admin/sign-in${next}` }
}

const originOf = (c: Context) => ({
  origin: c.req.header('origin'),
  fetchSite: c.req.header('sec-fetch-site'),
  host: c.req.header('host'),
})

const retryAfter = (wait: number) => ({ 'Retry-After': String(Math.max(1, Math.ceil(wait / 1_000))) })
