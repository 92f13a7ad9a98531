import { formCorrection, formInput, formValues } from '../../../../core/console/notice-form.ts'
import type { NoticeValues } from '../../../../core/console/field-forms.ts'
import {
  type MaintenanceAct,
  type WindowForm,
  maintenanceActs,
} from '../../../../core/console/notice-pages.ts'
import { windowActFields, windowMessageFields } from '../../../../core/console/window-fields.ts'
import { maintenanceFields } from '../../../../core/maintenance/fields.ts'
import { type Maintenance, workSpan } from '../../../../core/maintenance/maintenance.ts'
import type { NoticeService } from '../../../../notices/service/notice-service.ts'
import type { ConsoleReply, ConsoleRoute, TeamVisit } from '../console-route.ts'
import type { NoticePagesDeps } from './notice-deps.ts'
import { orNoticeTrouble } from './notice-trouble.ts'
import { formLanguage, isPreview, notifies, postedValues, writerOf } from './posted-form.ts'

/** Other windows at the same time on the same services. Rejects with StoreError. */
export async function conflictsOf(
  { windowsWithin }: Pick<NoticePagesDeps, 'windowsWithin'>,
  { id, components, scheduledFor, scheduledUntil }: Maintenance,
): Promise<readonly Maintenance[]> {
  const windows = await windowsWithin({ from: scheduledFor, to: scheduledUntil })
  return windows.filter((other) => {
    const { from, to } = workSpan(other)
    return (
      other.id !== id &&
      other.cancelledAt === null &&
      from < scheduledUntil &&
      to > scheduledFor &&
      other.components.some((one) => components.includes(one))
    )
  })
}

/** `/admin/maintenances/ID/`: what a window says, and everything that can be done to it. */
export const windowPageRoute = (deps: NoticePagesDeps): ConsoleRoute => ({
  path: '/admin/maintenances/:id/',
  access: 'look',
  postAccess: 'publish',
  get: (visit) =>
    orNoticeTrouble(
      async () => {
        const maintenance = await deps.notices.maintenances.get(idOf(visit))
        const act = actOf(visit.c.req.query('act'))
        const values =
          act === 'correct'
            ? formValues(maintenanceFields, maintenance, formLanguage(deps.config))
            : { notify: 'on' }
        return pageOf(deps, maintenance, act, { values })
      },
      () => Promise.resolve({ page: { page: 'unknown' }, status: 404 }),
    ),
  post: (visit, form) => change(deps, visit, postedValues(form)),
})

const idOf = ({ c }: TeamVisit): string => c.req.param('id') ?? ''

const actOf = (act: string | undefined): MaintenanceAct =>
  maintenanceActs.find((one) => one === act) ?? 'update'

/** Publishes what a form says, or shows what that would be. */
function change(deps: NoticePagesDeps, visit: TeamVisit, values: NoticeValues): Promise<ConsoleReply> {
  const [id, by] = [idOf(visit), visit.account.name]
  const act = actOf(values['act'])
  return orNoticeTrouble(
    async () => {
      const current = await deps.notices.maintenances.get(id)
      const write = (service: NoticeService): Promise<Maintenance> =>
        writeBy(service.maintenances, act, current, { values, by }, deps)
      if (!isPreview(values)) {
        await write(deps.notices)
        return { redirect: `admin/maintenances/${id}/?done` }
      }
      const notice = await write(deps.drafts)
      const audience = await deps.countAudience({ kind: 'maintenance', before: current, after: notice })
      return pageOf(deps, current, act, { values, preview: { notice, audience } })
    },
    async (trouble) => pageOf(deps, await deps.notices.maintenances.get(id), act, { values, trouble }),
  )
}

function writeBy(
  service: NoticeService['maintenances'],
  act: MaintenanceAct,
  current: Maintenance,
  { values, by }: { readonly values: NoticeValues; readonly by: string },
  { config }: Pick<NoticePagesDeps, 'config'>,
): Promise<Maintenance> {
  const language = formLanguage(config)
  const actor = writerOf(by, values)
  const { id } = current
  const message = { ...formInput(windowActFields, values, language), notify: notifies(values) }
  switch (act) {
    case 'update': {
      const status = values['status'] ? { status: values['status'] } : {}
      const { body } = formInput(windowMessageFields, values, language)
      return service.update(id, { ...message, ...status, body }, actor)
    }
    case 'correct': {
      const force = values['force'] === 'on' && { force: true }
      return service.correct(
        id,
        { ...formCorrection(maintenanceFields, values, current, language), ...force },
        actor,
      )
    }
    case 'extend':
      return service.extend(id, { ...message, by: values['by'] ?? '' }, actor)
    default:
      return service[act](id, message, actor)
  }
}

/** The page of a window, with a form. */
async function pageOf(
  deps: NoticePagesDeps,
  maintenance: Maintenance,
  act: MaintenanceAct,
  form: Pick<WindowForm, 'values'> & Partial<WindowForm>,
): Promise<ConsoleReply> {
  const conflicts = await conflictsOf(deps, form.preview?.notice ?? maintenance)
  return {
    page: {
      page: 'maintenance',
      maintenance,
      act,
      form: { trouble: null, preview: null, ...form, conflicts },
    },
  }
}
