import type { NewSession } from '../../../accounts/sign-in.ts'
import { sessionLifetime } from '../../../core/account/session-policy.ts'
import type { ConsolePage, FormTrouble } from '../../../core/console/console-page.ts'
import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleReply, ConsoleRoute, ConsoleVisit } from './console-route.ts'
import { setCookie } from './cookies.ts'
import { orTrouble } from './form-trouble.ts'

/** `/admin/sign-in` and `/admin/sign-out`. */
export function signInRoutes({ signIn }: ConsoleDeps): readonly ConsoleRoute[] {
  const page = (next: string, name = '', trouble: FormTrouble | null = null): ConsolePage => ({
    page: 'sign-in',
    trouble,
    name,
    next,
  })
  return [
    {
      path: '/admin/sign-in',
      access: 'public',
      get: ({ c }) => ({ page: page(safeNext(c.req.query('next'))) }),
      post(visit, form) {
        const [name, next] = [form.get('name') ?? '', safeNext(form.get('next'))]
        return orTrouble(
          async () => {
            const account = await signIn.checkPassword(name, form.get('password') ?? '', visit.place)
            return signedInReply(visit, await signIn.begin(account, 'password', visit.place), next)
          },
          (trouble) => page(next, name.slice(0, 200), trouble),
        )
      },
    },
    {
      path: '/admin/sign-out',
      access: 'look',
      async post({ account, session, isSecure }) {
        await signIn.end(account, session)
        return { redirect: 'admin/sign-in', cookies: [setCookie('session', '', 0, isSecure)] }
      },
    },
  ]
}

/** Somebody is signed in: a cookie that the browser did not have before, and the page they wanted. */
export const signedInReply = (
  { isSecure }: ConsoleVisit,
  { cookie }: NewSession,
  next: string,
): ConsoleReply => ({
  redirect: `admin/${next}`,
  cookies: [
    setCookie('session', cookie, sessionLifetime / 1_000, isSecure),
    setCookie('form', '', 0, isSecure),
  ],
})

/** Where somebody wanted to go, below `/admin/`; empty for what leads elsewhere. */
function safeNext(text: string | undefined | null): string {
  const next = text ?? ''
  if (next.length > 500 || !/^[\w-]+(?:\/[\w-]+)*\/?(?:\?[\w=&%.:+-]*)?$/.test(next)) return ''
  return /^(?:sign-|setup|invitation|reset|oidc)/.test(next) ? '' : next
}
