import { accountActor, linkPath } from '../../../accounts/account-links.ts'
import type { LinkedAccount } from '../../../accounts/account-service.ts'
import type { ConsolePage, FormTrouble, MadeLink } from '../../../core/console/console-page.ts'
import { accountView, sessionViews } from './account-views.ts'
import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleReply, ConsoleRoute, TeamVisit } from './console-route.ts'
import { orTrouble } from './form-trouble.ts'

const noValues = { name: '', email: '', role: 'publisher' }

/** `/admin/accounts/`: who may use the console. */
export function accountRoutes(deps: ConsoleDeps): readonly ConsoleRoute[] {
  const { accounts } = deps
  const [listPage, onePage] = [createListPage(deps), createOnePage(deps)]

  const linked = async (
    { c, isSecure }: TeamVisit,
    purpose: 'invitation' | 'reset',
    { account, token }: LinkedAccount,
  ): Promise<ConsoleReply> => {
    const scheme = isSecure ? 'https' : 'http'
    const url = `${scheme}://${c.req.header('host') ?? ''}${linkPath(purpose, token)}`
    return { page: await listPage({ made: { name: account.name, url } }) }
  }
  return [
    {
      path: '/admin/accounts/',
      access: 'administer',
      get: async () => ({ page: await listPage({}) }),
      post(visit, form) {
        const [name = '', email = '', role = ''] = ['name', 'email', 'role'].map(
          (field) => form.get(field) ?? '',
        )
        const values = { name: name.slice(0, 200), email: email.slice(0, 300), role }
        return orTrouble(
          async () =>
            linked(
              visit,
              'invitation',
              await accounts.invite({ name, email, role }, accountActor(visit.account)),
            ),
          (trouble) => listPage({ values, trouble }),
        )
      },
    },
    {
      path: '/admin/accounts/:id/',
      access: 'administer',
      get: async (visit) => ({ page: await onePage(visit, null) }),
      post: (visit, form) =>
        orTrouble(
          () => actOn(deps, visit, form, linked),
          (trouble) => onePage(visit, trouble),
        ),
    },
  ]
}

const idOf = ({ c }: TeamVisit): string => c.req.param('id') ?? ''

/** What a button of an account's page does, by its name. */
async function actOn(
  { accounts }: ConsoleDeps,
  visit: TeamVisit,
  form: URLSearchParams,
  linked: (visit: TeamVisit, purpose: 'reset', made: LinkedAccount) => Promise<ConsoleReply>,
): Promise<ConsoleReply> {
  const [id, actor] = [idOf(visit), accountActor(visit.account)]
  const account = await accounts.get(id)
  switch (form.get('act')) {
    case 'change':
      await accounts.change(id, { role: form.get('role') ?? '', email: form.get('email') ?? '' }, actor)
      break
    case 'disable':
    case 'enable':
      await accounts.change(id, { disabled: form.get('act') === 'disable' }, actor)
      break
    case 'sign-out':
      await accounts.endSessions(account, {}, actor)
      break
    case 'reset':
      return linked(visit, 'reset', await accounts.reset(id, actor))
    case 'remove':
      await accounts.remove(id, actor)
      return { redirect: 'admin/accounts/' }
    default:
      return { page: { page: 'stale' }, status: 400 }
  }
  return { redirect: `admin/accounts/${id}/` }
}

function createListPage({ accounts, sessions }: ConsoleDeps) {
  return async ({
    made = null,
    values = noValues,
    trouble = null,
  }: {
    made?: MadeLink | null
    values?: typeof noValues
    trouble?: FormTrouble | null
  }): Promise<ConsolePage> => {
    const all = await accounts.list()
    const views = await Promise.all(
      all.map(async (account) => accountView(account, await sessions.list(account.id))),
    )
    return { page: 'accounts', accounts: views, made, values, trouble }
  }
}

function createOnePage({ accounts, sessions }: ConsoleDeps) {
  return async (visit: TeamVisit, trouble: FormTrouble | null): Promise<ConsolePage> => {
    const account = await accounts.get(idOf(visit))
    const list = await sessions.list(account.id)
    return {
      page: 'account',
      account: accountView(account, list),
      sessions: sessionViews(list, visit.session.idHash),
      trouble,
    }
  }
}
