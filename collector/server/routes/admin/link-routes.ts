import type { ConsolePage, FormTrouble } from '../../../core/console/console-page.ts'
import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleReply, ConsoleRoute } from './console-route.ts'
import { orTrouble } from './form-trouble.ts'
import { signedInReply } from './sign-in-routes.ts'

const purposes = ['setup', 'invitation', 'reset'] as const
/** Longest token that is looked at, characters. */
const maxToken = 128

/** `/admin/setup`, `/admin/invitation` and `/admin/reset`: the holder of the link chooses a password. A GET uses no link up. */
export const linkRoutes = ({ signIn }: ConsoleDeps): readonly ConsoleRoute[] =>
  purposes.map((purpose): ConsoleRoute => {
    const page = (name: string | null, typed = '', trouble: FormTrouble | null = null): ConsolePage => ({
      page: 'link',
      purpose,
      name,
      values: { name: typed },
      trouble,
    })
    const over: ConsoleReply = { page: { page: 'link-over' }, status: 410 }
    return {
      path: `/admin/${purpose}`,
      access: 'public',
      async get({ c }) {
        const link = await signIn.link(purpose, tokenOf(c.req.query('token')))
        return link ? { page: page(link.account?.name ?? null) } : over
      },
      async post(visit, form) {
        const token = tokenOf(visit.c.req.query('token'))
        const link = await signIn.link(purpose, token)
        if (!link) return over
        const fields = {
          name: form.get('name') ?? '',
          password: form.get('password') ?? '',
          repeated: form.get('repeated') ?? '',
        }
        return orTrouble(
          async () => signedInReply(visit, await signIn.useLink(purpose, token, fields, visit.place), ''),
          (trouble) =>
            trouble.kind === 'link_over'
              ? { page: 'link-over' }
              : page(link.account?.name ?? null, fields.name.slice(0, 200), trouble),
        )
      },
    }
  })

const tokenOf = (text: string | undefined): string => (text ?? '').slice(0, maxToken)
