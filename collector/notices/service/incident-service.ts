import {
  acknowledgeIncident,
  correctIncident,
  markFalseAlarm,
  openIncident,
  updateIncident,
  withdrawIncident,
  writePostmortem,
} from '../../core/incident/commands.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { createNoticeCommands } from './notice-commands.ts'
import { withOptimisticLock, keepIfUnchanged } from './optimistic-lock.ts'
import type { NoticeService } from './notice-service.ts'
import { validateIncidentCorrection } from '../rules/incident-correction-rules.ts'
import {
  isAcknowledgedByPerson,
  validateAcknowledgement,
  validateFalseAlarm,
  validateOpening,
  validatePostmortem,
  validateUpdate,
} from '../rules/incident-rules.ts'
import type { NoticeServiceDeps } from './service-deps.ts'
import {
  AcknowledgeIncident,
  CorrectIncident,
  FalseAlarm,
  OpenIncident,
  UpdateIncident,
  WritePostmortem,
} from '../api/incident-schema.ts'
import { type NoticeWriter, noChanges } from './notice-writer.ts'

/** The incidents of the service. */
export function createIncidentService(
  deps: NoticeServiceDeps,
  writer: NoticeWriter,
): NoticeService['incidents'] {
  const { store, config } = deps
  const notices = withOptimisticLock<Incident>(writer, {
    noun: 'incident',
    read: (id) => store.incident(id),
    changes: (incident) => ({ ...noChanges, incidents: [incident] }),
    now: deps.now,
  })
  const { creating, changing, acting } = createNoticeCommands(deps, notices)
  return {
    all: async () => (await store.incidents()).filter((incident) => !incident.withdrawn),
    get: notices.get,
    open: creating('open', OpenIncident, (input, read, context) =>
      openIncident(validateOpening(input, read, config), context),
    ),
    update: changing('update', UpdateIncident, (incident, input, read, context) =>
      updateIncident(incident, validateUpdate(incident, input, read, config), context),
    ),
    acknowledge: changing('acknowledge', AcknowledgeIncident, (incident, input, read, context) =>
      isAcknowledgedByPerson(incident)
        ? incident
        : acknowledgeIncident(
            incident,
            validateAcknowledgement(incident, input, read, config.page.timezone),
            context,
          ),
    ),
    postmortem: changing('postmortem', WritePostmortem, (incident, input, read, context) =>
      writePostmortem(incident, validatePostmortem(incident, input, read, config), context),
    ),
    falseAlarm: changing('false_alarm', FalseAlarm, (incident, input, read, context) =>
      markFalseAlarm(incident, validateFalseAlarm(incident, input, read), context),
    ),
    correct: changing('correct', CorrectIncident, (incident, input, read, context) =>
      keepIfUnchanged(
        incident,
        correctIncident(incident, validateIncidentCorrection(incident, input, read, config), context),
      ),
    ),
    withdraw: acting('withdraw', withdrawIncident),
  }
}
