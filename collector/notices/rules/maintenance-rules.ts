import type { z } from 'zod'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { type MaintenanceChange, maintenanceFields } from '../../core/maintenance/fields.ts'
import { orList } from '../../core/text/suggest.ts'
import { createFieldReader } from './field-reader.ts'
import { readChange, readFields } from '../fields/values.ts'
import { parseDuration } from '../../core/time/duration.ts'
import {
  type Maintenance,
  beginsAt,
  endsAt,
  isUnderWay,
  maintenanceStatus,
} from '../../core/maintenance/maintenance.ts'
import type { PageSettings, ValidationContext } from './validation-context.ts'
import { ValidationError } from './validation-error.ts'
import type {
  CancelMaintenance,
  CorrectMaintenance,
  ExtendMaintenance,
  ScheduleMaintenance,
  UpdateMaintenance,
} from '../api/maintenance-schema.ts'
import { validateLength, validateNotice, validateScope, longestWindow } from './window-rules.ts'
import { formatInstantWords, formatLengthWords } from './time-words.ts'

const maintenanceNotNow = (message: string, current: Maintenance): ValidationError =>
  new ValidationError('not_now', [{ path: '', message }], { current })

const fieldNames = Object.values<NoticeField>(maintenanceFields).map(({ name }) => name)

/** A new single window. @throws ValidationError `invalid`, `too_late` */
export function validateSchedule(
  input: z.output<typeof ScheduleMaintenance>,
  read: ValidationContext,
  page: PageSettings,
) {
  const window = {
    ...readFields(maintenanceFields, input, createFieldReader(read, { page })),
    notify: input.notify ?? true,
  }
  const { scheduledFor, scheduledUntil } = window
  read.throwIfInvalid()
  validateLength(scheduledFor, scheduledUntil, read)
  read.throwIfInvalid()
  if (!input.force) validateNotice(window.class, scheduledFor, read.now, page, null)
  return window
}

/** Corrections of a window, moving it included. @throws ValidationError `invalid`, `not_now`, `too_late` */
export function validateMaintenanceChange(
  current: Maintenance,
  input: z.output<typeof CorrectMaintenance>,
  read: ValidationContext,
  page: PageSettings,
) {
  const { version: _, force, ...fields } = input
  if (Object.values(fields).every((field) => field === undefined))
    read.addIssue('', `Nothing to change was given. Write ${orList(fieldNames)}.`)
  const change: MaintenanceChange = readChange(
    maintenanceFields,
    input,
    createFieldReader(read, { page, formerComponents: current.components }),
  )
  const from = change.scheduledFor ?? current.scheduledFor
  const until = change.scheduledUntil ?? current.scheduledUntil
  const klass = change.class ?? current.class
  read.throwIfInvalid()
  validateScope(current, change, read.now, page, force ?? false)
  const moved = from !== current.scheduledFor
  const longer = until > current.scheduledUntil
  if (!moved && until === current.scheduledUntil) return change
  validateLength(from, until, read)
  read.throwIfInvalid()
  const { timezone } = page.page
  const status = maintenanceStatus(current, read.now)
  if (status === 'cancelled' || status === 'completed')
    throw maintenanceNotNow(`It is ${status}: its times stay as they were. Schedule another window.`, current)
  if (status !== 'scheduled') {
    if (moved)
      throw maintenanceNotNow(
        `It began ${formatInstantWords(beginsAt(current), timezone)}, so its beginning stays. Extend or complete it instead.`,
        current,
      )
    if (until <= read.now)
      throw maintenanceNotNow('It would have ended already. Complete it instead.', current)
  } else if ((moved || longer) && !force) validateNotice(klass, from, read.now, page, current)
  return change
}

