import { shownStates } from '../../../core/console/delivery-page.ts'
import type { DeliveryDirectory } from '../../../deliveries/delivery-directory.ts'
import { deliveryView } from '../../../deliveries/delivery-schema.ts'
import { ValidationError } from '../../../notices/rules/validation-error.ts'
import type { ConsoleRoute } from './console-route.ts'

/** Messages on one page. */
const pageSize = 30

/** `/admin/deliveries/`: what people are owed and what became of it; an admin has it tried again, or drops it. */
export const deliveryRoutes = (directory: DeliveryDirectory): readonly ConsoleRoute[] => [
  {
    path: '/admin/deliveries/',
    access: 'look',
    postAccess: 'administer',
    async get({ c }) {
      const state = shownStates.find((one) => one === c.req.query('state')) ?? null
      const before = Number(c.req.query('before'))
      const all = await directory.list({
        limit: pageSize + 1,
        ...(state && { states: [state] }),
        ...(Number.isSafeInteger(before) && before > 0 && { before }),
      })
      const shown = all.slice(0, pageSize)
      const next = all.length > pageSize ? shown.at(-1)!.id : null
      const deliveries = shown.map((one) => {
        const { id, channel, topic, failures, error } = deliveryView(one)
        return { id, channel, topic, state: one.state, createdAt: one.createdAt, failures, error }
      })
      return { page: { page: 'deliveries', deliveries, state, next } }
    },
    async post(_visit, form) {
      const act = (['retry', 'drop'] as const).find((one) => form.has(one))
      const id = form.get(act ?? '')
      if (act === undefined || id === null) return { page: { page: 'stale' }, status: 400 }
      try {
        if (id !== 'dead') await directory[act](id)
        else if (act === 'retry') await directory.retryDead()
        else await directory.dropDead()
      } catch (error) {
        // It was sent, dropped or taken up meanwhile: the list says so.
        if (!(error instanceof ValidationError)) throw error
      }
      return { redirect: 'admin/deliveries/' }
    },
  },
]
