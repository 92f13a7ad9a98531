import type { NoticeValues } from '../../../../core/console/field-forms.ts'
import { formInput } from '../../../../core/console/notice-form.ts'
import type { NoticeForm } from '../../../../core/console/notice-pages.ts'
import { incidentFields, incidentUpdateFields } from '../../../../core/incident/fields.ts'
import { type Incident, isOpen } from '../../../../core/incident/incident.ts'
import type { ConsoleReply, ConsoleRoute } from '../console-route.ts'
import { incidentPageRoute } from './incident-page-route.ts'
import type { NoticePagesDeps } from './notice-deps.ts'
import { orNoticeTrouble } from './notice-trouble.ts'
import { templatesOf } from './template-form.ts'
import { formLanguage, isPreview, notifies, postedValues, writerOf } from './posted-form.ts'

/** How many of those that are over are listed. */
const listed = 50

/** `/admin/incidents/`: what is open and what was, a new one, and each of them. */
export const incidentRoutes = (deps: NoticePagesDeps): readonly ConsoleRoute[] => [
  {
    path: '/admin/incidents/',
    access: 'look',
    async get() {
      const all = await deps.notices.incidents.all()
      const past = all.filter((incident) => !isOpen(incident)).slice(0, listed)
      return { page: { page: 'incidents', open: all.filter(isOpen), past } }
    },
  },
  {
    path: '/admin/incidents/new',
    access: 'publish',
    get: ({ c }) => {
      const begun = templatesOf(deps, 'incident').begin(c.req.query('template'))
      return newPage(deps, {
        values: { id: deps.id(), notify: 'on', ...begun },
        trouble: null,
        preview: null,
      })
    },
    async post({ account }, form) {
      const values = postedValues(form)
      const actor = writerOf(account.name)
      return orNoticeTrouble(
        async () => {
          const input = openingInput(deps, values)
          if (!isPreview(values)) {
            const { id } = await deps.notices.incidents.open(input, actor)
            return { redirect: `admin/incidents/${id}/?done` }
          }
          const notice = await deps.drafts.incidents.open(input, actor)
          const audience = await deps.countAudience({ kind: 'incident', before: null, after: notice })
          return newPage(deps, { values, trouble: null, preview: { notice, audience } })
        },
        async (trouble) => {
          if (trouble.reason !== 'conflict') return newPage(deps, { values, trouble, preview: null })
          // The same form once more: the answer to the first may have been lost on the way.
          if (await isOpened(deps, values, account.name))
            return { redirect: `admin/incidents/${values['id']}/?done` }
          // Another incident under the id of one that is there, from an old draft: it gets one of its own.
          const again = { reason: 'invalid', issues: [], earliest: null } as const
          return newPage(deps, { values: { ...values, id: deps.id() }, trouble: again, preview: null })
        },
      )
    },
  },
  incidentPageRoute(deps),
]

const newPage = (deps: NoticePagesDeps, form: NoticeForm<Incident>): ConsoleReply => ({
  page: { page: 'incident-new', form, templates: templatesOf(deps, 'incident').templates },
})

/** A new incident as its form says it. The form has its id, so that one that is sent twice opens one incident. */
const openingInput = (deps: NoticePagesDeps, values: NoticeValues) => ({
  ...formInput(
    { ...incidentUpdateFields, ...incidentFields },
    templatesOf(deps, 'incident').fill(values),
    formLanguage(deps.config),
  ),
  ...(values['id'] && { id: values['id'] }),
  ...(values['force'] === 'on' && { force: true }),
  notify: notifies(values),
})

/** Was what a form says opened already, by the same writer? */
async function isOpened(deps: NoticePagesDeps, values: NoticeValues, author: string): Promise<boolean> {
  const incident = await deps.notices.incidents.get(values['id'] ?? '').catch(() => null)
  const [first] = incident?.updates ?? []
  const { title, body } = openingInput(deps, values) as Record<string, unknown>
  return (
    first?.author === author &&
    JSON.stringify([incident?.title, first.body]) === JSON.stringify([title, body])
  )
}
