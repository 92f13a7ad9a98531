import type { ConsolePage, FormTrouble } from '../../../core/console/console-page.ts'
import { accountActor } from '../../../accounts/account-links.ts'
import { accountView, sessionViews } from './account-views.ts'
import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleRoute, TeamVisit } from './console-route.ts'
import { setCookie } from './cookies.ts'
import { orTrouble } from './form-trouble.ts'

/** `/admin/profile/`: one's own password and sessions. */
export function profileRoutes({ accounts, sessions, signIn }: ConsoleDeps): readonly ConsoleRoute[] {
  async function page(
    { account, session }: TeamVisit,
    trouble: FormTrouble | null,
    isSaved = false,
  ): Promise<ConsolePage> {
    const own = await sessions.list(account.id)
    return {
      page: 'profile',
      account: accountView(account, own),
      sessions: sessionViews(own, session.idHash),
      hasPassword: account.passwordHash !== null,
      isSaved,
      trouble,
    }
  }
  return [
    {
      path: '/admin/profile/',
      access: 'look',
      get: async (visit) => ({ page: await page(visit, null, visit.c.req.query('saved') !== undefined) }),
    },
    {
      path: '/admin/profile/password',
      access: 'look',
      post: (visit, form) =>
        orTrouble(
          async () => {
            await signIn.changePassword(
              visit.account,
              {
                current: form.get('current') ?? '',
                password: form.get('password') ?? '',
                repeated: form.get('repeated') ?? '',
              },
              visit.session,
            )
            return { redirect: 'admin/profile/?saved' }
          },
          (trouble) => page(visit, trouble),
        ),
    },
    {
      path: '/admin/profile/sessions',
      access: 'look',
      async post({ account, session, isSecure }, form) {
        const id = form.get('session')
        if (id === null) {
          await accounts.endSessions(account, { except: session.idHash }, accountActor(account))
          return { redirect: 'admin/profile/?saved' }
        }
        const mine = (await sessions.list(account.id)).find(({ idHash }) => idHash === id)
        if (mine) await accounts.endSessions(account, { idHash: mine.idHash }, accountActor(account))
        return mine?.idHash === session.idHash
          ? { redirect: 'admin/sign-in', cookies: [setCookie('session', '', 0, isSecure)] }
          : { redirect: 'admin/profile/?saved' }
      },
    },
  ]
}
