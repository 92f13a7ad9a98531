import type { z } from 'zod'
import {
  type Circumstances,
  cancelMaintenance,
  completeMaintenance,
  correctMaintenance,
  extendMaintenance,
  scheduleMaintenance,
  startMaintenance,
  updateMaintenance,
  withdrawMaintenance,
} from '../../core/maintenance/commands.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { changing, unlessSame } from './optimistic-lock.ts'
import type { Desk, Given, Hand } from './notice-service.ts'
import {
  judgeCancellation,
  judgeChange,
  judgeCompletion,
  judgeExtension,
  judgeMessage,
  judgeSchedule,
  judgeStart,
} from '../rules/maintenance-rules.ts'
import { type DeskDeps, author } from './service-deps.ts'
import { type Reading, reading } from '../rules/validation-context.ts'
import {
  CancelMaintenance,
  CompleteMaintenance,
  CorrectMaintenance,
  ExtendMaintenance,
  ScheduleMaintenance,
  StartMaintenance,
  UpdateMaintenance,
} from '../api/maintenance-schema.ts'
import { parse } from '../rules/validate.ts'

type Versioned = { readonly version?: number | undefined }

/** The desk's half for maintenances. */
export function maintenanceDesk({ store, config, now, id, changed }: DeskDeps): Desk['maintenances'] {
  const zone = config.page.timezone
  const { get, add, change } = changing<Maintenance>(store, {
    word: 'maintenance',
    read: (wanted) => store.maintenance(wanted),
    facts: (maintenance) => ({ maintenances: [maintenance] }),
    changed: (maintenance) => changed?.({ maintenances: [maintenance] }),
  })

  /** An act on a maintenance: what was given is parsed once, and judged anew on every state it has meanwhile. */
  const act =
    <Schema extends z.ZodType<Versioned>>(
      schema: Schema,
      next: (
        maintenance: Maintenance,
        given: z.output<Schema>,
        read: Reading,
        circumstances: Circumstances,
      ) => Maintenance,
    ) =>
    async (wanted: string, given: Given, hand: Hand): Promise<Maintenance> => {
      const by = author(hand)
      const parsed = parse(schema, given)
      return change(wanted, hand, parsed.version, (maintenance) => {
        const instant = now()
        return next(maintenance, parsed, reading(config, instant), { now: instant, by, id })
      })
    }

  return {
    all: async () => (await store.maintenances()).filter((maintenance) => !maintenance.withdrawn),
    get,
    async schedule(given, hand) {
      const by = author(hand)
      const parsed = parse(ScheduleMaintenance, given)
      const instant = now()
      const window = judgeSchedule(parsed, reading(config, instant), config)
      const maintenance = scheduleMaintenance(window, { now: instant, by, id })
      return add(parsed.id === undefined ? maintenance : { ...maintenance, id: parsed.id }, hand)
    },
    update: act(UpdateMaintenance, (maintenance, given, read, circumstances) =>
      updateMaintenance(maintenance, judgeMessage(maintenance, given, read), circumstances),
    ),
    correct: act(CorrectMaintenance, (maintenance, given, read, circumstances) =>
      unlessSame(
        maintenance,
        correctMaintenance(maintenance, judgeChange(maintenance, given, read, config), circumstances),
      ),
    ),
    start: act(StartMaintenance, (maintenance, given, read, circumstances) =>
      startMaintenance(maintenance, judgeStart(maintenance, given, read), circumstances),
    ),
    extend: act(ExtendMaintenance, (maintenance, given, read, circumstances) =>
      extendMaintenance(maintenance, judgeExtension(maintenance, given, read), circumstances),
    ),
    complete: act(CompleteMaintenance, (maintenance, given, read, circumstances) =>
      completeMaintenance(maintenance, judgeCompletion(maintenance, given, read, zone), circumstances),
    ),
    cancel: act(CancelMaintenance, (maintenance, given, read, circumstances) =>
      cancelMaintenance(maintenance, judgeCancellation(maintenance, given, read), circumstances),
    ),
    async withdraw(wanted, hand) {
      const by = author(hand)
      return change(wanted, hand, undefined, (maintenance) =>
        withdrawMaintenance(maintenance, { now: now(), by, id }),
      )
    },
  }
}
