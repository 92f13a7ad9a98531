import type { z } from 'zod'
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
import type { CommandContext } from '../../core/maintenance/commands.ts'
import { withOptimisticLock, keepIfUnchanged } from './optimistic-lock.ts'
import type { NoticeService, NoticeInput, Actor } from './notice-service.ts'
import { validateIncidentCorrection } from '../rules/incident-correction-rules.ts'
import {
  isAcknowledgedByPerson,
  validateAcknowledgement,
  validateFalseAlarm,
  validateOpening,
  validatePostmortem,
  validateUpdate,
} from '../rules/incident-rules.ts'
import { type NoticeServiceDeps, authorOf } from './service-deps.ts'
import { type ValidationContext, createValidationContext } from '../rules/validation-context.ts'
import {
  AcknowledgeIncident,
  CorrectIncident,
  FalseAlarm,
  OpenIncident,
  UpdateIncident,
  WritePostmortem,
} from '../api/incident-schema.ts'
import { type NoticeWriter, noChanges } from './notice-writer.ts'
import { parseInput } from '../rules/validate.ts'

type VersionedInput = { readonly version?: number | undefined }

/** The incidents of the service. */
export function createIncidentService(
  { store, config, now, id }: NoticeServiceDeps,
  writer: NoticeWriter,
): NoticeService['incidents'] {
  const zone = config.page.timezone
  const { get, add, change } = withOptimisticLock<Incident>(writer, {
    noun: 'incident',
    read: (wanted) => store.incident(wanted),
    changes: (incident) => ({ ...noChanges, incidents: [incident] }),
  })

  /** A command on one: its input is parsed once, and validated anew on every state the incident has meanwhile. */
  const changeWith =
    <Schema extends z.ZodType<VersionedInput>>(
      schema: Schema,
      next: (
        incident: Incident,
        input: z.output<Schema>,
        read: ValidationContext,
        context: CommandContext,
      ) => Incident,
    ) =>
    async (wanted: string, input: NoticeInput, actor: Actor): Promise<Incident> => {
      const by = authorOf(actor)
      const parsed = parseInput(schema, input)
      return change(wanted, actor, parsed.version, (incident) => {
        const instant = now()
        return next(incident, parsed, createValidationContext(config, instant), { now: instant, by, id })
      })
    }

  return {
    all: async () => (await store.incidents()).filter((incident) => !incident.withdrawn),
    get,
    async open(input, actor) {
      const by = authorOf(actor)
      const parsed = parseInput(OpenIncident, input)
      const instant = now()
      const opening = validateOpening(parsed, createValidationContext(config, instant), zone)
      const incident = openIncident(opening, { now: instant, by, id })
      return add(parsed.id === undefined ? incident : { ...incident, id: parsed.id }, actor)
    },
    update: changeWith(UpdateIncident, (incident, input, read, context) =>
      updateIncident(incident, validateUpdate(incident, input, read, zone), context),
    ),
    acknowledge: changeWith(AcknowledgeIncident, (incident, input, read, context) =>
      isAcknowledgedByPerson(incident)
        ? incident
        : acknowledgeIncident(incident, validateAcknowledgement(incident, input, read, zone), context),
    ),
    postmortem: changeWith(WritePostmortem, (incident, input, read, context) =>
      writePostmortem(incident, validatePostmortem(incident, input, read), context),
    ),
    falseAlarm: changeWith(FalseAlarm, (incident, input, read, context) =>
      markFalseAlarm(incident, validateFalseAlarm(incident, input, read), context),
    ),
    correct: changeWith(CorrectIncident, (incident, input, read, context) =>
      keepIfUnchanged(
        incident,
        correctIncident(incident, validateIncidentCorrection(incident, input, read, zone), context),
      ),
    ),
    async withdraw(wanted, actor) {
      const by = authorOf(actor)
      return change(wanted, actor, undefined, (incident) =>
        withdrawIncident(incident, { now: now(), by, id }),
      )
    },
  }
}
