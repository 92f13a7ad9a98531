import {
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
import { createNoticeCommands } from './notice-commands.ts'
import type { NoticeService } from './notice-service.ts'
import {
  validateCancellation,
  validateMaintenanceChange,
  validateCompletion,
  validateExtension,
  validateMaintenanceMessage,
  validateSchedule,
  validateStart,
} from '../rules/maintenance-rules.ts'
import type { NoticeServiceDeps } from './service-deps.ts'
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

/** The maintenances of the service. */
export function createMaintenanceService(
  deps: NoticeServiceDeps,
  writer: NoticeWriter,
): NoticeService['maintenances'] {
  const { store, config } = deps
  const notices = withOptimisticLock<Maintenance>(writer, {
    noun: 'maintenance',
    read: (id) => store.maintenance(id),
    changes: (maintenance) => ({ ...noChanges, maintenances: [maintenance] }),
    now: deps.now,
  })
  const { creating, changing, acting } = createNoticeCommands(deps, notices)
  return {
    all: async () => (await store.maintenances()).filter((maintenance) => !maintenance.withdrawn),
    get: notices.get,
    schedule: creating('schedule', ScheduleMaintenance, (input, read, context) =>
      scheduleMaintenance(validateSchedule(input, read, config), context),
    ),
    update: changing('update', UpdateMaintenance, (maintenance, input, read, context) =>
      updateMaintenance(maintenance, validateMaintenanceMessage(maintenance, input, read), context),
    ),
    correct: changing('correct', CorrectMaintenance, (maintenance, input, read, context) =>
      keepIfUnchanged(
        maintenance,
        correctMaintenance(maintenance, validateMaintenanceChange(maintenance, input, read, config), context),
      ),
    ),
    start: changing('start', StartMaintenance, (maintenance, input, read, context) =>
      startMaintenance(maintenance, validateStart(maintenance, input, read, config), context),
    ),
    extend: changing('extend', ExtendMaintenance, (maintenance, input, read, context) =>
      extendMaintenance(maintenance, validateExtension(maintenance, input, read), context),
    ),
    complete: changing('complete', CompleteMaintenance, (maintenance, input, read, context) =>
      completeMaintenance(
        maintenance,
        validateCompletion(maintenance, input, read, config.page.timezone),
        context,
      ),
    ),
    cancel: changing('cancel', CancelMaintenance, (maintenance, input, read, context) =>
      cancelMaintenance(maintenance, validateCancellation(maintenance, input, read), context),
    ),
    withdraw: acting('withdraw', withdrawMaintenance),
  }
}
