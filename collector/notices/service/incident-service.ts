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
import { parseInput } from '../rules/validate.ts'

type VersionedInput = { readonly version?: number | undefined }

/** The desk's half for incidents. */
export function createIncidentService({
  store,
  config,
  now,
  id,
  onChange,
}: NoticeServiceDeps): NoticeService['incidents'] {
  const zone = config.page.timezone
  const { get, add, change } = withOptimisticLock<Incident>(store, {
    noun: 'incident',
    read: (wanted) => store.incident(wanted),
    facts: (incident) => ({ incidents: [incident] }),
    onChange: (incident) => onChange?.({ incidents: [incident] }),
  })

  /** An act on an incident: what was given is parsed once, and judged anew on every state the incident has meanwhile. */
  const changeWith =
    <Schema extends z.ZodType<VersionedInput>>(
      schema: Schema,
      next: (
        incident: Incident,
        given: z.output<Schema>,
        read: ValidationContext,
        circumstances: CommandContext,
      ) => Incident,
    ) =>
    async (wanted: string, given: NoticeInput, hand: Actor): Promise<Incident> => {
      const by = authorOf(hand)
      const parsed = parseInput(schema, given)
      return change(wanted, hand, parsed.version, (incident) => {
        const instant = now()
        return next(incident, parsed, createValidationContext(config, instant), { now: instant, by, id })
      })
    }

  return {
    all: async () => (await store.incidents()).filter((incident) => !incident.withdrawn),
    get,
    async open(given, hand) {
      const by = authorOf(hand)
      const parsed = parseInput(OpenIncident, given)
      const instant = now()
      const opening = validateOpening(parsed, createValidationContext(config, instant))
      const incident = openIncident(opening, { now: instant, by, id })
      return add(parsed.id === undefined ? incident : { ...incident, id: parsed.id }, hand)
    },
    update: changeWith(UpdateIncident, (incident, given, read, circumstances) =>
      updateIncident(incident, validateUpdate(incident, given, read, zone), circumstances),
    ),
    acknowledge: changeWith(AcknowledgeIncident, (incident, given, read, circumstances) =>
      isAcknowledgedByPerson(incident)
        ? incident
        : acknowledgeIncident(incident, validateAcknowledgement(incident, given, read, zone), circumstances),
    ),
    postmortem: changeWith(WritePostmortem, (incident, given, read, circumstances) =>
      writePostmortem(incident, validatePostmortem(incident, given, read), circumstances),
    ),
    falseAlarm: changeWith(FalseAlarm, (incident, given, read, circumstances) =>
      markFalseAlarm(incident, validateFalseAlarm(incident, given, read), circumstances),
    ),
    correct: changeWith(CorrectIncident, (incident, given, read, circumstances) =>
      keepIfUnchanged(
        incident,
        correctIncident(incident, validateIncidentCorrection(incident, given, read), circumstances),
      ),
    ),
    async withdraw(wanted, hand) {
      const by = authorOf(hand)
      return change(wanted, hand, undefined, (incident) => withdrawIncident(incident, { now: now(), by, id }))
    },
  }
}
