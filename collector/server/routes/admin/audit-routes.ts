import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleRoute } from './console-route.ts'

/** Entries on one page. */
const pageSize = 50

/** `/admin/audit/`: what was done by whom. */
export const auditRoutes = ({ audit }: ConsoleDeps): readonly ConsoleRoute[] => [
  {
    path: '/admin/audit/',
    access: 'administer',
    async get({ c }) {
      const [actor, action] = [textOf(c.req.query('actor')), textOf(c.req.query('action'))]
      const before = Number(c.req.query('before'))
      const entries = await audit.auditEntries({
        limit: pageSize + 1,
        ...(Number.isSafeInteger(before) && before > 0 && { before }),
        ...(actor !== '' && { actor }),
        ...(action !== '' && { action }),
      })
      const shown = entries.slice(0, pageSize)
      const next = entries.length > pageSize ? shown.at(-1)!.seq : null
      return { page: { page: 'audit', entries: shown, actor, action, next } }
    },
  },
]

const textOf = (text: string | undefined): string => (text ?? '').slice(0, 200).trim()
