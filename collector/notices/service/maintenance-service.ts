import type { z } from 'zod'
import {
  type CommandContext,
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
import { withOptimisticLock, keepIfUnchanged } from './optimistic-lock.ts'
import type { NoticeService, NoticeInput, Actor } from './notice-service.ts'
import {
  validateCancellation,
  validateMaintenanceChange,
  validateCompletion,
  validateExtension,
  validateMaintenanceMessage,
  validateSchedule,
  validateStart,
} from '../rules/maintenance-rules.ts'
import { type NoticeServiceDeps, authorOf } from './service-deps.ts'
import { type ValidationContext, createValidationContext } from '../rules/validation-context.ts'
import {
  CancelMaintenance,
  CompleteMaintenance,
  CorrectMaintenance,
  ExtendMaintenance,
  ScheduleMaintenance,
  StartMaintenance,
  UpdateMaintenance,
} from '../api/maintenance-schema.ts'
import { parseInput } from '../rules/validate.ts'

type VersionedMaintenanceInput = { readonly version?: number | undefined }

/** The desk's half for maintenances. */
export function createMaintenanceService({
  store,
  config,
  now,
  id,
  onChange,
}: NoticeServiceDeps): NoticeService['maintenances'] {
  const zone = config.page.timezone
  const { get, add, change } = withOptimisticLock<Maintenance>(store, {
    noun: 'maintenance',
    read: (wanted) => store.maintenance(wanted),
    facts: (maintenance) => ({ maintenances: [maintenance] }),
    onChange: (maintenance) => onChange?.({ maintenances: [maintenance] }),
  })

  /** An act on a maintenance: what was given is parsed once, and judged anew on every state it has meanwhile. */
  const changeWith =
    <Schema extends z.ZodType<VersionedMaintenanceInput>>(
      schema: Schema,
      next: (
        maintenance: Maintenance,
        given: z.output<Schema>,
        read: ValidationContext,
        circumstances: CommandContext,
      ) => Maintenance,
    ) =>
    async (wanted: string, given: NoticeInput, hand: Actor): Promise<Maintenance> => {
      const by = authorOf(hand)
      const parsed = parseInput(schema, given)
      return change(wanted, hand, parsed.version, (maintenance) => {
        const instant = now()
        return next(maintenance, parsed, createValidationContext(config, instant), { now: instant, by, id })
      })
    }

  return {
    all: async () => (await store.maintenances()).filter((maintenance) => !maintenance.withdrawn),
    get,
    async schedule(given, hand) {
      const by = authorOf(hand)
      const parsed = parseInput(ScheduleMaintenance, given)
      const instant = now()
      const window = validateSchedule(parsed, createValidationContext(config, instant), config)
      const maintenance = scheduleMaintenance(window, { now: instant, by, id })
      return add(parsed.id === undefined ? maintenance : { ...maintenance, id: parsed.id }, hand)
    },
    update: changeWith(UpdateMaintenance, (maintenance, given, read, circumstances) =>
      updateMaintenance(maintenance, validateMaintenanceMessage(maintenance, given, read), circumstances),
    ),
    correct: changeWith(CorrectMaintenance, (maintenance, given, read, circumstances) =>
      keepIfUnchanged(
        maintenance,
        correctMaintenance(
          maintenance,
          validateMaintenanceChange(maintenance, given, read, config),
          circumstances,
        ),
      ),
    ),
    start: changeWith(StartMaintenance, (maintenance, given, read, circumstances) =>
      startMaintenance(maintenance, validateStart(maintenance, given, read), circumstances),
    ),
    extend: changeWith(ExtendMaintenance, (maintenance, given, read, circumstances) =>
      extendMaintenance(maintenance, validateExtension(maintenance, given, read), circumstances),
    ),
    complete: changeWith(CompleteMaintenance, (maintenance, given, read, circumstances) =>
      completeMaintenance(maintenance, validateCompletion(maintenance, given, read, zone), circumstances),
    ),
    cancel: changeWith(CancelMaintenance, (maintenance, given, read, circumstances) =>
      cancelMaintenance(maintenance, validateCancellation(maintenance, given, read), circumstances),
    ),
    async withdraw(wanted, hand) {
      const by = authorOf(hand)
      return change(wanted, hand, undefined, (maintenance) =>
        withdrawMaintenance(maintenance, { now: now(), by, id }),
      )
    },
  }
}