/** A message in a maintenance; it begins and ends by itself, so what a message can change is `verifying`. */
export function validateMaintenanceMessage(
  current: Maintenance,
  input: z.output<typeof UpdateMaintenance>,
  read: ValidationContext,
) {
  const at = input.at === undefined ? read.now : read.pastInstant('at', input.at)
  if (at < current.publishedAt && input.at !== undefined)
    read.addIssue('at', 'is before it was announced. Write a later time.')
  const body = read.text('body', input.body)
  read.throwIfInvalid()
  const was = maintenanceStatus(current, at)
  const status = input.status ?? was
  const underWay = was === 'in_progress' || was === 'verifying'
  if (status !== was && !(underWay && (status === 'in_progress' || status === 'verifying'))) {
    const instead = {
      scheduled: 'Leave the status out.',
      in_progress: was === 'scheduled' ? 'To begin early, start it.' : 'Schedule another window.',
      verifying: was === 'scheduled' ? 'Wait until it has begun, or start it.' : 'Leave the status out.',
      completed: underWay ? 'To end it early, complete it.' : 'Leave the status out.',
      cancelled: was === 'completed' ? 'Leave the status out.' : 'Cancel it instead.',
    }[status]
    throw maintenanceNotNow(`It is ${was} then and cannot be said to be ${status}. ${instead}`, current)
  }
  return { at, status, body, notify: input.notify ?? true }
}

const messageOf = (input: z.output<typeof CancelMaintenance>, read: ValidationContext) => {
  const body = input.body === undefined ? null : read.text('body', input.body)
  read.throwIfInvalid()
  return { body, notify: input.notify ?? true }
}

/** Validate an early start. */
export function validateStart(
  current: Maintenance,
  input: z.output<typeof CancelMaintenance>,
  read: ValidationContext,
  { page }: PageSettings,
) {
  const status = maintenanceStatus(current, read.now)
  if (status !== 'scheduled')
    throw maintenanceNotNow(
      status === 'in_progress' || status === 'verifying'
        ? 'It has begun already.'
        : `It is ${status}: it cannot begin any more. Schedule another window.`,
      current,
    )
  if (current.scheduledUntil - read.now > longestWindow)
    throw maintenanceNotNow(
      `It would last until ${formatInstantWords(current.scheduledUntil, page.timezone)}, longer than ${formatLengthWords(longestWindow)}. Move its beginning and its end instead.`,
      current,
    )
  return messageOf(input, read)
}

/** Validate an extension. It need not be forced, but what is added is late when the notice has passed. */
export function validateExtension(
  current: Maintenance,
  input: z.output<typeof ExtendMaintenance>,
  read: ValidationContext,
) {
  const by = parseDuration(input.by)
  if (by === null || by < 60_000)
    read.addIssue('by', 'is not a duration of a minute or more. Write one such as "30m" or "1h".')
  const words = messageOf(input, read)
  const status = maintenanceStatus(current, read.now)
  if (status === 'completed' || status === 'cancelled')
    throw maintenanceNotNow(`It is ${status} and cannot last longer. Schedule another window.`, current)
  if (status === 'scheduled')
    throw maintenanceNotNow(
      'It has not begun, so its end can be moved instead: write another with an update.',
      current,
    )
  const scheduledUntil = current.scheduledUntil + by!
  if (scheduledUntil - beginsAt(current) > longestWindow)
    throw maintenanceNotNow(
      `It would last longer than ${formatLengthWords(longestWindow)}. Schedule another window.`,
      current,
    )
  return { ...words, scheduledUntil }
}

/** Validate an early end. */
export function validateCompletion(
  current: Maintenance,
  input: z.output<typeof CancelMaintenance>,
  read: ValidationContext,
  zone: string,
) {
  const status = maintenanceStatus(current, read.now)
  if (!isUnderWay(current, read.now))
    throw maintenanceNotNow(
      status === 'scheduled'
        ? `It begins ${formatInstantWords(beginsAt(current), zone)}. Cancel it, or start it first.`
        : status === 'completed'
          ? `It ended already, ${formatInstantWords(endsAt(current), zone)}.`
          : 'It was cancelled.',
      current,
    )
  return messageOf(input, read)
}

/** Validate a cancellation; work under way is completed instead. */
export function validateCancellation(
  current: Maintenance,
  input: z.output<typeof CancelMaintenance>,
  read: ValidationContext,
) {
  const status = maintenanceStatus(current, read.now)
  if (status !== 'scheduled')
    throw maintenanceNotNow(
      status === 'cancelled'
        ? 'It was cancelled already.'
        : status === 'completed'
          ? 'It is over: there is nothing to cancel.'
          : 'It is under way. Complete it instead: it then ends now.',
      current,
    )
  return messageOf(input, read)
}
