import { suggest } from '../../core/text/suggest.ts'
import {
  type Maintenance,
  isLate,
  maintenanceStatus,
  noticeDue,
  noticeGiven,
} from '../../core/maintenance/maintenance.ts'
import { day } from '../../core/time/units.ts'
import type { PageSettings, ValidationContext } from './validation-context.ts'
import { ValidationError } from './validation-error.ts'
import { earliestSuggestion, formatInstantWords, formatLengthWords } from './time-words.ts'
import { quoteInput } from './validate.ts'

/** Longest window, ms. */
export const longestWindow = 31 * day

/** A class of the configuration. */
export function validateClass(
  name: string,
  read: ValidationContext,
  { notice }: Pick<PageSettings, 'notice'>,
): string {
  const names = Object.keys(notice)
  if (names.includes(name)) return name
  const near = suggest(name, names)
  read.addIssue(
    'class',
    `${quoteInput(name)} is not a class of maintenance. ${near === undefined ? '' : `Did you mean "${near}"? `}Known: ${names.join(', ')}.`,
  )
  return 'default'
}

/** A window must end after it begins, and be one. */
export function validateLength(from: number, until: number, read: ValidationContext): void {
  if (until <= from) read.addIssue('scheduled_until', 'is not after the begin. Write a later time.')
  else if (until - from > longestWindow)
    read.addIssue(
      'scheduled_until',
      `The window would last longer than ${formatLengthWords(longestWindow)}. Write an earlier end, or several windows.`,
    )
}

/**
 * Is a window announced early enough for its class?
 * @throws ValidationError `too_late` with the earliest begin that would be
 */
export function validateNotice(
  klass: string,
  from: number,
  now: number,
  { page, notice }: PageSettings,
  current: Maintenance | null,
): void {
  const due = noticeDue({ class: klass }, notice)
  if (from - now >= due && from >= now) return
  const earliest = earliestSuggestion(now + due)
  const first = formatInstantWords(earliest, page.timezone)
  const lateOr = 'force it (--force, "force": true): it is then shown as late'
  const message =
    from < now
      ? `is in the past. The earliest begin is ${first}: write that or later; to enter work that was done, ${lateOr}.`
      : `is too soon: maintenance of the class "${klass}" is announced at least ${formatLengthWords(due)} ahead. The earliest begin is ${first}: write that or later, or ${lateOr}.`
  throw new ValidationError('too_late', [{ path: 'scheduled_for', message }], { current, earliest })
}

/**
 * What a window is about was announced with it: a component that joins it, or a stricter class, needs its notice as well.
 * Otherwise time that was never announced would be left out of the count.
 * @throws ValidationError `too_late`, `not_now`
 */
export function validateScope(
  current: Maintenance,
  change: { readonly class?: string; readonly components?: readonly string[] },
  now: number,
  { page, notice }: PageSettings,
  force: boolean,
): void {
  const klass = change.class ?? current.class
  const due = noticeDue({ class: klass }, notice)
  const bound = now + due
  const earliest = earliestSuggestion(bound)
  const added = (change.components ?? []).filter((id) => !current.components.includes(id))
  if (added.length > 0 && (current.scheduledFor < bound || maintenanceStatus(current, now) !== 'scheduled'))
    throw new ValidationError(
      'too_late',
      [
        {
          path: 'components',
          message: `${added.join(', ')} cannot join a window that begins ${formatInstantWords(current.scheduledFor, page.timezone)}: it is announced at least ${formatLengthWords(due)} ahead. Schedule a window of its own for it.`,
        },
      ],
      { current, earliest },
    )
  if (klass === current.class) return
  const notified = noticeGiven(current)
  if (isLate(current, notice) && notified >= due)
    throw new ValidationError(
      'not_now',
      [
        {
          path: 'class',
          message: `It was told too late for the class "${current.class}"; another class does not change that. Leave the class as it is.`,
        },
      ],
      { current },
    )
  if (!isLate(current, notice) && notified < due && !force)
    throw new ValidationError(
      'too_late',
      [
        {
          path: 'class',
          message: `Maintenance of the class "${klass}" is announced at least ${formatLengthWords(due)} ahead, and this window was not. Leave the class as it is, or force it (--force, "force": true): it is then shown as late.`,
        },
      ],
      { current, earliest },
    )
}
