import { formInput } from '../../../../core/console/notice-form.ts'
import type { NoticeValues } from '../../../../core/console/field-forms.ts'
import type { WindowForm } from '../../../../core/console/notice-pages.ts'
import { maintenanceFields } from '../../../../core/maintenance/fields.ts'
import type { Maintenance } from '../../../../core/maintenance/maintenance.ts'
import { monthInterval, monthOf } from '../../../../core/time/calendar.ts'
import { day } from '../../../../core/time/units.ts'
import type { ConsoleReply, ConsoleRoute } from '../console-route.ts'
import { conflictsOf, windowPageRoute } from './maintenance-page-route.ts'
import type { NoticePagesDeps } from './notice-deps.ts'
import { orNoticeTrouble } from './notice-trouble.ts'
import { templatesOf } from './template-form.ts'
import { formLanguage, isPreview, notifies, postedValues, writerOf } from './posted-form.ts'

/** How far ahead what comes is listed, ms. */
const ahead = 93 * day

/** `/admin/maintenances/`: a calendar with what comes, a new window, and each of them. */
export const maintenanceRoutes = (deps: NoticePagesDeps): readonly ConsoleRoute[] => [
  {
    path: '/admin/maintenances/',
    access: 'look',
    get: ({ c }) => calendarPage(deps, c.req.query('month')),
  },
  {
    path: '/admin/maintenances/new',
    access: 'publish',
    get: ({ c }) =>
      newPage(deps, {
        id: deps.id(),
        notify: 'on',
        ...templatesOf(deps, 'maintenance').begin(c.req.query('template')),
        ...onDay(c.req.query('day')),
      }),
    async post({ account }, form) {
      const values = postedValues(form)
      const actor = writerOf(account.name)
      return orNoticeTrouble(
        async () => {
          const input = planInput(deps, values)
          if (!isPreview(values)) {
            const { id } = await deps.notices.maintenances.schedule(input, actor)
            return { redirect: `admin/maintenances/${id}/?done` }
          }
          const notice = await deps.drafts.maintenances.schedule(input, actor)
          const audience = await deps.countAudience({ kind: 'maintenance', before: null, after: notice })
          return newPage(deps, values, {
            preview: { notice, audience },
            conflicts: await conflictsOf(deps, notice),
          })
        },
        async (trouble) => {
          if (trouble.reason !== 'conflict') return newPage(deps, values, { trouble })
          // The same form once more: the answer to the first may have been lost on the way.
          if (await isPlanned(deps, values)) return { redirect: `admin/maintenances/${values['id']}/?done` }
          const again = { reason: 'invalid', issues: [], earliest: null } as const
          return newPage(deps, { ...values, id: deps.id() }, { trouble: again })
        },
      )
    },
  },
  windowPageRoute(deps),
]

/** The calendar of a month (`YYYY-MM`), or of the present one. */
async function calendarPage(deps: NoticePagesDeps, wanted: string | undefined): Promise<ConsoleReply> {
  const { timezone } = deps.config.page
  const month = /^20\d\d-(?:0[1-9]|1[0-2])$/.test(wanted ?? '') ? wanted! : null
  const now = deps.now()
  const span = monthInterval(month ?? monthOf(now, timezone), timezone)
  const windows = await deps.windowsWithin(month === null ? { ...span, to: now + ahead } : span)
  return { page: { page: 'maintenances', month, windows } }
}

const newPage = (
  deps: NoticePagesDeps,
  values: NoticeValues,
  more: Partial<WindowForm> = {},
): ConsoleReply => ({
  page: {
    page: 'maintenance-new',
    form: { values, trouble: null, preview: null, conflicts: [], ...more },
    templates: templatesOf(deps, 'maintenance').templates,
  },
})

/** What a form begins with that was opened from a day of the calendar. */
const onDay = (date: string | undefined): NoticeValues =>
  /^20\d\d-\d\d-\d\d$/.test(date ?? '')
    ? { scheduled_for: `${date}T03:00`, scheduled_until: `${date}T04:00` }
    : {}

/** A window as its form says it. The form has its id, so that one that is sent twice plans one window. */
const planInput = (deps: NoticePagesDeps, values: NoticeValues): Record<string, unknown> => ({
  ...formInput(maintenanceFields, templatesOf(deps, 'maintenance').fill(values), formLanguage(deps.config)),
  ...(values['id'] && { id: values['id'] }),
  ...(values['force'] === 'on' && { force: true }),
  notify: notifies(values),
})

async function isPlanned(deps: NoticePagesDeps, values: NoticeValues): Promise<boolean> {
  const stored: Maintenance | null = await deps.notices.maintenances.get(values['id'] ?? '').catch(() => null)
  return stored !== null && JSON.stringify(stored.title) === JSON.stringify(planInput(deps, values)['title'])
}
