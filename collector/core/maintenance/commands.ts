import { dropEmptyFields, pickFields } from '../notice/notice-field.ts'
import { type MaintenanceChange, type MaintenancePlan, maintenanceFields } from './fields.ts'
import {
  type AnnouncedSpan,
  type Maintenance,
  type MaintenanceStatus,
  type MaintenanceUpdate,
  maintenanceStatus,
} from './maintenance.ts'
import type { CommandContext } from '../notice/command-context.ts'
import { correctionsOf } from '../notice/correction.ts'
import type { Text } from '../text/localized-text.ts'

/** The message that goes with a command; null for none. */
export type CommandMessage = { readonly body: Text | null; readonly notify: boolean }

/** Plan a window; it is public from now. Without `notify` nobody is notified of it beyond the page, then or later. */
export function scheduleMaintenance(
  plan: MaintenancePlan & { readonly notify?: boolean },
  { now, id }: CommandContext,
): Maintenance {
  const { scheduledFor, scheduledUntil } = plan
  return {
    id: id(),
    ...pickFields(maintenanceFields, plan),
    publishedAt: now,
    announced: [{ at: now, from: scheduledFor, to: scheduledUntil }],
    startedAt: null,
    completedAt: null,
    cancelledAt: null,
    updates: [],
    programme: null,
    ...(plan.notify === false && { silent: true as const }),
    version: 1,
  }
}

/** The same with something new, a version later; an occurrence is from then on a person's. */
const withChange = (maintenance: Maintenance, changes: Partial<Maintenance>): Maintenance => ({
  ...maintenance,
  ...changes,
  programme: maintenance.programme && { ...maintenance.programme, changed: true },
  version: maintenance.version + 1,
})

function withMessage(
  updates: readonly MaintenanceUpdate[],
  input: {
    readonly at: number
    readonly status: MaintenanceStatus
    readonly body: Text
    readonly notify: boolean
  },
  { now, by, id }: CommandContext,
): readonly MaintenanceUpdate[] {
  const update: MaintenanceUpdate = {
    id: id(),
    at: input.at,
    status: input.status,
    body: input.body,
    author: by,
    ...(input.at !== now && { writtenAt: now }),
    ...(!input.notify && { notify: false }),
  }
  return [...updates, update].toSorted((a, b) => a.at - b.at)
}

/** The message of a command; without words it is still a message, for the status it brings. */
const withCommandMessage = (
  maintenance: Maintenance,
  status: MaintenanceStatus,
  message: CommandMessage,
  context: CommandContext,
) =>
  withMessage(
    maintenance.updates,
    { at: context.now, status, body: message.body ?? '', notify: message.notify },
    context,
  )

/** Post a message. */
export const updateMaintenance = (
  maintenance: Maintenance,
  input: {
    readonly at: number
    readonly status: MaintenanceStatus
    readonly body: Text
    readonly notify: boolean
  },
  context: CommandContext,
): Maintenance => withChange(maintenance, { updates: withMessage(maintenance.updates, input, context) })

/** Correct a window, moving it included: former values are kept. What is absent stays; null is none. */
export function correctMaintenance(
  maintenance: Maintenance,
  change: MaintenanceChange,
  { now, by }: CommandContext,
): Maintenance {
  const corrections = correctionsOf(maintenanceFields, maintenance, change, { now, by })
  const from = change.scheduledFor ?? maintenance.scheduledFor
  const to = change.scheduledUntil ?? maintenance.scheduledUntil
  const changed = dropEmptyFields(maintenanceFields, { ...maintenance, ...change }) as Maintenance
  return withChange(changed, {
    announced: announcedSpans(maintenance, from, to, now),
    corrections: [...(maintenance.corrections ?? []), ...corrections],
  })
}

/** What can be corrected in a window: the member, and the name a correction of it has. */
export const correctableFields = Object.entries(maintenanceFields).map(
  ([member, { name }]) => [member as keyof MaintenancePlan, name] as const,
)

function announcedSpans(
  maintenance: Maintenance,
  from: number,
  to: number,
  now: number,
): readonly AnnouncedSpan[] {
  const last = maintenance.announced[maintenance.announced.length - 1]!
  return last.from === from && last.to === to
    ? maintenance.announced
    : [...maintenance.announced, { at: now, from, to }]
}

/** Start it now, early. */
export const startMaintenance = (
  maintenance: Maintenance,
  message: CommandMessage,
  context: CommandContext,
): Maintenance =>
  withChange(maintenance, {
    startedAt: context.now,
    updates: withCommandMessage(maintenance, 'in_progress', message, context),
  })

/** Extend it until another instant, ms. */
export const extendMaintenance = (
  maintenance: Maintenance,
  { scheduledUntil, ...message }: CommandMessage & { readonly scheduledUntil: number },
  context: CommandContext,
): Maintenance =>
  withChange(maintenance, {
    scheduledUntil,
    announced: announcedSpans(maintenance, maintenance.scheduledFor, scheduledUntil, context.now),
    ...(message.body !== null && {
      updates: withCommandMessage(maintenance, maintenanceStatus(maintenance, context.now), message, context),
    }),
  })

/** Complete it now, early. */
export const completeMaintenance = (
  maintenance: Maintenance,
  message: CommandMessage,
  context: CommandContext,
): Maintenance =>
  withChange(maintenance, {
    completedAt: context.now,
    updates: withCommandMessage(maintenance, 'completed', message, context),
  })

/** Cancel it. */
export const cancelMaintenance = (
  maintenance: Maintenance,
  message: CommandMessage,
  context: CommandContext,
): Maintenance =>
  withChange(maintenance, {
    cancelledAt: context.now,
    updates: withCommandMessage(maintenance, 'cancelled', message, context),
  })

/** Withdraw it: it leaves the page, and stays on record. */
export const withdrawMaintenance = (maintenance: Maintenance, { now, by }: CommandContext): Maintenance =>
  withChange(maintenance, { withdrawn: { at: now, by } })
