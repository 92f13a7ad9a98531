import { falseAlarmFields } from '../../../../core/console/false-alarm-field.ts'
import { formCorrection, formInput, formValues } from '../../../../core/console/notice-form.ts'
import type { NoticeValues } from '../../../../core/console/field-forms.ts'
import {
  type IncidentAct,
  type NoticePreview,
  type NoticeTrouble,
  incidentActs,
} from '../../../../core/console/notice-pages.ts'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../../../core/incident/fields.ts'
import { type Incident, incidentStatus, isOpen } from '../../../../core/incident/incident.ts'
import type { NoticeService } from '../../../../notices/service/notice-service.ts'
import type { ConsoleReply, ConsoleRoute, TeamVisit } from '../console-route.ts'
import type { NoticePagesDeps } from './notice-deps.ts'
import { orNoticeTrouble } from './notice-trouble.ts'
import { formLanguage, isPreview, notifies, postedValues, writerOf } from './posted-form.ts'

/** `/admin/incidents/ID/`: what it says, and everything that can be done to it. */
export function incidentPageRoute(deps: NoticePagesDeps): ConsoleRoute {
  return {
    path: '/admin/incidents/:id/',
    access: 'look',
    postAccess: 'publish',
    get: async (visit) =>
      orNoticeTrouble(
        async () => {
          const incident = await deps.notices.incidents.get(idOf(visit))
          const message = visit.c.req.query('message') ?? null
          const act = actOf(visit.c.req.query('act'))
          return pageOf(incident, act, message, initialValues(deps, incident, act, message))
        },
        () => Promise.resolve({ page: { page: 'unknown' }, status: 404 }),
      ),
    async post(visit, form) {
      const [id, values] = [idOf(visit), postedValues(form)]
      if (values['act'] === 'acknowledge')
        return orNoticeTrouble(
          async () => {
            await deps.notices.incidents.acknowledge(id, {}, writerOf(visit.account.name))
            return { redirect: `admin/incidents/${id}/` }
          },
          // Somebody else answered a moment before: what the page says is what was wanted.
          () => Promise.resolve({ redirect: `admin/incidents/${id}/` }),
        )
      return change(deps, visit, values)
    },
  }
}

const idOf = ({ c }: TeamVisit): string => c.req.param('id') ?? ''

const actOf = (act: string | undefined): IncidentAct => incidentActs.find((one) => one === act) ?? 'update'

/** What a form is opened with. */
function initialValues(
  { config }: NoticePagesDeps,
  incident: Incident,
  act: IncidentAct,
  message: string | null,
): NoticeValues {
  const language = formLanguage(config)
  const update = incident.updates.find(({ id }) => id === message)
  if (act === 'correct')
    return update
      ? formValues(incidentUpdateFields, update, language)
      : formValues(incidentFields, incident, language)
  if (act === 'postmortem' && incident.postmortem)
    return formValues(postmortemFields, incident.postmortem, language)
  const status = incidentStatus(incident)
  return act === 'update' ? { notify: 'on', ...(isOpen(incident) && { status }) } : {}
}

/** Publishes what a form says, or shows what that would be. */
async function change(deps: NoticePagesDeps, visit: TeamVisit, values: NoticeValues): Promise<ConsoleReply> {
  const [id, by] = [idOf(visit), visit.account.name]
  const act = actOf(values['act'])
  const message = values['message'] || null
  const write = (service: NoticeService['incidents'], current: Incident): Promise<Incident> =>
    writeBy(service, { act, message, current, values, by }, deps)
  return orNoticeTrouble(
    async () => {
      const current = await deps.notices.incidents.get(id)
      if (!isPreview(values)) {
        await write(deps.notices.incidents, current)
        return { redirect: `admin/incidents/${id}/?done` }
      }
      const notice = await write(deps.drafts.incidents, current)
      const audience = await deps.countAudience({ kind: 'incident', before: current, after: notice })
      return pageOf(current, act, message, values, { preview: { notice, audience } })
    },
    async (trouble) => {
      const current = await deps.notices.incidents.get(id)
      // The same form once more: the answer to the first may have been lost on the way.
      if (trouble.reason === 'conflict' && act === 'update' && isSent(deps, current, values, by))
        return { redirect: `admin/incidents/${id}/?done` }
      return pageOf(current, act, message, values, { trouble })
    },
  )
}

/** A form as it was posted, and what it is about. */
type IncidentChange = {
  readonly act: IncidentAct
  readonly message: string | null
  readonly current: Incident
  readonly values: NoticeValues
  readonly by: string
}

function writeBy(
  service: NoticeService['incidents'],
  { act, message, current, values, by }: IncidentChange,
  { config }: Pick<NoticePagesDeps, 'config'>,
): Promise<Incident> {
  const language = formLanguage(config)
  const actor = writerOf(by, values)
  const force = values['force'] === 'on' && { force: true }
  switch (act) {
    case 'update': {
      const fields = { ...incidentUpdateFields, priority: incidentFields.priority }
      const input = formInput(fields, values, language)
      return service.update(current.id, { ...input, notify: notifies(values) }, actor)
    }
    case 'false-alarm':
      return service.falseAlarm(current.id, formInput(falseAlarmFields, values, language), actor)
    case 'postmortem':
      return service.postmortem(current.id, formInput(postmortemFields, values, language), actor)
    case 'correct': {
      const update = current.updates.find(({ id }) => id === message)
      const input = update
        ? {
            updates: [{ id: update.id, ...formCorrection(incidentUpdateFields, values, update, language) }],
          }
        : formCorrection(incidentFields, values, current, language)
      return service.correct(current.id, { ...input, ...force }, actor)
    }
  }
}

/** Is the message of a form the last one there, by the same writer? */
function isSent(
  { config }: NoticePagesDeps,
  { updates }: Incident,
  values: NoticeValues,
  by: string,
): boolean {
  const { body } = formInput(incidentUpdateFields, values, formLanguage(config))
  const last = updates[updates.length - 1]!
  return last.author === by && JSON.stringify(last.body) === JSON.stringify(body)
}

/** The page of an incident, with a form. */
function pageOf(
  incident: Incident,
  act: IncidentAct,
  message: string | null,
  values: NoticeValues,
  more: { trouble?: NoticeTrouble; preview?: NoticePreview<Incident> } = {},
): ConsoleReply {
  const { trouble = null, preview = null } = more
  const read = Number(values['read'])
  const isConflict = trouble?.reason === 'conflict' && Number.isSafeInteger(read) && read > 0
  return {
    page: {
      page: 'incident',
      incident,
      act,
      message: incident.updates.some(({ id }) => id === message) ? message : null,
      form: { values, trouble, preview },
      readMessages: isConflict ? read : null,
    },
  }
}
