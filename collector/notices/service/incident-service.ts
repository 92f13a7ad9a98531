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
import type { Circumstances } from '../../core/maintenance/commands.ts'
import { changing, unlessSame } from './optimistic-lock.ts'
import type { Desk, Given, Hand } from './notice-service.ts'
import { judgeCorrection } from '../rules/incident-correction-rules.ts'
import {
  isAcknowledgedByWord,
  judgeAcknowledgement,
  judgeFalseAlarm,
  judgeOpening,
  judgePostmortem,
  judgeUpdate,
} from '../rules/incident-rules.ts'
import { type DeskDeps, author } from './service-deps.ts'
import { type Reading, reading } from '../rules/validation-context.ts'
import {
  AcknowledgeIncident,
  CorrectIncident,
  FalseAlarm,
  OpenIncident,
  UpdateIncident,
  WritePostmortem,
} from '../api/incident-schema.ts'
import { parse } from '../rules/validate.ts'

type Versioned = { readonly version?: number | undefined }

/** The desk's half for incidents. */
export function incidentDesk({ store, config, now, id, changed }: DeskDeps): Desk['incidents'] {
  const zone = config.page.timezone
  const { get, add, change } = changing<Incident>(store, {
    word: 'incident',
    read: (wanted) => store.incident(wanted),
    facts: (incident) => ({ incidents: [incident] }),
    changed: (incident) => changed?.({ incidents: [incident] }),
  })

  /** An act on an incident: what was given is parsed once, and judged anew on every state the incident has meanwhile. */
  const act =
    <Schema extends z.ZodType<Versioned>>(
      schema: Schema,
      next: (
        incident: Incident,
        given: z.output<Schema>,
        read: Reading,
        circumstances: Circumstances,
      ) => Incident,
    ) =>
    async (wanted: string, given: Given, hand: Hand): Promise<Incident> => {
      const by = author(hand)
      const parsed = parse(schema, given)
      return change(wanted, hand, parsed.version, (incident) => {
        const instant = now()
        return next(incident, parsed, reading(config, instant), { now: instant, by, id })
      })
    }

  return {
    all: async () => (await store.incidents()).filter((incident) => !incident.withdrawn),
    get,
    async open(given, hand) {
      const by = author(hand)
      const parsed = parse(OpenIncident, given)
      const instant = now()
      const opening = judgeOpening(parsed, reading(config, instant))
      const incident = openIncident(opening, { now: instant, by, id })
      return add(parsed.id === undefined ? incident : { ...incident, id: parsed.id }, hand)
    },
    update: act(UpdateIncident, (incident, given, read, circumstances) =>
      updateIncident(incident, judgeUpdate(incident, given, read, zone), circumstances),
    ),
    acknowledge: act(AcknowledgeIncident, (incident, given, read, circumstances) =>
      isAcknowledgedByWord(incident)
        ? incident
        : acknowledgeIncident(incident, judgeAcknowledgement(incident, given, read, zone), circumstances),
    ),
    postmortem: act(WritePostmortem, (incident, given, read, circumstances) =>
      writePostmortem(incident, judgePostmortem(incident, given, read), circumstances),
    ),
    falseAlarm: act(FalseAlarm, (incident, given, read, circumstances) =>
      markFalseAlarm(incident, judgeFalseAlarm(incident, given, read), circumstances),
    ),
    correct: act(CorrectIncident, (incident, given, read, circumstances) =>
      unlessSame(incident, correctIncident(incident, judgeCorrection(incident, given, read), circumstances)),
    ),
    async withdraw(wanted, hand) {
      const by = author(hand)
      return change(wanted, hand, undefined, (incident) => withdrawIncident(incident, { now: now(), by, id }))
    },
  }
}
