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
import { type NoticeWriter, noChanges } from './notice-writer.ts'
import { parseInput } from '../rules/validate.ts'

type VersionedMaintenanceInput = { readonly version?: number | undefined }

/** The maintenances of the service. */
export function createMaintenanceService(
  { store, config, now, id }: NoticeServiceDeps,
  writer: NoticeWriter,
): NoticeService['maintenances'] {
  const zone = config.page.timezone
  const { get, add, change } = withOptimisticLock<Maintenance>(writer, {
    noun: 'maintenance',
    read: (wanted) => store.maintenance(wanted),
    changes: (maintenance) => ({ ...noChanges, maintenances: [maintenance] }),
  })

  /** A command on one: its input is parsed once, and validated anew on every state the maintenance has meanwhile. */
  const changeWith =
    <Schema extends z.ZodType<VersionedMaintenanceInput>>(
      schema: Schema,
      next: (
        maintenance: Maintenance,
        input: z.output<Schema>,
        read: ValidationContext,
        context: CommandContext,
      ) => Maintenance,
    ) =>
    async (wanted: string, input: NoticeInput, actor: Actor): Promise<Maintenance> => {
      const by = authorOf(actor)
      const parsed = parseInput(schema, input)
      return change(wanted, actor, parsed.version, (maintenance) => {
        const instant = now()
        return next(maintenance, parsed, createValidationContext(config, instant), { now: instant, by, id })
      })
    }

  return {
    all: async () => (await store.maintenances()).filter((maintenance) => !maintenance.withdrawn),
    get,
    async schedule(input, actor) {
      const by = authorOf(actor)
      const parsed = parseInput(ScheduleMaintenance, input)
      const instant = now()
      const window = validateSchedule(parsed, createValidationContext(config, instant), config)
      const maintenance = scheduleMaintenance(window, { now: instant, by, id })
      return add(parsed.id === undefined ? maintenance : { ...maintenance, id: parsed.id }, actor)
    },
    update: changeWith(UpdateMaintenance, (maintenance, input, read, context) =>
      updateMaintenance(maintenance, validateMaintenanceMessage(maintenance, input, read), context),
    ),
    correct: changeWith(CorrectMaintenance, (maintenance, input, read, context) =>
      keepIfUnchanged(
        maintenance,
        correctMaintenance(maintenance, validateMaintenanceChange(maintenance, input, read, config), context),
      ),
    ),
    start: changeWith(StartMaintenance, (maintenance, input, read, context) =>
      startMaintenance(maintenance, validateStart(maintenance, input, read), context),
    ),
    extend: changeWith(ExtendMaintenance, (maintenance, input, read, context) =>
      extendMaintenance(maintenance, validateExtension(maintenance, input, read), context),
    ),
    complete: changeWith(CompleteMaintenance, (maintenance, input, read, context) =>
      completeMaintenance(maintenance, validateCompletion(maintenance, input, read, zone), context),
    ),
    cancel: changeWith(CancelMaintenance, (maintenance, input, read, context) =>
      cancelMaintenance(maintenance, validateCancellation(maintenance, input, read), context),
    ),
    async withdraw(wanted, actor) {
      const by = authorOf(actor)
      return change(wanted, actor, undefined, (maintenance) =>
        withdrawMaintenance(maintenance, { now: now(), by, id }),
      )
    },
  }
}
